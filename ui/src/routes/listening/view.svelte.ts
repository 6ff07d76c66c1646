/** What the address says about a page of figures: which days, by what, in which steps. */
import { goto } from "$app/navigation";
import { page } from "$app/state";
import type { DayRange, RankBy, TimeUnit } from "$lib/api/wire";
import { today } from "$lib/format";
import { readSpan, rangeOf, shifted, spanParams, withParams, type Span, type SpanKind } from "./span";
import { readUnit } from "./steps";

export class View {
	readonly today = today();
	readonly #fallback: SpanKind;
	readonly span: Span = $derived.by(() => readSpan(page.url.searchParams, this.today, this.#fallback));
	readonly range: DayRange = $derived(rangeOf(this.span));
	readonly by: RankBy = $derived(page.url.searchParams.get("by") === "time" ? "time" : "plays");

	/** `fallback` is what an address without a range shows. */
	constructor(fallback: SpanKind = "all") {
		this.#fallback = fallback;
	}

	unit(units: readonly TimeUnit[]): TimeUnit {
		return readUnit(page.url.searchParams, units);
	}

	/** The address with some of its names changed. */
	href(changes: Record<string, string | undefined>): string {
		return withParams(page.url.searchParams, changes);
	}

	/** The address that shows another span. */
	spanHref(span: Span): string {
		return this.href({ ...spanParams(span, this.today), unit: undefined });
	}

	show(changes: Record<string, string | undefined>): void {
		void goto(this.href(changes), { replaceState: true, noScroll: true, keepFocus: true });
	}

	/** Turns to the period before or after. */
	turn(by: 1 | -1): void {
		const span = shifted(this.span, by);
		if (span && (span.from ?? "") <= this.today) this.show({ ...spanParams(span, this.today), unit: undefined });
	}
}
