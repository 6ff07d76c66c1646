import { expect, test } from "vitest";
import type { Phase, Program } from "../wire";
import { curveOf, excerptOf, onceOf } from "./curve";

const phase = (kind: Phase["kind"], ms: number | null): Phase => ({ kind, ms, route: "nose" });
const SCALE = { ms: 30_000, width: 300, height: 60 };

test("a pattern is drawn as often as it fits, holds as level lines", () => {
	const box: Program = { rounds: [{ cycles: 1, phases: [phase("inhale", 4000), phase("hold_in", 4000), phase("exhale", 4000), phase("hold_out", 4000)] }] };
	const steps = excerptOf(box, SCALE.ms);
	expect(steps.length).toBe(8);
	const { parts, area } = curveOf(steps, SCALE);
	expect(parts.slice(0, 4).map(({ kind }) => kind)).toEqual(["moving", "held", "moving", "held"]);
	expect(parts[0]?.path).toBe("M0.0 60.0C14.6 60.0 25.4 0.0 40.0 0.0");
	expect(parts[1]?.path).toBe("M40.0 0.0L80.0 0.0");
	expect(area.endsWith("Z")).toBe(true);
	expect(onceOf(box).length).toBe(4);
});

test("of rounds with a free hold each is shown, and the hold is open", () => {
	const holds: Program = {
		rounds: [
			{ cycles: 30, phases: [phase("inhale", 1600), phase("exhale", 1400)] },
			{ cycles: 1, phases: [phase("free_hold", null)] },
			{ cycles: 1, phases: [phase("recovery", 15_000)] },
		],
	};
	const { parts } = curveOf(excerptOf(holds, SCALE.ms), SCALE);
	expect(parts.map(({ kind }) => kind)).toEqual([...Array<string>(6).fill("moving"), "free", "moving"]);
	expect(parts.every(({ path }) => !path.includes("NaN"))).toBe(true);
});
