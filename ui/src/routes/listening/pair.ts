/** The two ranges that are held beside each other. */
import type { Day } from "$lib/api/wire";
import { addMonths, isDay, monthOf } from "$lib/format";
import { m } from "$lib/i18n";
import { periodOf, shifted, type Span } from "./span";

export type Pair = { a: Span; b: Span };
type Preset = Pair & { id: string; title: () => string };

/** Pairs that people ask for, the earlier one first. */
export function pairs(today: Day): Preset[] {
	const before = (span: Span): Span => shifted(span, -1) ?? span;
	const [week, month, year] = [periodOf("week", today), periodOf("month", today), periodOf("year", today)];
	return [
		{ id: "years", title: m.listening_pair_years, a: before(year), b: year },
		{ id: "months", title: m.listening_pair_months, a: before(month), b: month },
		{ id: "month-last-year", title: m.listening_pair_month_year, a: periodOf("month", `${addMonths(monthOf(today), -12)}-01`), b: month },
		{ id: "weeks", title: m.listening_pair_weeks, a: before(week), b: week },
	];
}

/** Reads `2025-01-01..2025-12-31` from an address; an end that is not a day is open. */
function readDays(text: string | null): Span | null {
	const [from = "", to = ""] = text?.split("..") ?? [];
	if (!isDay(from) && !isDay(to)) return null;
	return { kind: "own", ...(isDay(from) ? { from } : {}), ...(isDay(to) ? { to } : {}) };
}

/** A span of own days that is a whole year, month or week is called that. */
function named(span: Span): Span {
	const { from, to } = span;
	if (!from || !to) return span;
	const periods = (["year", "month", "week"] as const).map((kind) => periodOf(kind, from));
	return periods.find((period) => period.from === from && period.to === to) ?? span;
}

export function readPair(params: URLSearchParams, today: Day): Pair {
	const [first] = pairs(today);
	const a = readDays(params.get("a"));
	const b = readDays(params.get("b"));
	const year = periodOf("year", today);
	return { a: named(a ?? first?.a ?? year), b: named(b ?? first?.b ?? year) };
}

export function writePair({ a, b }: Pair): { a: string; b: string } {
	const text = ({ from, to }: Span) => `${from ?? ""}..${to ?? ""}`;
	return { a: text(a), b: text(b) };
}
