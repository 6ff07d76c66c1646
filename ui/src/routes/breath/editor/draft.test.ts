import { expect, test } from "vitest";
import type { Round } from "../wire";
import { withoutRepeats } from "./draft.svelte";

const round = (cycles: number): Round => ({ cycles, phases: [{ kind: "inhale", ms: 1000, route: "any" }] });

test("what is gone through several times is taken once", () => {
	expect(withoutRepeats([round(30), round(1), round(30), round(1), round(30), round(1)])).toEqual([round(30), round(1)]);
	expect(withoutRepeats([round(3), round(2), round(1)]).length).toBe(3);
	expect(withoutRepeats([round(3), round(3)]).length).toBe(1);
	expect(withoutRepeats([round(3)]).length).toBe(1);
});
