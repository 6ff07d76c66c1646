/** Which words stand around the dot, and where: the nearest ones, at their own places, without touching. */
import { apart, shareOf, type Place } from "./place";

/** A word and where on the field it belongs. A word of the person's own may have no place. */
export type MoodWord = { id: string; text: string; place: Place | null };

/** A word with a center in pixels of the field. */
export type Bloomed = { word: MoodWord; x: number; y: number; width: number };

type Field = {
	/** The field's width and height in pixels. */
	width: number;
	height: number;
	/** Height of a word's row in pixels: what a pointer or a finger needs. */
	row: number;
	/** How wide a word is drawn, in pixels. */
	widthOf: (text: string) => number;
	limit: number;
	/** What else stands in the field. */
	taken?: readonly Box[];
};

/** In pixels of the field. */
export type Box = { left: number; right: number; top: number; bottom: number };

/** Kept free around the dot, in pixels. */
const DOT = 22;
/** Between two words of one row. */
const GAP = 6;
/** A word further from the dot than this belongs to another feeling, in points of an axis. */
const FAR = 70;
/** How far a word may give way, in rows: further away it would tell of another feeling. */
const AWAY_ROWS = 1.6;
/** Where a word is tried, in shares of a row up and down and of its own width to the sides; the nearest first. */
const TURNS = [0, -0.5, 0.5, -1, 1, -1.5, 1.5];
const SHIFTS = [0, -0.25, 0.25, -0.5, 0.5];

const touches = (a: Box, b: Box): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Steps aside, in pixels, the smallest first. */
function steps(row: number, wide: number): { dx: number; dy: number }[] {
	return TURNS.flatMap((turn) => SHIFTS.map((shift) => ({ dx: shift * wide, dy: turn * row })))
		.filter(({ dx, dy }) => Math.hypot(dx, dy) <= AWAY_ROWS * row)
		.sort((a, b) => Math.hypot(a.dx, a.dy) - Math.hypot(b.dx, b.dy));
}

/** The words from near to far; those without a place are nowhere near. */
export function near(words: readonly MoodWord[], place: Place): MoodWord[] {
	return words
		.flatMap((word) => (word.place ? [{ word, far: apart(word.place, place) }] : []))
		.filter(({ far }) => far <= FAR)
		.sort((a, b) => a.far - b.far || a.word.id.localeCompare(b.word.id))
		.map(({ word }) => word);
}

/** Where the nearest words stand. A word that finds no room is left out for the next one. */
export function bloom(words: readonly MoodWord[], place: Place, { width, height, row, widthOf, limit, taken: others = [] }: Field): Bloomed[] {
	const dot = shareOf(place);
	const [dotX, dotY] = [dot.x * width, dot.y * height];
	const taken: Box[] = [{ left: dotX - DOT, right: dotX + DOT, top: dotY - DOT, bottom: dotY + DOT }, ...others];
	const found: Bloomed[] = [];
	for (const word of near(words, place)) {
		if (found.length >= limit || !word.place) break;
		const wide = widthOf(word.text);
		const { x, y } = shareOf(word.place);
		for (const { dx, dy } of steps(row, wide)) {
			// At the edge a word leans inside.
			const center = Math.max(wide / 2, Math.min(width - wide / 2, x * width + dx));
			const middle = Math.max(row / 2, Math.min(height - row / 2, y * height + dy));
			const box = { left: center - wide / 2 - GAP / 2, right: center + wide / 2 + GAP / 2, top: middle - row / 2, bottom: middle + row / 2 };
			if (taken.some((other) => touches(box, other))) continue;
			taken.push(box);
			found.push({ word, x: center, y: middle, width: wide });
			break;
		}
	}
	return found;
}
