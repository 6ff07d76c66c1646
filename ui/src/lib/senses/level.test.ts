import { expect, test } from "vitest";
import { levelShare } from "./level";

test("loudness fills the meter between the noise of a microphone and full scale", () => {
	expect([-60, -30, 0, 6, -90, Number.NEGATIVE_INFINITY, Number.NaN].map(levelShare)).toEqual([0, 0.5, 1, 1, 0, 0, 0]);
});
