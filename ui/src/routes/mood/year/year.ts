/** A year as a grid: months along one side, days along the other. */
import type { Day } from "$lib/api/wire";
import { daysOfYear } from "$lib/format";
import type { MoodPixel } from "../wire";

/** `month` and `number` count from 1. `coming`: a day that has not been. */
export type Pixel = { day: Day; month: number; number: number; valence: number | null; energy: number | null; count: number; coming: boolean };

/** Every day of the year in order; what nobody said stays missing. */
export function pixels(year: number, days: readonly MoodPixel[], now: Day): Pixel[] {
	const said = new Map(days.map((one) => [one.day, one]));
	return daysOfYear(year).map((day) => {
		const { valence = null, energy = null, count = 0 } = said.get(day) ?? {};
		return { day, month: Number(day.slice(5, 7)), number: Number(day.slice(8, 10)), valence, energy, count, coming: day > now && count === 0 };
	});
}

/** Where an arrow key leads: `lying` has the days of a month beside each other, otherwise below. */
export function nextPixel(key: string, at: number, all: readonly Pixel[], lying: boolean): number | null {
	const here = all[at];
	if (!here) return null;
	const along = { ArrowRight: 1, ArrowLeft: -1 }[key];
	const across = { ArrowDown: 1, ArrowUp: -1 }[key];
	const byDay = lying ? along : across;
	const byMonth = lying ? across : along;
	if (key === "Home" || key === "End") {
		const ofMonth = all.flatMap(({ month }, index) => (month === here.month ? [index] : []));
		return (key === "Home" ? ofMonth[0] : ofMonth.at(-1)) ?? null;
	}
	if (byDay !== undefined) return all[at + byDay] ? at + byDay : null;
	if (byMonth === undefined) return null;
	// A month that is too short leads to its last day.
	const month = all.flatMap(({ month: other, number }, index) => (other === here.month + byMonth ? [{ number, index }] : []));
	return (month.find(({ number }) => number === here.number) ?? month.at(-1))?.index ?? null;
}
