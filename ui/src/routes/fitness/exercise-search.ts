/** Exercises by their letters: a gym is no place to spell. */
import type { ExerciseRow } from "./wire";

const fold = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();

/** How well a name fits: 0 not at all. Every typed part must begin a word, stand in the name, or be spread over it. */
export function fitOf(name: string, typed: string): number {
	const text = fold(name);
	const wanted = fold(typed).trim();
	if (wanted === "") return 1;
	if (text === wanted) return 6;
	if (text.startsWith(wanted)) return 5;
	const words = text.split(/[^\p{L}\p{N}]+/u);
	const parts = wanted.split(/\s+/);
	if (parts.every((part) => words.some((word) => word.startsWith(part)))) return 4;
	if (parts.every((part) => text.includes(part))) return 3;
	if (parts.every((part) => words.some((word) => isSlip(word, part)))) return 2;
	return isSpread(words, wanted.replaceAll(" ", "")) ? 1 : 0;
}

/** Whether letters are the beginnings of words in their order: `bbr` finds Barbell row. */
function isSpread(words: readonly string[], letters: string): boolean {
	if (letters.length < 2) return false;
	const text = words.join(" ");
	let at = -1;
	for (const letter of letters) {
		at = text.indexOf(letter, at + 1);
		if (at < 0) return false;
	}
	return text[0] === letters[0] && at <= letters.length * 5;
}

/** Whether one letter is wrong, missing, too many, or two are swapped. */
function isSlip(word: string, typed: string): boolean {
	if (typed.length < 4) return false;
	const from = word.slice(0, typed.length + 1);
	for (const cut of [from, from.slice(0, -1), from.slice(0, -2)]) if (isNear(cut, typed)) return true;
	return false;
}

function isNear(a: string, b: string): boolean {
	if (Math.abs(a.length - b.length) > 1) return false;
	let start = 0;
	while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
	let end = 0;
	while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
	const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
	if (left.length <= 1 && right.length <= 1) return true;
	return left.length === 2 && right === left[1] + (left[0] ?? "");
}

/** Among those that fit alike: what begins with it, then what was done, then the plainer name. */
function rankOf({ name, times = 0 }: { name: string; times?: number }, typed: string, fit: number): number {
	const begins = fold(name).startsWith(fold(typed).trim().split(/\s+/)[0] ?? "") ? 0.5 : 0;
	return fit + begins + (times > 0 ? 0.3 : -name.length / 1000);
}

/** What fits, the best first; among equals those in their given order: the most recent first. */
export function foundExercises<Row extends Pick<ExerciseRow, "name"> & { times?: number }>(rows: readonly Row[], typed: string): Row[] {
	if (typed.trim() === "") return [...rows];
	return rows
		.map((row, at) => ({ row, at, fit: fitOf(row.name, typed) }))
		.filter(({ fit }) => fit > 0)
		.map((found) => ({ ...found, fit: rankOf(found.row, typed, found.fit) }))
		.sort((a, b) => b.fit - a.fit || a.at - b.at)
		.map(({ row }) => row);
}
