/** What the list is narrowed to. It lives in the address, so that back, reload and a link keep it. */
import type { Day, Id, ListEntries } from "$lib/api/wire";

export type Filters = {
	journal?: Id;
	tag?: string;
	person?: string;
	from?: Day;
	to?: Day;
	starred?: true;
	photo?: true;
};

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const TEXTS = ["journal", "tag", "person"] as const;
const DAYS = ["from", "to"] as const;
const SWITCHES = ["starred", "photo"] as const;

/** Reads the filters of an address. What it does not understand is left out. */
export function readFilters(params: URLSearchParams): Filters {
	const filters: Filters = {};
	for (const name of TEXTS) {
		const value = params.get(name)?.trim();
		if (value) filters[name] = value;
	}
	for (const name of DAYS) {
		const value = params.get(name);
		if (value && DAY.test(value)) filters[name] = value;
	}
	for (const name of SWITCHES) if (params.get(name) === "yes") filters[name] = true;
	return filters;
}

/** The query of an address: `?tag=sea&starred=yes`, or nothing. Keeps the names it does not own. */
export function writeFilters(filters: Filters, params = new URLSearchParams()): string {
	const next = new URLSearchParams(params);
	for (const name of [...TEXTS, ...DAYS]) {
		const value = filters[name];
		if (value) next.set(name, value);
		else next.delete(name);
	}
	for (const name of SWITCHES) {
		if (filters[name]) next.set(name, "yes");
		else next.delete(name);
	}
	const query = next.toString();
	return query === "" ? "" : `?${query}`;
}

/** The request that shows these filters. */
export function listRequest(filters: Filters): ListEntries {
	const { photo, ...rest } = filters;
	return { ...rest, ...(photo ? { with_media: true } : {}) };
}

/** How many filters are set. */
export function filterCount(filters: Filters): number {
	return Object.values(filters).filter((value) => value !== undefined).length;
}
