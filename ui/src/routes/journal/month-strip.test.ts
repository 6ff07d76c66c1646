import { describe, expect, it } from "vitest";
import { daysIn, monthStrip, STRIP_CELLS } from "./month-strip";

const heat = (...days: [string, number, number][]) =>
	new Map(days.map(([date, entries, words]) => [date, { date, entries, words }]));

describe("the month strip", () => {
	it("always has 31 cells, those past the month's end empty of meaning", () => {
		const cells = monthStrip("2026-02", heat(), "2026-03-10");
		expect(cells).toHaveLength(STRIP_CELLS);
		expect(cells.filter((cell) => cell.fill === "out").map((cell) => cell.day)).toEqual([29, 30, 31]);
		expect(daysIn("2024-02"), "a leap year").toBe(29);
	});

	it("tells little, much and nothing apart", () => {
		const days = heat(["2026-03-01", 1, 12], ["2026-03-02", 3, 900]);
		const fills = monthStrip("2026-03", days, "2026-03-04").map((cell) => cell.fill);
		expect(fills.slice(0, 5)).toEqual(["some", "much", "empty", "empty", "coming"]);
	});

	it("shows entries dated ahead as written", () => {
		const cells = monthStrip("2026-03", heat(["2026-03-20", 1, 5]), "2026-03-04");
		expect(cells[19]).toEqual({ day: 20, date: "2026-03-20", fill: "some", entries: 1 });
	});
});
