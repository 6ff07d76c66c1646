import { expect, test } from "vitest";
import { agreement, nextStretch, type Sample } from "./adaptive";

const many = (count: number, sample: Sample): Sample[] => Array.from({ length: count }, () => sample);

test("a cycle grows step by step while it is followed, and is at once as before when it is not", () => {
	let stretch = 0;
	for (const due of [100, 200, 300]) expect((stretch = nextStretch(stretch, 0.9))).toBe(due);
	expect(nextStretch(1950, 0.9)).toBe(2000);
	expect(nextStretch(stretch, 0.8)).toBe(0);
	expect(nextStretch(stretch, null)).toBe(0);
});

test("only breath that was heard counts, and holds do not", () => {
	expect(agreement([...many(8, { target: "inhale", heard: "inhale" }), ...many(2, { target: "exhale", heard: "inhale" })])).toBeCloseTo(0.8);
	expect(agreement([...many(4, { target: "inhale", heard: "inhale" }), ...many(6, { target: "exhale", heard: "unknown" })])).toBeNull();
	expect(agreement([...many(4, { target: "inhale", heard: "inhale" }), ...many(9, { target: "hold_in", heard: "exhale" })])).toBe(1);
	expect(agreement([])).toBeNull();
});
