import { describe, expect, it } from "vitest";
import { addDays, addMonths, monthGrid } from "./month-grid";
import { yearGrid } from "./year-grid";

describe("the month grid", () => {
	it("fills whole weeks from the chosen weekday", () => {
		const weeks = monthGrid("2026-03", 1);
		expect(weeks[0]?.[0]?.date).toBe("2026-02-23");
		expect(weeks.at(-1)?.at(-1)?.date).toBe("2026-04-05");
		expect(weeks.flat().filter((day) => day.inside)).toHaveLength(31);
		expect(monthGrid("2026-03", 0)[0]?.[0]?.date, "the first is a Sunday").toBe("2026-03-01");
	});

	it("steps over ends of years and months", () => {
		expect(addMonths("2026-01", -1)).toBe("2025-12");
		expect(addDays("2024-02-28", 1)).toBe("2024-02-29");
	});
});

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
