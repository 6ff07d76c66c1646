import { describe, expect, it } from "vitest";
import { yearGrid } from "./year-grid";

describe("the year grid", () => {
	it("has every day once, in week columns", () => {
		const { cells, months, columns } = yearGrid(2026, [], 1);
		expect(cells).toHaveLength(365);
		expect(cells[0]).toMatchObject({ date: "2026-01-01", column: 0, row: 3, level: 0 });
		expect(months).toHaveLength(12);
		expect(columns).toBe(53);
	});

	it("counts a wordless photo as a kept day and long days as full", () => {
		const days = [
			{ date: "2026-01-01", entries: 1, words: 0 },
			{ date: "2026-01-02", entries: 2, words: 900 },
		];
		expect(yearGrid(2026, days, 1).cells.slice(0, 3).map((cell) => cell.level)).toEqual([1, 4, 0]);
	});
});
