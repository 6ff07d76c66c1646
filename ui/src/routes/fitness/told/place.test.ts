import { expect, test } from "vitest";
import { between, drawn, indexAt, nearest, pathOf, placeAt, projected, scaleBar, wayMarks } from "./place";

const line = (places: [number, number][], breaks: number[] = []) => ({
	points: places.map((_, at) => at),
	at_ms: places.map((_, at) => at * 1000),
	latitude: places.map(([latitude]) => Math.round(latitude * 1e7)),
	longitude: places.map(([, longitude]) => Math.round(longitude * 1e7)),
	breaks: places.map((_, at) => breaks.includes(at)),
});

test("the projection has the equator in the middle and north above", () => {
	expect(projected(0, 0)).toEqual({ x: 0.5, y: 0.5 });
	expect(projected(60e7, 0).y).toBeCloseTo(0.2904, 4);
	expect(projected(0, 180e7).x).toBe(1);
});

test("a line fits its picture, keeps its shape, and knows its scale", () => {
	// A hundredth of a degree each way at 60 degrees: half as wide as high.
	const { points, metersPerPixel } = drawn(line([[60, 10], [60.01, 10.01]]), { width: 400, height: 300, pad: 20 });
	const [from, to] = [points[0], points[1]];
	expect((to?.x ?? 0) - (from?.x ?? 0)).toBeCloseTo(130, 0);
	expect((from?.y ?? 0) - (to?.y ?? 0)).toBeCloseTo(260, 0);
	expect(metersPerPixel * 260).toBeGreaterThan(1100);
	expect(metersPerPixel * 260).toBeLessThan(1125);
});

test("a place alone is not blown up, and the date line is crossed", () => {
	const alone = drawn(line([[50, 8]]), { width: 400, height: 300, pad: 20 });
	expect(alone.points).toEqual([{ x: 200, y: 150 }]);
	const crossed = drawn(line([[0, 179.999], [0, -179.999]]), { width: 400, height: 300, pad: 20 });
	expect((crossed.points[1]?.x ?? 0) - (crossed.points[0]?.x ?? 0)).toBeCloseTo(360, 0);
});

test("a pause breaks the line", () => {
	const { points, runs } = drawn(line([[0, 0], [0, 1], [0, 2], [0, 3]], [2]), { width: 100, height: 100, pad: 5 });
	expect(runs).toEqual([{ from: 0, to: 1 }, { from: 2, to: 3 }]);
	expect(pathOf(points, 0, 1)).toBe("M5.0 50.0L35.0 50.0");
});

test("points and places lead to each other", () => {
	const track = line([[0, 0], [0, 1], [0, 2]]);
	const { points } = drawn(track, { width: 110, height: 100, pad: 5 });
	expect(placeAt(track, points, 0.5)?.x).toBeCloseTo(30);
	expect(placeAt(track, points, 99)?.x).toBeCloseTo(105);
	expect(nearest(points, { x: 60, y: 0 })).toBe(1);
	expect(indexAt([0, 10, 20], 15)).toBe(1);
	expect(indexAt([5, 10], 1)).toBe(0);
	expect(between([0, 10], [100, 200], 5)).toBe(150);
	expect(between([], [], 5)).toBeNull();
});

test("scale bars and marks are round", () => {
	expect(scaleBar(10, "km", 120)).toEqual({ mm: 1_000_000, px: 100 });
	expect(scaleBar(0.5, "km", 120)).toEqual({ mm: 50_000, px: 100 });
	expect(scaleBar(20, "mi", 120).mm).toBe(1_609_344);
	expect(wayMarks(12_400_000, 1_000_000, 12)).toHaveLength(12);
	expect(wayMarks(42_195_000, 1_000_000, 12)).toEqual([5, 10, 15, 20, 25, 30, 35, 40]);
	expect(wayMarks(400_000, 1_000_000, 12)).toEqual([]);
});
