import { describe, expect, it } from "vitest";
import { lines, roomFor, stepAt, stepFor } from "./axis";
import { curve, runs } from "./curve";

describe("the lines of a scale", () => {
	it("are round, at most three, and not above the greatest value", () => {
		expect(lines(204)).toEqual([100, 200]);
		expect(lines(300)).toEqual([100, 200, 300]);
		expect(lines(7)).toEqual([5]);
		expect(lines(1)).toEqual([0.5, 1]);
		expect(lines(0.9)).toEqual([0.5]);
		expect(lines(65)).toEqual([25, 50]);
		expect([lines(1, true), lines(2, true), lines(4, true)]).toEqual([[1], [1, 2], [2, 4]]);
		for (let max = 1; max < 5000; max += 7) {
			const found = lines(max);
			expect(found.length).toBeGreaterThan(0);
			expect(found.length).toBeLessThanOrEqual(3);
			expect(found.at(-1)).toBeLessThanOrEqual(max);
		}
	});
	it("are none when there is nothing", () => {
		expect(lines(0)).toEqual([]);
		expect(lines(Number.NaN)).toEqual([]);
	});
});

describe("steps", () => {
	it("are found by a place and stay inside", () => {
		expect([stepAt(-5, 100, 10), stepAt(55, 100, 10), stepAt(100, 100, 10)]).toEqual([0, 5, 9]);
		expect(stepAt(5, 100, 0)).toBe(-1);
	});
	it("are reached by keys", () => {
		expect([stepFor("ArrowRight", 3, 5), stepFor("End", 0, 5), stepFor("ArrowLeft", 0, 5)]).toEqual([4, 4, 0]);
		expect(stepFor("a", 0, 5)).toBeNull();
	});
	it("carry labels where there is room", () => {
		const places = [0, 10, 30, 45, 60];
		expect(roomFor(places.map((place) => ({ place })), 30)).toEqual([true, false, true, false, true]);
		expect(roomFor(places.map((place) => ({ place, major: place === 10 })), 30)).toEqual([false, true, false, true, false]);
	});
});

describe("a curve", () => {
	it("stays between the points that it joins", () => {
		const path = curve([0, 10, 10, 0, 4].map((y, x) => ({ x, y })));
		const heights = path.split(/[MC]/).slice(1).flatMap((part) => part.split(" ").filter((_, index) => index % 2 === 1).map(Number));
		expect(Math.max(...heights)).toBe(10);
		expect(Math.min(...heights)).toBe(0);
	});
	it("is broken by gaps", () => {
		expect(runs([null, 1, 2, null, null, 3])).toEqual([
			{ first: 1, values: [1, 2] },
			{ first: 5, values: [3] },
		]);
		expect(curve([])).toBe("");
	});
});
