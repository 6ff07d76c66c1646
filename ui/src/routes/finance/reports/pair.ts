/** The two ranges that are held beside each other. */
import type { Day } from "$lib/api/wire";
import { addMonths, isDay, monthOf } from "$lib/format";
import { m } from "$lib/i18n";
import { named, shifted, spanAround, type Span } from "./span";

export type Days = { from: Day; to: Day };
export type Pair = { a: Days; b: Days };
type Preset = Pair & { id: string; title: () => string };

const daysOf = ({ from, to }: Span): Days => ({ from: from ?? "", to: to ?? "" });

/** Pairs that people ask for, the earlier one first. */
export function pairs(today: Day): Preset[] {
	const before = (span: Span): Span => shifted(span, -1) ?? span;
	const [month, year] = [spanAround("month", today), spanAround("year", today)];
	const past = before(month);
	return [
		{ id: "months", title: m.finance_reports_pair_months, a: daysOf(before(past)), b: daysOf(past) },
		{ id: "this-month", title: m.finance_reports_pair_this_month, a: daysOf(past), b: daysOf(month) },
		{ id: "month-last-year", title: m.finance_reports_pair_month_year, a: daysOf(spanAround("month", `${addMonths(monthOf(past.from ?? today), -12)}-01`)), b: daysOf(past) },
		{ id: "years", title: m.finance_reports_pair_years, a: daysOf(before(year)), b: daysOf(year) },
	];
}

/** Reads `2025-01-01..2025-12-31` from an address. */
function readDays(text: string | null): Days | null {
	const [from = "", to = ""] = text?.split("..") ?? [];
	if (!isDay(from) || !isDay(to)) return null;
	return from <= to ? { from, to } : { from: to, to: from };
}

/** The first of the usual pairs stands where an address names none. */
export function readPair(params: URLSearchParams, today: Day): Pair {
	const usual = pairs(today)[0] ?? { a: { from: today, to: today }, b: { from: today, to: today } };
	return { a: readDays(params.get("a")) ?? usual.a, b: readDays(params.get("b")) ?? usual.b };
}

export function writePair({ a, b }: Pair): { a: string; b: string } {
	const text = ({ from, to }: Days) => `${from}..${to}`;
	return { a: text(a), b: text(b) };
}

export const spanOf = (days: Days): Span => named({ kind: "own", ...days });
