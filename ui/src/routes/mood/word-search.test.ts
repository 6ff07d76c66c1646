import { expect, test } from "vitest";
import { findWords, newWord } from "./word-search";

const words = ["calm", "at ease", "uneasy", "Éase"].map((text) => ({ id: text.toLowerCase(), text, place: null }));

test("what begins with the letters comes first, and accents do not matter", () => {
	expect(findWords(words, "ease").map(({ text }) => text)).toEqual(["Éase", "at ease"]);
	expect(findWords(words, "").map(({ text }) => text)).toEqual(["at ease", "calm", "Éase", "uneasy"]);
});

test("a word that is not there may be one's own", () => {
	expect(newWord(words, "  Wide   awake ")).toBe("wide awake");
	expect(newWord(words, "CALM")).toBeNull();
	expect(newWord(words, " ")).toBeNull();
	expect(newWord(words, "a".repeat(41))).toBeNull();
});
