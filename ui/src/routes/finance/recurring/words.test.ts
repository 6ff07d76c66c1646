import { describe, expect, it } from "vitest";
import { sumsOf } from "./words";

describe("sums of what comes again", () => {
	it("are by currency, the largest first, and never mix them", () => {
		expect(
			sumsOf([
				{ minor: -500, currency: "USD" },
				{ minor: -1200, currency: "EUR" },
				{ minor: -300, currency: "EUR" },
			]),
		).toEqual([
			{ minor: -1500, currency: "EUR" },
			{ minor: -500, currency: "USD" },
		]);
		expect(sumsOf([])).toEqual([]);
	});
});
