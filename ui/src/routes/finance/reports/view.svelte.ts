/** What the address says about a report: which days, in which steps, of what. */
import { goto } from "$app/navigation";
import { page } from "$app/state";
import type { Day } from "$lib/api/wire";
import { today } from "$lib/format";
import { readSpan, shifted, spanParams, type Span } from "./span";
import { readStep, stepsFor, type Step } from "./steps";

export const BY = ["category", "payee", "tag", "account"] as const;
export type By = (typeof BY)[number];
export type Flow = "spending" | "income";

/** What a report may be limited to, as the register is: one of each. */
export const FILTERS = ["account", "category", "payee", "tag"] as const;
export type FilterName = (typeof FILTERS)[number];

/** Names of the address that go along from one report to the next. */
const KEPT = ["range", "at", "from", "to", "step", ...FILTERS];

/** An address's query with some names set and some (undefined) taken away. */
function withParams(params: URLSearchParams, changes: Record<string, string | undefined>): string {
	const next = new URLSearchParams(params);
	for (const [name, value] of Object.entries(changes)) {
		if (value === undefined || value === "") next.delete(name);
		else next.set(name, value);
	}
	return `?${next.toString()}`;
}

export class ReportView {
	readonly today: Day = today();
	readonly params = $derived(page.url.searchParams);
	readonly span: Span = $derived(readSpan(this.params, this.today));
	readonly steps: Step[] = $derived(stepsFor(this.span));
	readonly step: Step = $derived(readStep(this.params, this.steps));
	readonly by: By = $derived(BY.find((one) => one === this.params.get("by")) ?? "category");
	readonly flow: Flow = $derived(this.params.get("flow") === "income" ? "income" : "spending");
	/** The row that is looked at. */
	readonly row: string | null = $derived(this.params.get("row"));
	readonly range: { from?: Day; to?: Day } = $derived({
		...(this.span.from ? { from: this.span.from } : {}),
		...(this.span.to ? { to: this.span.to } : {}),
	});
	readonly filters: { name: FilterName; value: string }[] = $derived(
		FILTERS.flatMap((name) => (this.params.get(name) ? [{ name, value: this.params.get(name) ?? "" }] : [])),
	);
	readonly filter = $derived({
		accounts: this.params.getAll("account").slice(0, 1),
		categories: this.params.getAll("category").slice(0, 1),
		payees: this.params.getAll("payee").slice(0, 1),
		tags: this.params.getAll("tag").slice(0, 1),
	});

	/** The address with some of its names changed. */
	href(changes: Record<string, string | undefined>): string {
		return withParams(this.params, changes);
	}

	spanHref(span: Span): string {
		return this.href({ ...spanParams(span, this.today), step: undefined });
	}

	/** What another report begins with. */
	carried(): string {
		const kept = new URLSearchParams([...this.params].filter(([name]) => KEPT.includes(name)));
		const query = kept.toString();
		return query === "" ? "" : `?${query}`;
	}

	show(changes: Record<string, string | undefined>): void {
		void goto(this.href(changes), { replaceState: true, noScroll: true, keepFocus: true });
	}

	turn(by: 1 | -1): void {
		const span = shifted(this.span, by);
		if (span && (span.from ?? "") <= this.today) this.show({ ...spanParams(span, this.today), step: undefined });
	}
}
