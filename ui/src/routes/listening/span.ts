/** The days that a page of figures is about. They live in the address, so that back, reload and a link keep them. */
import { parseDate, startOfWeek } from "@internationalized/date";
import type { Day, DayRange } from "$lib/api/wire";
import { addDays, addMonths, daysOf, isDay, monthOf } from "$lib/format";

export const SPAN_KINDS = ["week", "month", "year", "all", "own"] as const;
export type SpanKind = (typeof SPAN_KINDS)[number];

/** First and last day, both included; absent: without end. */
export type Span = { kind: SpanKind; from?: Day; to?: Day };

/** The week begins on Monday, as it does in the figures. */
const MONDAY_FIRST = "en-GB";

const mondayOf = (day: Day): Day => startOfWeek(parseDate(day), MONDAY_FIRST).toString();

/** The week, month or year that a day is in. */
export function periodOf(kind: "week" | "month" | "year", day: Day): Span {
	if (kind === "week") {
		const from = mondayOf(day);
		return { kind, from, to: addDays(from, 6) };
	}
	if (kind === "month") {
		const month = monthOf(day);
		return { kind, from: `${month}-01`, to: daysOf(month).at(-1) ?? day };
	}
	const year = day.slice(0, 4);
	return { kind, from: `${year}-01-01`, to: `${year}-12-31` };
}

/** Reads the span of an address. What it does not understand becomes `fallback`. */
export function readSpan(params: URLSearchParams, today: Day, fallback: SpanKind = "all"): Span {
	const asked = params.get("range");
	// The days alone say enough.
	const bare = params.has("from") || params.has("to") ? "own" : fallback;
	const kind = SPAN_KINDS.find((one) => one === asked) ?? bare;
	const dayOf = (name: string) => {
		const day = params.get(name) ?? "";
		return isDay(day) ? day : undefined;
	};
	if (kind === "all") return { kind };
	if (kind === "own") return inOrder(dayOf("from"), dayOf("to"));
	return periodOf(kind, dayOf("at") ?? today);
}

function inOrder(from: Day | undefined, to: Day | undefined): Span {
	const turned = from && to && from > to;
	const [first, last] = turned ? [to, from] : [from, to];
	return { kind: "own", ...(first ? { from: first } : {}), ...(last ? { to: last } : {}) };
}

/** The names and values that put a span into an address; the other span names go. */
export function spanParams(span: Span, today: Day): Record<string, string | undefined> {
	const own = span.kind === "own";
	const period = span.kind === "week" || span.kind === "month" || span.kind === "year";
	const isNow = period && holds(span, today);
	return {
		range: span.kind,
		at: period && !isNow ? span.from : undefined,
		from: own ? span.from : undefined,
		to: own ? span.to : undefined,
	};
}

/** Whether a day is within. */
export const holds = (span: Span, day: Day): boolean => (!span.from || span.from <= day) && (!span.to || day <= span.to);

/** The period before or after, of the same length. Null for a span without ends. */
export function shifted(span: Span, by: 1 | -1): Span | null {
	const { kind, from, to } = span;
	if (!from || !to) return null;
	if (kind === "week") return periodOf(kind, addDays(from, 7 * by));
	if (kind === "month") return periodOf(kind, `${addMonths(monthOf(from), by)}-01`);
	if (kind === "year") return periodOf(kind, `${addMonths(monthOf(from), 12 * by)}-01`);
	const days = daysBetween(from, to) * by;
	return { kind, from: addDays(from, days), to: addDays(to, days) };
}

/** Days from one to the other, both included. */
export const daysBetween = (from: Day, to: Day): number => parseDate(to).compare(parseDate(from)) + 1;

/** As a request wants it. */
export const rangeOf = ({ from, to }: Span): DayRange => ({ ...(from ? { from } : {}), ...(to ? { to } : {}) });

/** An address's query with some names set and some (undefined) taken away. */
export function withParams(params: URLSearchParams, changes: Record<string, string | undefined>): string {
	const next = new URLSearchParams(params);
	for (const [name, value] of Object.entries(changes)) {
		if (value === undefined || value === "") next.delete(name);
		else next.set(name, value);
	}
	const query = next.toString();
	return query === "" ? "?" : `?${query}`;
}
