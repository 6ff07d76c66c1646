import { expect, test } from "vitest";
import { hourMarks, shareOfDay, stacked } from "./clock";

test("a day goes from its beginning to its end", () => {
	expect([shareOfDay("04:00", 240), shareOfDay("16:00", 240), shareOfDay("00:00", 0)]).toEqual([0, 0.5, 0]);
	expect(shareOfDay("03:59", 240)).toBeCloseTo(1, 2);
	expect(hourMarks(240).map(({ time }) => time)).toEqual(["06:00", "12:00", "18:00", "00:00"]);
	expect(hourMarks(0).map(({ share }) => share)).toEqual([0, 0.25, 0.5, 0.75]);
});

test("what stands at one place is stacked", () => {
	expect(stacked([0.1, 0.11, 0.5, 0.105], 0.03)).toEqual([0, 1, 0, 2]);
});
