/** Words found by their letters. */
import type { MoodWord } from "$lib/mood/bloom";

/** The longest word that is kept. */
export const WORD_CHARS_MAX = 40;

const folded = (text: string): string => text.normalize("NFKD").replaceAll(/\p{M}/gu, "").trim().replaceAll(/\s+/g, " ").toLocaleLowerCase();

/** The words that hold the text: those that begin with it first, each in the order of the alphabet. */
export function findWords(words: readonly MoodWord[], text: string): MoodWord[] {
	const wanted = folded(text);
	const begins = (word: MoodWord) => (folded(word.text).startsWith(wanted) ? 0 : 1);
	return words.filter((word) => folded(word.text).includes(wanted)).sort((a, b) => begins(a) - begins(b) || a.text.localeCompare(b.text));
}

/** The text as a word of one's own, or null where it is none, too long, or there already. */
export function newWord(words: readonly MoodWord[], text: string): string | null {
	const word = text.trim().replaceAll(/\s+/g, " ").toLocaleLowerCase();
	const known = words.some((one) => folded(one.text) === folded(word) || one.id === word);
	return word === "" || [...word].length > WORD_CHARS_MAX || known ? null : word;
}
