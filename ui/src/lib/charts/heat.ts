import type { Day } from "$lib/api/wire";
import { daysOfYear, formatLocale } from "$lib/format";
import { CalendarDate, getDayOfWeek } from "@internationalized/date";

export type HeatValue = { date: Day; value: number };
export type HeatCell = { date: Day; value: number | null; level: 0 | 1 | 2 | 3 | 4; week: number; weekday: number };

/** Four steps of ink by quarters of the year's own values: one very long day does not pale the rest. */
function levels(values: number[]): (value: number) => 1 | 2 | 3 | 4 {
	const sorted = values.filter((value) => value > 0).sort((a, b) => a - b);
	const quarter = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
	const bounds = [quarter(0.25), quarter(0.5), quarter(0.75)] as const;
	return (value) => (value <= bounds[0] ? 1 : value <= bounds[1] ? 2 : value <= bounds[2] ? 3 : 4);
}

/** Every day of a year with its place in a grid of weeks. A day without a value is missing, not zero. */
export function heatCells(year: number, values: HeatValue[]): HeatCell[] {
	const byDay = new Map(values.map(({ date, value }) => [date, value]));
	const level = levels(values.map(({ value }) => value));
	const offset = getDayOfWeek(new CalendarDate(year, 1, 1), formatLocale());
	return daysOfYear(year).map((date, at) => {
		const value = byDay.get(date) ?? null;
		return {
			date,
			value,
			level: value ? level(value) : 0,
			week: Math.floor((at + offset) / 7),
			weekday: (at + offset) % 7,
		};
	});
}
