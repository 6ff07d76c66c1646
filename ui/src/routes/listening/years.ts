/** Years as rows of weeks, so that one year can be held against another. */
import type { AmountPoint, Day, RankBy } from "$lib/api/wire";
import type { SeriesItem } from "$lib/charts";
import { addDays, daysOfYear, formatDayShort } from "$lib/format";
import { m } from "$lib/i18n";
import { amountWords } from "./words";

export type YearRow = { key: string; label: string; items: SeriesItem[] };

/** A year is 52 weeks from its first of January; the last takes the day or two that remain. */
const WEEKS = 52;

type Sum = { plays: number; ms: number; untimed: number };

/**
 * Rows of the years in which anything was heard, oldest first, from daily amounts. Weeks before the first
 * play are gaps, and so is the week that still runs; one between them without plays is zero: nothing was heard.
 */
export function yearRows(points: readonly AmountPoint[], by: RankBy, today: Day): YearRow[] {
	const first = points[0]?.day;
	if (!first) return [];
	const sums = new Map<string, Sum>();
	for (const point of points) {
		const key = weekKey(point.day);
		const sum = sums.get(key) ?? { plays: 0, ms: 0, untimed: 0 };
		sums.set(key, { plays: sum.plays + point.plays, ms: sum.ms + point.ms, untimed: sum.untimed + point.untimed });
	}
	const years = Number(today.slice(0, 4)) - Number(first.slice(0, 4)) + 1;
	return Array.from({ length: Math.max(0, years) }, (_, at) => {
		const year = String(Number(first.slice(0, 4)) + at);
		return { key: year, label: year, items: weeksOfYear(year, { sums, by, first, today }) };
	});
}

function weekKey(day: Day): string {
	const year = day.slice(0, 4);
	const since = (Date.parse(`${day}T00:00:00Z`) - Date.parse(`${year}-01-01T00:00:00Z`)) / 86_400_000;
	return `${year}-${Math.min(WEEKS - 1, Math.floor(since / 7))}`;
}

type Known = { sums: Map<string, Sum>; by: RankBy; first: Day; today: Day };

function weeksOfYear(year: string, { sums, by, first, today }: Known): SeriesItem[] {
	return Array.from({ length: WEEKS }, (_, week) => {
		const begins = addDays(`${year}-01-01`, week * 7);
		const ends = week === WEEKS - 1 ? `${year}-12-31` : addDays(begins, 6);
		const sum = sums.get(`${year}-${week}`);
		const known = ends >= first && ends <= today;
		return {
			key: `${year}-${week}`,
			label: m.listening_week_of({ day: formatDayShort(begins) }),
			value: known ? ((by === "time" ? sum?.ms : sum?.plays) ?? 0) : null,
			words: sum ? amountWords(sum) : m.chart_nothing(),
		};
	});
}

/** Where each month begins, in weeks of the year. */
export function monthTicks(year: number): { at: number; month: string }[] {
	return daysOfYear(year)
		.map((day, at) => ({ at: at / 7, day }))
		.filter(({ day }) => day.endsWith("-01"))
		.map(({ at, day }) => ({ at, month: day.slice(0, 7) }));
}
