import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { changeWords, measureToType, measureWords, parseMeasure } from "./measures";

beforeEach(() => vi.stubGlobal("navigator", { languages: ["en-US"], platform: "" }));
afterEach(() => vi.unstubAllGlobals());
const METRIC = { weight: "kg", distance: "km" } as const;
const POUNDS = { weight: "lb", distance: "mi" } as const;

test("a measure is shown and typed in the person's units, and kept in small ones", () => {
	expect(parseMeasure("weight", "82.4", METRIC)).toBe(82_400_000);
	expect(measureWords("weight", 82_400_000, POUNDS)).toBe("181.7\u00a0lb");
	expect(parseMeasure("waist", "92.5", METRIC)).toBe(925);
	expect(measureToType("waist", 925, POUNDS)).toBe("36.4");
	expect(parseMeasure("body_fat", "18,5 %", METRIC)).toBe(185);
	expect(parseMeasure("resting_heart", "58", METRIC)).toBe(58);
	for (const what of ["weight", "waist", "body_fat", "resting_heart"] as const) expect(parseMeasure(what, "fine", METRIC)).toBeNull();
	expect(changeWords("weight", -20_000, METRIC)).toBe("±0\u00a0kg");
	expect(changeWords("weight", -350_000, METRIC)).toBe("−0.4\u00a0kg");
});
