import { describe, expect, it } from "vitest";
import type { EntryRow } from "$lib/api/wire";
import { MONTH_PX, ROW_PX, rowTop, scrollFor, sections, visible } from "./list-window";

const rows = (...dates: string[]) => dates.map((date, index) => ({ id: String(index), date }) as EntryRow);
const many = (count: number) =>
	rows(...Array.from({ length: count }, (_, index) => new Date(Date.UTC(2026, 0, 1) - index * 43_200_000).toISOString().slice(0, 10)));

describe("the list window", () => {
	it("groups by month with heads between", () => {
		const all = sections(rows("2026-03-02", "2026-03-01", "2026-01-05"));
		expect(all.map(({ month, first, count }) => [month, first, count])).toEqual([
			["2026-03", 0, 2],
			["2026-01", 2, 1],
		]);
		expect(all[1]?.top).toBe(MONTH_PX + 2 * ROW_PX);
		expect(rowTop(all, 2)).toBe(2 * MONTH_PX + 2 * ROW_PX);
		expect(rowTop(all, 3)).toBe(null);
	});

	it("draws some dozens of rows however long the list and wherever it stands", () => {
		const all = sections(many(50_000));
		const end = all.at(-1);
		const total = (end?.top ?? 0) + (end?.height ?? 0);
		const started = performance.now();
		for (let top = 0; top < total; top += 10_000) {
			const drawn = visible(all, top, 800).reduce((sum, slice) => sum + Math.max(0, slice.to - slice.from), 0);
			expect(drawn).toBeLessThan(40);
		}
		expect(performance.now() - started, "hundreds of windows take less than one frame each").toBeLessThan(2000);
	});

	it("covers the window without gaps", () => {
		const all = sections(many(500));
		const slices = visible(all, 3000, 700);
		const drawn = slices.flatMap(({ section, from, to }) => Array.from({ length: to - from }, (_, n) => section.first + from + n));
		expect(drawn).toEqual(Array.from({ length: drawn.length }, (_, n) => (drawn[0] ?? 0) + n));
		expect(rowTop(all, drawn[0] ?? 0)).toBeLessThanOrEqual(3000);
		expect(rowTop(all, drawn.at(-1) ?? 0)).toBeGreaterThan(3700 - ROW_PX);
	});

	it("scrolls only when a row is hidden", () => {
		const all = sections(many(500));
		expect(scrollFor(all, 0, 0, 700)).toBe(null);
		expect(scrollFor(all, 200, 0, 700)).toBeGreaterThan(0);
		expect(scrollFor(all, 0, 5000, 700)).toBe(0);
	});
});
