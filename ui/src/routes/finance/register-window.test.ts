import { expect, test } from "vitest";
import { inWindow, linesOf, wholeHeight } from "./register-window";

const rows = Array.from({ length: 1000 }, (_, at) => ({ day: `2026-03-${String(31 - Math.floor(at / 50)).padStart(2, "0")}`, parts: at === 3 ? 2 : 0 }));

test("rows follow each other; one with parts is higher", () => {
	const lines = linesOf(rows, { row: ({ parts }) => 36 + parts * 28, day: 0 });
	expect(lines).toHaveLength(1000);
	expect(lines[4]).toEqual({ day: "2026-03-31", index: 4, top: 4 * 36 + 56, height: 36 });
	expect(wholeHeight(lines)).toBe(1000 * 36 + 56);
});

test("each day has one head where days have heads", () => {
	const lines = linesOf(rows, { row: () => 60, day: 32 });
	expect(lines.filter(({ index }) => index === null)).toHaveLength(20);
	expect(lines[0]).toEqual({ day: "2026-03-31", index: null, top: 0, height: 32 });
	expect(wholeHeight(lines)).toBe(20 * 32 + 1000 * 60);
});

test("only what is near the window is drawn, and all of that", () => {
	const lines = linesOf(rows, { row: () => 36, day: 0 });
	const drawn = inWindow(lines, 18_000, 800);
	expect(drawn[0]?.index).toBe((18_000 - 480) / 36 - ((18_000 - 480) / 36 % 1));
	expect(drawn.length).toBeLessThan(60);
	expect(inWindow(lines, 0, 800)[0]?.index).toBe(0);
	expect(inWindow(lines, 1e6, 800)).toEqual([]);
	expect(inWindow([], 0, 800)).toEqual([]);
});
