/** The year as a grid of weeks: columns are weeks, rows are weekdays. */
import type { Day, HeatDay } from "$lib/api/wire";

/** `level` 0 (nothing) to 4. `row` 0 is the first day of the week. */
export type YearCell = { date: Day; column: number; row: number; level: number; entries: number; words: number };
export type MonthLabel = { month: number; column: number };

/** Words from which a day reaches levels 1 to 4; roughly a line, a paragraph, half a page, a page. A guess. */
const LEVELS = [1, 60, 180, 400] as const;
const DAY_MS = 86_400_000;

/** `firstDay` is the weekday a week begins with, 0 for Sunday and 1 for Monday. */
export function yearGrid(year: number, days: readonly HeatDay[], firstDay: number): { cells: YearCell[]; months: MonthLabel[]; columns: number } {
	const written = new Map(days.map((day) => [day.date, day]));
	const start = Date.UTC(year, 0, 1);
	const lead = (new Date(start).getUTCDay() - firstDay + 7) % 7;
	const length = (Date.UTC(year + 1, 0, 1) - start) / DAY_MS;
	const months: MonthLabel[] = [];
	const cells = Array.from({ length }, (_, index) => {
		const at = new Date(start + index * DAY_MS);
		const date = at.toISOString().slice(0, 10);
		const column = Math.floor((index + lead) / 7);
		if (at.getUTCDate() === 1) months.push({ month: at.getUTCMonth() + 1, column });
		const { entries = 0, words = 0 } = written.get(date) ?? {};
		return { date, column, row: (index + lead) % 7, level: levelOf(entries, words), entries, words };
	});
	return { cells, months, columns: (cells.at(-1)?.column ?? 0) + 1 };
}

function levelOf(entries: number, words: number): number {
	if (entries === 0) return 0;
	// A photo without a word is still a kept day.
	return Math.max(1, LEVELS.filter((from) => from <= words).length);
}
