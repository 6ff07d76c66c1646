import { expect, test } from "vitest";
import { reachOf, traced, tracePaths, unbroken, untilStep, type TracePoint } from "./trace";

const points = (...values: (number | null)[]): TracePoint[] => values.map((value, at) => ({ at: at * 100, value }));
const FRAME = { span: 1000, least: 0, width: 100, height: 10 };

test("what is not known is a hole, and so is a time without anything", () => {
	expect(unbroken(points(1, 2, null, 3, 4)).map((part) => part.map(({ value }) => value))).toEqual([[1, 2], [3, 4]]);
	const late = [...points(1, 2), { at: 5000, value: 3 }, { at: 5100, value: 4 }];
	expect(unbroken(late)).toHaveLength(2);
	expect(unbroken(points(1, null, 2))).toEqual([]);
});

test("the newest is at the right edge, and what is older than the span is forgotten", () => {
	let trace: TracePoint[] = [];
	for (let at = 0; at <= 2000; at += 100) trace = traced(trace, { at, value: at % 200 === 0 ? 0 : 1 }, 1000);
	expect(trace[0]?.at).toBe(1100);
	const [path, ...rest] = tracePaths(trace, FRAME);
	expect(rest).toEqual([]);
	expect(path).toMatch(/^M10 0L20 10/);
	expect(path).toMatch(/L100 10$/);
	expect(traced(trace, { at: 0, value: 1 }, 1000)).toEqual([{ at: 0, value: 1 }]);
});

test("stillness is not blown up to look like movement", () => {
	expect(reachOf(points(5, 5.1), 2)).toEqual({ low: 4.05, high: 6.05 });
	expect(reachOf(points(0, 9), 2)).toEqual({ low: 0, high: 9 });
	expect(reachOf([], 2)).toEqual({ low: 0, high: 2 });
});

test("where motion is unwelcome the line ends at the last whole step", () => {
	expect(untilStep(points(1, 2, 3, 4, 5), 300).map(({ value }) => value)).toEqual([1, 2, 3, 4]);
});
