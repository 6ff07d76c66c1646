/**
 * Which rows of a long list stand in the window. Rows and month heads have fixed heights, so a place
 * in fifty thousand entries is found by arithmetic and two searches, never by measuring.
 */
import type { EntryRow } from "$lib/api/wire";
import { monthOf } from "$lib/format/day";

/** Heights in pixels; the row's matches the class of `EntryListRow`. */
export const ROW_PX = 80;
export const MONTH_PX = 60;
/** Drawn above and below the window, so that a quick wheel does not meet blank paper. */
const MARGIN_PX = 480;

/** A month's rows: `first` and `count` index the flat list, `top` and `height` are pixels. */
export type Section = { month: string; first: number; count: number; top: number; height: number };

/** Rows of one section that stand in the window. */
export type Slice = { section: Section; from: number; to: number };

/** Groups rows, which are newest first, by month. */
export function sections(rows: readonly EntryRow[]): Section[] {
	const found: Section[] = [];
	let last: Section | undefined;
	rows.forEach((row, index) => {
		const month = monthOf(row.date);
		if (last?.month !== month) {
			last = { month, first: index, count: 0, top: last ? last.top + last.height : 0, height: MONTH_PX };
			found.push(last);
		}
		last.count += 1;
		last.height += ROW_PX;
	});
	return found;
}

/** The sections and rows between `top` and `top + height` pixels, with a margin. */
export function visible(all: readonly Section[], top: number, height: number): Slice[] {
	const from = top - MARGIN_PX;
	const to = top + height + MARGIN_PX;
	const slices: Slice[] = [];
	for (let index = firstEndingAfter(all, from); index < all.length; index += 1) {
		const section = all[index];
		if (!section || section.top > to) break;
		const rowsTop = section.top + MONTH_PX;
		const first = Math.max(0, Math.floor((from - rowsTop) / ROW_PX));
		const past = Math.min(section.count, Math.ceil((to - rowsTop) / ROW_PX));
		slices.push({ section, from: Math.min(first, section.count), to: Math.max(past, 0) });
	}
	return slices;
}

function firstEndingAfter(all: readonly Section[], offset: number): number {
	let low = 0;
	let high = all.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		const section = all[middle];
		if (section && section.top + section.height > offset) high = middle;
		else low = middle + 1;
	}
	return low;
}

/** Pixels from the top to a row; null when the index is past the end. */
export function rowTop(all: readonly Section[], index: number): number | null {
	const section = all.findLast((one) => one.first <= index);
	if (!section || index >= section.first + section.count) return null;
	return section.top + MONTH_PX + (index - section.first) * ROW_PX;
}

/** Where to scroll so that a row is wholly seen under the sticky head; null when it already is. */
export function scrollFor(all: readonly Section[], index: number, top: number, height: number): number | null {
	const at = rowTop(all, index);
	if (at === null) return null;
	if (at < top + MONTH_PX) return Math.max(0, at - MONTH_PX);
	if (at + ROW_PX > top + height) return at + ROW_PX - height;
	return null;
}
