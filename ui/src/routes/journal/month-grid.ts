/** A month as weeks of seven cells, with the days of its neighbors at both ends. */
import type { Day } from "$lib/api/types";
import { daysIn } from "./month-strip";

export type GridDay = { date: Day; day: number; inside: boolean };

const DAY_MS = 86_400_000;

/** `firstDay` is the weekday a week begins with, 0 for Sunday and 1 for Monday. */
export function monthGrid(month: string, firstDay: number): GridDay[][] {
	const start = Date.parse(`${month}-01T00:00:00Z`);
	const lead = (new Date(start).getUTCDay() - firstDay + 7) % 7;
	const weeks = Math.ceil((lead + daysIn(month)) / 7);
	return Array.from({ length: weeks }, (_, week) =>
		Array.from({ length: 7 }, (_, weekday) => {
			const at = new Date(start + (week * 7 + weekday - lead) * DAY_MS);
			const date = at.toISOString().slice(0, 10);
			return { date, day: at.getUTCDate(), inside: date.startsWith(month) };
		}),
	);
}

/** The month `steps` after `month`, negative for before: `2026-01`, -1 gives `2025-12`. */
export function addMonths(month: string, steps: number): string {
	const [year = 1970, number = 1] = month.split("-").map(Number);
	return new Date(Date.UTC(year, number - 1 + steps, 1)).toISOString().slice(0, 7);
}

/** The day `steps` after `date`. */
export function addDays(date: Day, steps: number): Day {
	return new Date(Date.parse(`${date}T00:00:00Z`) + steps * DAY_MS).toISOString().slice(0, 10);
}
