/** The days that reports are about. They live in the address, so that back, reload and a link keep them. */
import { parseDate } from "@internationalized/date";
import type { Day } from "$lib/api/wire";
import { addDays, addMonths, daysOf, formatDayShort, formatMonth, isDay, monthOf } from "$lib/format";
import { m } from "$lib/i18n";

export const SPAN_KINDS = ["month", "year", "twelve", "all", "own"] as const;
export type SpanKind = (typeof SPAN_KINDS)[number];

/** First and last day, both included; absent: without end. */
export type Span = { kind: SpanKind; from?: Day; to?: Day };

const lastOf = (month: string): Day => daysOf(month).at(-1) ?? `${month}-28`;
const inMonths = (first: string, last: string): { from: Day; to: Day } => ({ from: `${first}-01`, to: lastOf(last) });

/** The month, the year, or the twelve months up to it, that a day is in. */
export function spanAround(kind: "month" | "year" | "twelve", day: Day): Span {
	const month = monthOf(day);
	const year = day.slice(0, 4);
	if (kind === "month") return { kind, ...inMonths(month, month) };
	if (kind === "twelve") return { kind, ...inMonths(addMonths(month, -11), month) };
	return { kind, from: `${year}-01-01`, to: `${year}-12-31` };
}

/** Reads the span of an address. What it does not understand is twelve months up to today. */
export function readSpan(params: URLSearchParams, today: Day): Span {
	const asked = params.get("range");
	const bare: SpanKind = params.has("from") || params.has("to") ? "own" : "twelve";
	const kind = SPAN_KINDS.find((one) => one === asked) ?? bare;
	const dayOf = (name: string) => {
		const day = params.get(name) ?? "";
		return isDay(day) ? day : undefined;
	};
	if (kind === "all") return { kind };
	if (kind !== "own") return spanAround(kind, dayOf("at") ?? today);
	const [from, to] = [dayOf("from"), dayOf("to")];
	const [first, last] = from && to && from > to ? [to, from] : [from, to];
	return { kind, ...(first ? { from: first } : {}), ...(last ? { to: last } : {}) };
}

/** The names and values that put a span into an address; the other span names go. */
export function spanParams(span: Span, today: Day): Record<"range" | "at" | "from" | "to", string | undefined> {
	const own = span.kind === "own";
	const around = span.kind === "month" || span.kind === "year" || span.kind === "twelve";
	const isNow = around && span.to !== undefined && span.to === spanAround(span.kind as "month", today).to;
	return {
		range: span.kind === "twelve" && isNow ? undefined : span.kind,
		at: around && !isNow ? span.to : undefined,
		from: own ? span.from : undefined,
		to: own ? span.to : undefined,
	};
}

/** The span before or after, of the same length. Null for a span without ends. */
export function shifted(span: Span, by: 1 | -1): Span | null {
	const { kind, from, to } = span;
	if (!from || !to) return null;
	if (kind === "month") return spanAround(kind, `${addMonths(monthOf(from), by)}-01`);
	if (kind === "year") return spanAround(kind, `${addMonths(monthOf(from), 12 * by)}-01`);
	if (kind === "twelve") return spanAround(kind, `${addMonths(monthOf(to), 12 * by)}-01`);
	const days = (parseDate(to).compare(parseDate(from)) + 1) * by;
	return { kind, from: addDays(from, days), to: addDays(to, days) };
}

/** March 2026, 2026, Apr 2025 – Mar 2026, or its days. */
export function spanTitle({ kind, from, to }: Span): string {
	if (kind === "all" || (!from && !to)) return m.finance_reports_range_all();
	if (kind === "month" && from) return formatMonth(from);
	if (kind === "year" && from) return from.slice(0, 4);
	if (kind === "twelve" && from && to) return m.finance_reports_from_to({ from: formatMonth(from), to: formatMonth(to) });
	if (!from) return m.finance_reports_until({ day: formatDayShort(to ?? "") });
	return to ? m.finance_reports_from_to({ from: formatDayShort(from), to: formatDayShort(to) }) : m.finance_reports_since({ day: formatDayShort(from) });
}

/** Whole months that a span touches; without both ends as many as its kind may have. */
export function monthsIn({ from, to }: Span): number {
	if (!from || !to) return Number.POSITIVE_INFINITY;
	const [a, b] = [parseDate(from), parseDate(to)];
	return (b.year - a.year) * 12 + b.month - a.month + 1;
}

/** A span of own days that is a whole month or year is called that. */
export function named(span: Span): Span {
	const { from, to } = span;
	if (!from || !to) return span;
	const around = (["month", "year"] as const).map((kind) => spanAround(kind, from));
	return around.find((one) => one.from === from && one.to === to) ?? span;
}
