/** Counting words: letters and figures of any script; an apostrophe or hyphen inside does not part them. */

const WORD = /[\p{L}\p{N}]+(?:['’\-.][\p{L}\p{N}]+)*/gu;
/** Markdown targets such as `](media:…)` are not words the person wrote. */
const TARGET = /\]\([^)\s]*\)/g;

/** Words in Markdown text. */
export function countWords(text: string): number {
	let words = 0;
	for (const _ of text.replace(TARGET, "]").matchAll(WORD)) words += 1;
	return words;
}
