import { expect, test } from "vitest";
import { bySentence } from "./by-sentence";
import { plainWords } from "./plain-words";

test("marks go, words stay", () => {
	const written = [
		"# By the *water*",
		"",
		"We **walked** for ~~two~~ three hours, see [the map](https://example.org/a).",
		"- [x] tea with _Elin_",
		"2. the long_way_home",
		"5 \\* 3",
	].join("\n");
	expect(plainWords(written)).toBe(
		["By the water", "", "We walked for two three hours, see the map.", "tea with Elin", "the long_way_home", "5 * 3"].join("\n"),
	);
});

test("what somebody else wrote is not read: quotations, code, names of files", () => {
	const written = ["> What are you grateful for?", "", "![IMG_2231.jpg](media:0123456789abcdef01)", "```", "let joy = 1;", "```", "---", "Rain."].join("\n");
	expect(plainWords(written)).toBe("Rain.");
});

test("emotions of one sentence stand together, in the order of the clearest", () => {
	const named = (name: string, sentence: string) => ({ name, sentence, tone: "positive", probability: 0.5 });
	const grouped = bySentence([named("joy", "A."), named("fear", "B."), named("neutral", "C."), named("love", "A.")]);
	expect(grouped).toEqual([
		{ sentence: "A.", names: ["joy", "love"] },
		{ sentence: "B.", names: ["fear"] },
	]);
});
