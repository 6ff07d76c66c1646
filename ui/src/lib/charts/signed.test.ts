import { describe, expect, it } from "vitest";
import { placeIn, reachOf, signedLines } from "./signed";

describe("a scale with values below zero", () => {
	it("reaches from the least to the greatest, with zero within", () => {
		expect(reachOf([3, null, 9])).toEqual({ low: 0, high: 9 });
		expect(reachOf([-3, -9])).toEqual({ low: -9, high: 0 });
		expect(reachOf([])).toEqual({ low: 0, high: 0 });
	});
	it("has the same round steps above and below", () => {
		expect(signedLines({ low: -240, high: 700 })).toEqual([250, 500]);
		expect(signedLines({ low: -600, high: 700 })).toEqual([-500, -250, 250, 500]);
		expect(signedLines({ low: -300, high: 0 })).toEqual([-300, -200, -100]);
		expect(signedLines({ low: 0, high: 0 })).toEqual([]);
	});
	it("places the greatest at the top", () => {
		const y = placeIn({ low: -50, high: 150 }, 200);
		expect([y(150), y(0), y(-50)]).toEqual([0, 150, 200]);
		expect(placeIn({ low: 0, high: 0 }, 200)(0)).toBe(200);
	});
});
