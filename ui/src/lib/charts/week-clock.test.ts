import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { clockCells, weekOrder } from "./week-clock";

beforeEach(() => vi.stubGlobal("navigator", { languages: ["en-GB"], platform: "" }));
afterEach(() => vi.unstubAllGlobals());

test("a week begins where the reader's does", () => {
	expect(weekOrder()).toEqual([1, 2, 3, 4, 5, 6, 7]);
	vi.stubGlobal("navigator", { languages: ["en-US"], platform: "" });
	expect(weekOrder()).toEqual([7, 1, 2, 3, 4, 5, 6]);
});

test("every hour has a cell, and those without a value are gaps", () => {
	const cells = clockCells([{ weekday: 7, hour: 21, value: 4, words: "4 plays", short: "4" }], "nothing");
	expect(cells).toHaveLength(168);
	expect(cells[6 * 24 + 21]).toMatchObject({ value: 4, words: "4 plays", short: "4" });
	expect(cells[6 * 24 + 21]?.label).toMatch(/^Sunday, 21/);
	expect(cells[0]).toMatchObject({ value: null, words: "nothing" });
});
