import { expect, test } from "vitest";
import { sizeOf } from "./sizes";

test("the most said word is the largest, one said once the smallest", () => {
	expect([sizeOf(1, 50), sizeOf(50, 50), sizeOf(1, 1)]).toEqual([0.88, 2.25, 0.88]);
	expect(sizeOf(10, 50)).toBeGreaterThan(sizeOf(5, 50));
});
