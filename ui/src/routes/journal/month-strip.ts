/** The strip of 31 cells under a month's name: one cell a day, filled by how much was written. */
import type { Day, HeatDay } from "$lib/api/wire";

/** `out` is a day that the month does not have; a missed day is `empty`, nothing more. */
export type CellFill = "out" | "coming" | "empty" | "some" | "much";

export type StripCell = { day: number; date: Day | null; fill: CellFill; entries: number };

/** Every strip has this many cells, so that the same day stands in the same place every month. */
export const STRIP_CELLS = 31;
/** From this many words a cell is full: a page of a notebook. A guess, not a measurement. */
const MUCH_WORDS = 250;

/** Days of a month `2026-02`: 28 to 31. */
export function daysIn(month: string): number {
	const [year = 1970, number = 1] = month.split("-").map(Number);
	return new Date(Date.UTC(year, number, 0)).getUTCDate();
}

/** The cells of `month`; `days` may hold other months too. Days after `today` are `coming`. */
export function monthStrip(month: string, days: ReadonlyMap<Day, HeatDay>, today: Day): StripCell[] {
	const length = daysIn(month);
	return Array.from({ length: STRIP_CELLS }, (_, index) => {
		const day = index + 1;
		if (day > length) return { day, date: null, fill: "out", entries: 0 };
		const date = `${month}-${String(day).padStart(2, "0")}`;
		const written = days.get(date);
		const entries = written?.entries ?? 0;
		return { day, date, fill: fillOf(date, entries, written?.words ?? 0, today), entries };
	});
}

function fillOf(date: Day, entries: number, words: number, today: Day): CellFill {
	if (entries > 0) return words >= MUCH_WORDS ? "much" : "some";
	return date > today ? "coming" : "empty";
}
