import { describe, expect, test } from "vitest";
import type { Phase, Program } from "../wire";
import { endOf, flowAt, levelAt, placeAt, stepAt, stepsOf, stretched } from "./schedule";

const phase = (kind: Phase["kind"], ms: number | null): Phase => ({ kind, ms, route: "nose" });
const of = (cycles: number, ...phases: Phase[]): Program => ({ rounds: [{ cycles, phases }] });
const BOX = of(3, phase("inhale", 4000), phase("hold_in", 4000), phase("exhale", 4000), phase("hold_out", 4000));
const SIGH = of(2, phase("inhale", 2000), phase("inhale2", 1000), phase("exhale", 6000));
const HOLDS: Program = {
	rounds: [
		{ cycles: 2, phases: [phase("inhale", 1500), phase("exhale", 1500)] },
		{ cycles: 1, phases: [phase("free_hold", null), phase("recovery", 15_000)] },
		{ cycles: 1, phases: [phase("inhale", 1500), phase("exhale", 1500)] },
	],
};

describe("a program as it runs", () => {
	test("is exactly as long as its phases", () => {
		const steps = stepsOf(BOX);
		expect(steps.length).toBe(12);
		expect(endOf(steps)).toBe(48_000);
		for (const [at, step] of steps.entries()) expect(step.at).toBe(at * 4000);
	});

	test("finds the phase of every moment", () => {
		const steps = stepsOf(BOX);
		expect(stepAt(steps, -50)?.kind).toBe("inhale");
		expect(stepAt(steps, 0)?.kind).toBe("inhale");
		expect(stepAt(steps, 3999)?.kind).toBe("inhale");
		expect(stepAt(steps, 4000)?.kind).toBe("hold_in");
		expect(stepAt(steps, 31_999)).toMatchObject({ kind: "hold_out", cycle: 1 });
		expect(placeAt(steps, 1e9)).toBe(11);
	});

	test("fills and empties without a jump", () => {
		for (const program of [BOX, SIGH, HOLDS]) {
			const steps = stepsOf(program, { taps: [20_000], stretches: [] });
			const end = endOf(steps) ?? 0;
			let last = levelAt(steps[0]!, 0);
			for (let at = 10; at <= end; at += 10) {
				const level = levelAt(stepAt(steps, at)!, at);
				expect(level).toBeGreaterThanOrEqual(0);
				expect(level).toBeLessThanOrEqual(1);
				expect(Math.abs(level - last)).toBeLessThan(0.02);
				last = level;
			}
		}
	});

	test("a second breath in fills what the first left", () => {
		const [first, second, out] = stepsOf(SIGH);
		expect(first?.to).toBeCloseTo(2 / 3);
		expect(second).toMatchObject({ from: first?.to, to: 1 });
		expect(out?.to).toBe(0);
	});

	test("stands at a hold until the person ends it", () => {
		const open = stepsOf(HOLDS);
		expect(open.at(-1)).toMatchObject({ kind: "free_hold", at: 6000, ms: null, free: true });
		expect(endOf(open)).toBeNull();
		const done = stepsOf(HOLDS, { taps: [51_000], stretches: [] });
		expect(done.find(({ kind }) => kind === "free_hold")?.ms).toBe(45_000);
		expect(done.find(({ kind }) => kind === "recovery")?.at).toBe(51_000);
		expect(endOf(done)).toBe(51_000 + 15_000 + 3000);
	});

	test("a tap of before the hold does not end it", () => {
		expect(endOf(stepsOf(HOLDS, { taps: [100], stretches: [] }))).toBeNull();
	});

	test("a stretch lengthens the breaths of its cycle and those after it until it is taken back", () => {
		const steps = stepsOf(BOX, { taps: [], stretches: [{ cycle: 1, ms: 150 }, { cycle: 2, ms: 0 }] });
		expect(endOf(steps)).toBe(48_150);
		expect(steps.slice(4, 9).map(({ at }) => at)).toEqual([16_000, 20_075, 24_075, 28_150, 32_150]);
		expect(endOf(stepsOf(BOX, { taps: [], stretches: [{ cycle: 0, ms: 100 }] }))).toBe(48_300);
		const odd = stretched([phase("inhale", 3333), phase("hold_in", 1000), phase("exhale", 3334)], 201);
		expect(odd).toEqual([3433, 1000, 3435]);
	});

	test("phases of no length are not there", () => {
		const steps = stepsOf(of(1, phase("inhale", 5000), phase("hold_in", 0), phase("exhale", 5000)));
		expect(steps.map(({ kind }) => kind)).toEqual(["inhale", "exhale"]);
	});

	test("breath flows in, out, and not while it is held", () => {
		const [rise, hold, fall] = stepsOf(BOX);
		expect(flowAt(rise!, 2000)).toBeCloseTo(1);
		expect(flowAt(hold!, 6000)).toBe(0);
		expect(flowAt(fall!, 10_000)).toBeCloseTo(-1);
	});
});
