/** Over how many days figures are told. */
import { m } from "$lib/i18n";

const RANGES = { month: 30, quarter: 90, year: 365, all: 40_000 } as const;
export type Range = keyof typeof RANGES;

export const daysIn = (range: Range): number => RANGES[range];

/** The range that an address names; else the given one. */
export const rangeOf = (text: string | null, other: Range): Range => (Object.keys(RANGES) as Range[]).find((one) => one === text) ?? other;

export const ranges = (...which: Range[]) => {
	const labels = { month: m.mood_range_month(), quarter: m.mood_range_quarter(), year: m.mood_range_year(), all: m.mood_range_all() };
	return which.map((value) => ({ value, label: labels[value] }));
};
