import { expect, test } from "vitest";
import { scaleOf, shapeOf } from "./chart-shape";

test("a scale has round marks and is not stretched by one wrong second", () => {
	const heart = [...Array.from({ length: 500 }, (_, at) => 120 + (at % 50)), 255];
	const scale = scaleOf(heart, false, null);
	expect(scale.marks).toEqual([120, 140, 160]);
	expect(scale.high).toBeLessThan(180);
	expect(scaleOf([4, 8], true, null).low).toBe(0);
	expect(scaleOf([290, 310, 330], false, [5, 10, 15, 30, 60]).marks).toEqual([300, 330]);
	expect(scaleOf([], false, null).marks).toEqual([]);
});

test("a gap parts the line", () => {
	const shapes = shapeOf([0, 1, 2, 3], [1, 2, null, 4], (value) => value * 10, (value) => value, 10);
	expect(shapes.map(({ line }) => line)).toEqual(["M0 1L10 2", "M30 4"]);
	expect(shapes[0]?.area).toBe("M0 10L0 1L10 2L10 10Z");
});
