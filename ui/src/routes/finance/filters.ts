/** What the register is narrowed to. It lives in the address, so that back, reload, a link and a report's figure keep it. */
import type { Day, Id } from "$lib/api/wire";
import { isDay } from "$lib/format/day";
import type { ListTxns, Only, RowsBehind } from "./wire";

export type Filters = {
	text?: string;
	category?: Id;
	/** Empty: without a payee. */
	payee?: string;
	tag?: string;
	from?: Day;
	to?: Day;
	/** Smallest units, either way. */
	min?: number;
	max?: number;
	only?: Only;
	/** The rows behind a figure of a report. */
	behind?: RowsBehind;
	oldest?: true;
};

export const ONLY = ["uncategorized", "unreconciled", "pending", "split", "transfer", "hidden"] as const satisfies readonly Only[];
const LISTS = { account: "accounts", category: "categories", payee: "payees", tag: "tags" } as const;

/** A report's filter that lets everything through. */
export const EVERYTHING: Omit<RowsBehind, "flow"> = { accounts: [], categories: [], payees: [], tags: [] };

/** Reads the filters of an address. What it does not understand is left out. */
export function readFilters(params: URLSearchParams): Filters {
	const filters: Filters = {};
	const text = params.get("q")?.trim();
	if (text) filters.text = text;
	for (const name of ["category", "tag"] as const) {
		const value = params.get(name);
		if (value) filters[name] = value;
	}
	const payee = params.get("payee");
	if (payee !== null) filters.payee = payee;
	for (const name of ["from", "to"] as const) {
		const value = params.get(name);
		if (value && isDay(value)) filters[name] = value;
	}
	if (filters.from && filters.to && filters.to < filters.from) delete filters.to;
	for (const name of ["min", "max"] as const) {
		const value = /^\d+$/.test(params.get(name) ?? "") ? Number(params.get(name)) : Number.NaN;
		if (Number.isSafeInteger(value)) filters[name] = value;
	}
	const only = ONLY.find((name) => name === params.get("only"));
	if (only) filters.only = only;
	const behind = readBehind(params);
	if (behind) filters.behind = behind;
	if (params.get("order") === "oldest") filters.oldest = true;
	return filters;
}

function readBehind(params: URLSearchParams): RowsBehind | undefined {
	const flow = params.get("flow");
	if (flow !== "spending" && flow !== "income") return undefined;
	const behind: RowsBehind = { flow, accounts: [], categories: [], payees: [], tags: [] };
	for (const [name, list] of Object.entries(LISTS)) behind[list as keyof Omit<RowsBehind, "flow">] = params.getAll(`in_${name}`);
	return behind;
}

/** The query of an address: `?category=…&from=2026-03-01`, or nothing. */
export function writeFilters(filters: Filters): string {
	const params = new URLSearchParams();
	const { text, payee, min, max, only, behind, oldest } = filters;
	if (text) params.set("q", text);
	for (const name of ["category", "tag", "from", "to"] as const) {
		const value = filters[name];
		if (value) params.set(name, value);
	}
	if (payee !== undefined) params.set("payee", payee);
	if (min !== undefined) params.set("min", String(min));
	if (max !== undefined) params.set("max", String(max));
	if (only) params.set("only", only);
	if (behind) {
		params.set("flow", behind.flow);
		for (const [name, list] of Object.entries(LISTS)) {
			for (const value of behind[list as keyof Omit<RowsBehind, "flow">]) params.append(`in_${name}`, value);
		}
	}
	if (oldest) params.set("order", "oldest");
	const query = params.toString();
	return query === "" ? "" : `?${query}`;
}

/** The register of an account, or of all, narrowed. Reports link here: each of their figures names its rows. */
export function registerHref(filters: Filters = {}, account?: Id): string {
	return (account ? `/finance/accounts/${account}` : "/finance/register") + writeFilters(filters);
}

/** The request that shows these filters. */
export function listRequest(filters: Filters, account?: Id): ListTxns {
	const { oldest, ...rest } = filters;
	return { ...rest, ...(account ? { account } : {}), ...(oldest ? { oldest_first: true } : {}) };
}

/** How many filters are set; the order is none. */
export function filterCount(filters: Filters): number {
	return Object.entries(filters).filter(([name, value]) => name !== "oldest" && value !== undefined).length;
}
