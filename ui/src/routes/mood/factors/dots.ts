/** Days as dots: which of them go with a factor, and where each is drawn. */
import type { Day } from "$lib/api/wire";
import type { MoodAxis, MoodBeside, MoodDay } from "../wire";

export type DayDot = { day: Day; value: number };
export type Sides = { with: DayDot[]; without: DayDot[] };

function middle(values: readonly number[]): number | null {
	const sorted = [...values].sort((a, b) => a - b);
	const half = sorted.length / 2;
	const [low, high] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]];
	return low === undefined || high === undefined ? null : (low + high) / 2;
}

/**
 * The days on each side of a factor, as the figures beside them count them: a flag that was not pressed was
 * not so, from the first day on which it was (until the last, when it is no longer offered); a scale or a count
 * that nobody answered is unknown, and its days are parted at the person's own middle.
 */
export function sidesOf(days: readonly MoodDay[], { factor, split }: Pick<MoodBeside, "factor" | "split">, axis: MoodAxis, from: Day): Sides {
	const answered = days
		.filter(({ day }) => day >= from)
		.map((one) => ({
			day: one.day,
			value: one[axis],
			said: one.check_ins.flatMap(({ factors }) => factors.filter(({ id }) => id === factor.id).map(({ value }) => value)),
		}))
		.sort((a, b) => a.day.localeCompare(b.day));
	const asked = answered.filter(({ said, value }) => said.length > 0 && value !== null);
	const [first, last] = [asked[0]?.day, factor.archived ? asked.at(-1)?.day : "9999-12-31"];
	const sides: Sides = { with: [], without: [] };
	for (const { day, value, said } of answered) {
		if (value === null || first === undefined || last === undefined || day < first || day > last) continue;
		const amount = factor.kind === "flag" ? (said.some((one) => one > 0) ? 1 : 0) : middle(said);
		if (amount !== null) sides[amount > (split ?? 0) ? "with" : "without"].push({ day, value });
	}
	return sides;
}

/** Where dots stand, in steps: `column` from the left, `level` up from the line. Dots of one column stand on each other. */
export function heaped(dots: readonly DayDot[], columns: number): (DayDot & { column: number; level: number })[] {
	const heights = new Map<number, number>();
	return dots.map((dot) => {
		const column = Math.min(columns - 1, Math.floor(((dot.value + 100) / 200) * columns));
		const level = heights.get(column) ?? 0;
		heights.set(column, level + 1);
		return { ...dot, column, level };
	});
}
