/** Ranges of days that a register is often narrowed to. */
import type { Day } from "$lib/api/wire";
import { addDays, addMonths, daysOf, formatDayShort, formatMonth, monthOf } from "$lib/format";
import { m } from "$lib/i18n";

export type Days = { from?: Day; to?: Day };

const month = (name: string): Days => ({ from: `${name}-01`, to: daysOf(name).at(-1) });
const year = (name: number): Days => ({ from: `${name}-01-01`, to: `${name}-12-31` });

export function presets(today: Day): { id: string; title: string; days: Days }[] {
	const now = monthOf(today);
	const thisYear = Number(today.slice(0, 4));
	return [
		{ id: "all", title: m.finance_all_time(), days: {} },
		{ id: "month", title: m.finance_this_month(), days: month(now) },
		{ id: "last_month", title: m.finance_last_month(), days: month(addMonths(now, -1)) },
		{ id: "days", title: m.finance_last_days(), days: { from: addDays(today, -89), to: today } },
		{ id: "year", title: m.finance_this_year(), days: year(thisYear) },
		{ id: "last_year", title: m.finance_last_year(), days: year(thisYear - 1) },
	];
}

/** The words of a range: a month or year by its name, else its days. */
export function daysWords({ from, to }: Days): string {
	if (!from && !to) return m.finance_all_time();
	if (from && to) {
		if (monthOf(from) === monthOf(to) && from.endsWith("-01") && to === daysOf(monthOf(to)).at(-1)) return formatMonth(monthOf(from));
		if (from.endsWith("-01-01") && to === `${from.slice(0, 4)}-12-31`) return from.slice(0, 4);
		if (from === to) return formatDayShort(from);
		return m.finance_from_to({ from: formatDayShort(from), to: formatDayShort(to) });
	}
	return from ? m.finance_since({ day: formatDayShort(from) }) : m.finance_until({ day: formatDayShort(to ?? "") });
}
