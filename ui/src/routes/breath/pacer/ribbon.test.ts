import { expect, test } from "vitest";
import { flowPath, heardFlow, isUnsure, softened } from "./ribbon";
import { stepsOf } from "./schedule";

const seen = (elapsed_ms: number, heard: "inhale" | "exhale" | "pause" | "unknown", level: number | null, chest: number | null = null) => ({ elapsed_ms, heard, level, chest });

test("breath in is drawn upward, out downward, a pause still, and what is not known is a gap", () => {
	const flow = heardFlow([seen(0, "inhale", 2), seen(200, "inhale", 4), seen(400, "pause", 0.1), seen(600, "exhale", 3), seen(800, "unknown", 4)]);
	expect(flow.map(({ value }) => value)).toEqual([0.5, 1, 0, -0.75, null]);
});

test("a chest that is seen stands in for what is not heard, and only while it is seen", () => {
	const rise = Array.from({ length: 8 }, (_, at) => seen(at * 200, "unknown", null, at * 2));
	const flow = heardFlow([...rise, seen(1600, "unknown", null, null), seen(1800, "unknown", null, 3)]);
	expect(flow.slice(4, 8).every(({ value }) => value === 1)).toBe(true);
	expect(flow.slice(8).map(({ value }) => value)).toEqual([null, null]);
});

test("what moves is no breath once that is known: a photo in a hand leaves a gap", () => {
	const told = (unknown: "too_short" | "not_alive") => ({ ...seen(0, "unknown", null), breathing: { value: null, unknown, quality: 0, coverage: 0, source: "camera" as const, model: "", version: "" } });
	const rise = (unknown: "too_short" | "not_alive") => Array.from({ length: 8 }, (_, at) => ({ ...told(unknown), elapsed_ms: at * 200, chest: at * 2 }));
	expect(heardFlow(rise("too_short")).at(-1)?.value).toBe(1);
	expect(heardFlow(rise("not_alive")).every(({ value }) => value === null)).toBe(true);
});

test("a soft line keeps its gaps and is not drawn across them", () => {
	const flow = [1, 1, 1, null, -1, -1].map((value, at) => ({ at, value }));
	expect(softened(flow).map(({ value }) => value)).toEqual([1, 1, 1, null, -1, -1]);
	const edge = softened([0, 0, 1, 1].map((value, at) => ({ at, value }))).map(({ value }) => value ?? 0);
	expect(edge.toSorted((a, b) => a - b)).toEqual(edge);
	expect(edge[1]).toBeGreaterThan(0);
});

test("not being sure is said after a while, not at every short gap", () => {
	const flow = heardFlow([seen(0, "inhale", 1), seen(200, "unknown", null)]);
	expect(isUnsure(flow, 1000)).toBe(false);
	expect(isUnsure(flow, 3500)).toBe(true);
	expect(isUnsure([], 3500)).toBe(false);
});

test("the meant flow has one shape a breath and none for holds", () => {
	const steps = stepsOf({ rounds: [{ cycles: 2, phases: [{ kind: "inhale", ms: 4000, route: "nose" }, { kind: "hold_in", ms: 4000, route: "any" }, { kind: "exhale", ms: 4000, route: "nose" }] }] });
	const path = flowPath(steps, 0, 24_000, { pxPerMs: 0.01, height: 40 });
	expect(path.match(/Z/g)?.length).toBe(4);
	expect(path).not.toContain("NaN");
});
