/**
 * Which lines of a long register stand in the window. Every line's height is known beforehand, so a
 * place among a hundred thousand rows is found by arithmetic and one search, never by measuring.
 */
import type { Day } from "$lib/api/wire";

/** A head over the rows of a day, or a row; `top` and `height` in pixels. */
export type Line = { day: Day; index: null; top: number; height: number } | { day: Day; index: number; top: number; height: number };

export type Heights<Row> = {
	/** A row's height. */
	row: (row: Row) => number;
	/** Of a day's head; 0: days have none. */
	day: number;
};

/** Drawn above and below the window, so that a quick wheel does not meet blank paper. */
const MARGIN_PX = 480;

/** The lines of rows that are in the order of their days. */
export function linesOf<Row extends { day: Day }>(rows: readonly Row[], heights: Heights<Row>): Line[] {
	const lines: Line[] = [];
	let top = 0;
	let last: Day | undefined;
	rows.forEach((row, index) => {
		if (heights.day > 0 && row.day !== last) {
			lines.push({ day: row.day, index: null, top, height: heights.day });
			top += heights.day;
		}
		last = row.day;
		const height = heights.row(row);
		lines.push({ day: row.day, index, top, height });
		top += height;
	});
	return lines;
}

/** How high all lines are together. */
export function wholeHeight(lines: readonly Line[]): number {
	const last = lines.at(-1);
	return last ? last.top + last.height : 0;
}

/** The lines between `top` and `top + height` pixels, with a margin. */
export function inWindow(lines: readonly Line[], top: number, height: number): Line[] {
	const from = endingAfter(lines, top - MARGIN_PX);
	let to = from;
	while (to < lines.length && (lines[to]?.top ?? 0) < top + height + MARGIN_PX) to += 1;
	return lines.slice(from, to);
}

function endingAfter(lines: readonly Line[], offset: number): number {
	let [low, high] = [0, lines.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		const line = lines[middle];
		if (line && line.top + line.height > offset) high = middle;
		else low = middle + 1;
	}
	return low;
}
