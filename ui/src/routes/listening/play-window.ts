/**
 * Which rows of a long list of plays stand in the window. Heads of days and rows have fixed heights, so a
 * place among a million plays is found by arithmetic, never by measuring.
 */
import type { Day, PlayRow } from "$lib/api/wire";

/** Heights in pixels; the row's is that of `PlayLine`. */
export const ROW_PX = 56;
export const DAY_PX = 48;
/** Drawn above and below the window, so that a quick wheel does not meet blank paper. */
const MARGIN_PX = 600;

/** A day's rows: `first` and `count` index the flat list, `top` and `height` are pixels. */
export type DayPart = { day: Day; first: number; count: number; top: number; height: number };

/** Groups rows, which are latest first, by day. */
export function dayParts(rows: readonly Pick<PlayRow, "day">[]): DayPart[] {
	const parts: DayPart[] = [];
	let last: DayPart | undefined;
	rows.forEach(({ day }, index) => {
		if (last?.day !== day) {
			last = { day, first: index, count: 0, top: last ? last.top + last.height : 0, height: DAY_PX };
			parts.push(last);
		}
		last.count += 1;
		last.height += ROW_PX;
	});
	return parts;
}

/** Rows `from` (included) to `to` (excluded) of one day. */
export type DaySlice = { part: DayPart; from: number; to: number };

/** The days and rows between `top` and `top + height` pixels of the list, with a margin. */
export function inWindow(parts: readonly DayPart[], top: number, height: number): DaySlice[] {
	const [from, to] = [top - MARGIN_PX, top + height + MARGIN_PX];
	const slices: DaySlice[] = [];
	for (let index = firstEndingAfter(parts, from); index < parts.length; index += 1) {
		const part = parts[index];
		if (!part || part.top > to) break;
		const rowsTop = part.top + DAY_PX;
		const first = Math.max(0, Math.min(part.count, Math.floor((from - rowsTop) / ROW_PX)));
		const past = Math.max(first, Math.min(part.count, Math.ceil((to - rowsTop) / ROW_PX)));
		slices.push({ part, from: first, to: past });
	}
	return slices;
}

function firstEndingAfter(parts: readonly DayPart[], offset: number): number {
	let [low, high] = [0, parts.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		const part = parts[middle];
		if (part && part.top + part.height > offset) high = middle;
		else low = middle + 1;
	}
	return low;
}
