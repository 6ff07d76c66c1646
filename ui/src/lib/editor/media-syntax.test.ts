import { describe, expect, it } from "vitest";
import { isMediaLine, mediaMarkdown, mediaMarks } from "./media-syntax";
import { countWords } from "./words";

const HASH = "0123456789abcdef0123456789abcdef";

describe("media in Markdown", () => {
	it("reads back what it writes, brackets included", () => {
		const medium = { name: "sea [1].jpg", hash: HASH, mime: "image/jpeg" };
		expect(mediaMarks(mediaMarkdown(medium))).toEqual([{ name: "sea [1].jpg", hash: HASH, embedded: true }]);
		expect(mediaMarkdown({ ...medium, mime: "application/pdf" }).startsWith("[")).toBe(true);
	});

	it("tells a line of pictures from words with a picture", () => {
		expect(isMediaLine(`![a](media:${HASH}) ![b](media:${HASH})`)).toBe(true);
		expect(isMediaLine(`Look: ![a](media:${HASH})`)).toBe(false);
		expect(isMediaLine("![a](https://example.org/a.png)")).toBe(false);
	});
});

describe("words", () => {
	it("counts what a person wrote", () => {
		expect(countWords("Don't stop, 3.5 km")).toBe(4);
		expect(countWords(`![sea](media:${HASH}) blue`)).toBe(2);
		expect(countWords("  \n")).toBe(0);
		expect(countWords("Größe 東京")).toBe(2);
	});
});
