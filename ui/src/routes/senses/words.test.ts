import { expect, test } from "vitest";
import type { Figure } from "$lib/senses/wire";
import { figureWords, modelWords, reasonOf, spokenFigure, stateOf } from "./words";

const figure = (value: number | null, more: Partial<Figure> = {}): Figure => ({
	value,
	unknown: value === null ? "no_face" : null,
	quality: 0.8,
	coverage: 0.94,
	source: "camera",
	model: "pos",
	version: "2",
	...more,
});

test("a figure has its unit, and how sure it is in words", () => {
	expect(figureWords("breathing", figure(12.44))).toEqual({ value: "12.4", unit: "breaths a minute", words: "Clear, read in 94% of the time" });
	expect(figureWords("pulse", figure(63.6, { quality: 0.3 }))).toMatchObject({ value: "64", words: expect.stringContaining("Faint") });
	expect(figureWords("arousal", figure(-0.62)).value).toBe("−0.6");
	expect(figureWords("arousal", figure(0.62)).value).toBe("+0.6");
	expect(figureWords("arousal", figure(-0.02)).value).toBe("0");
});

test("what is unknown has a reason and no figure", () => {
	expect(figureWords("pulse", figure(null, { unknown: "lighting" }))).toMatchObject({ value: null, words: reasonOf("lighting") });
	expect(reasonOf(null)).toBe(reasonOf("unsure"));
});

test("figures are said with their names", () => {
	expect(spokenFigure("Pulse", "pulse", figure(64))).toBe("Pulse: 64 beats a minute.");
	expect(spokenFigure("Pulse", "pulse", figure(null))).toBe("Pulse: not known. No face is in the picture.");
	expect(spokenFigure("Pulse", "pulse", null)).toBeNull();
	expect(modelWords("pos", "2")).toBe("Color of the skin (POS), version 2");
	expect(modelWords("new_one", "2")).toBe("new_one, version 2");
});

test("a sensor that is not allowed is nothing else", () => {
	const known = { allowed: true, phase: "off", trouble: null, unsure: false } as const;
	expect(stateOf({ ...known, allowed: false, trouble: "refused" })).toBe("unasked");
	expect(stateOf(known)).toBe("off");
	expect(stateOf({ ...known, trouble: "lost" })).toBe("lost");
	expect(stateOf({ ...known, phase: "asking", trouble: "lost" })).toBe("asking");
	expect(stateOf({ ...known, phase: "live", unsure: true })).toBe("unsure");
});
