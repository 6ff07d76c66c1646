import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { figuresNow, figureToType, lastOf, parseFigure, setWords, stepOf, stepped } from "./figures";
import type { WorkoutExercise, WorkoutSet } from "./wire";

beforeEach(() => vi.stubGlobal("navigator", { languages: ["en-US"], platform: "" }));
afterEach(() => vi.unstubAllGlobals());

const METRIC = { weight: "kg", distance: "km" } as const;
const POUNDS = { weight: "lb", distance: "mi" } as const;
const set = (key: string, fields: Partial<WorkoutSet> = {}): WorkoutSet => ({ key, kind: "work", reps: null, mg: null, mm: null, ms: null, rpe_x2: null, done_ms: null, unit: "", text: "", ...fields });
const bench = (sets: WorkoutSet[], last: WorkoutSet[]): WorkoutExercise => ({
	key: "e", group: "", note: "", rest_ms: null, sets, last: { workout: "w", day: "2026-03-01", sets: last },
	exercise: { id: "x", name: "Bench press", kind: "weight_reps", unilateral: false },
});

test("a set is said in a few signs, in the person's units", () => {
	expect(setWords({ mg: 82_500_000, reps: 8 }, "weight_reps", METRIC)).toBe("82.5\u00a0kg\u00a0×\u00a08");
	expect(setWords({ mg: 83_914_588, reps: 5 }, "weight_reps", POUNDS)).toBe("185\u00a0lb\u00a0×\u00a05");
	expect(setWords({ mg: 10_000_000, reps: 6 }, "reps", METRIC)).toBe("+10\u00a0kg\u00a0×\u00a06");
	expect(setWords({ reps: 12 }, "reps", METRIC)).toBe("12 reps");
	expect(setWords({ mm: 2_000_000, ms: 492_000 }, "distance_time", METRIC)).toBe("2\u00a0km · 8:12");
});

test("a step leads to the next whole one of the unit, and never below nothing", () => {
	const kilos = stepOf("mg", "weight_reps", METRIC);
	expect(stepped(82_500_000, 1, kilos)).toBe(85_000_000);
	expect(stepped(81_000_000, 1, kilos)).toBe(82_500_000);
	expect(stepped(81_000_000, -1, kilos)).toBe(80_000_000);
	expect(stepped(0, -1, kilos)).toBe(0);
	const pounds = stepOf("mg", "weight_reps", POUNDS);
	expect(figureToType("mg", stepped(83_914_588, 1, pounds), "weight_reps", POUNDS)).toBe("190");
	expect(figureToType("mg", stepped(83_914_588, -1, pounds), "weight_reps", POUNDS)).toBe("180");
});

test("what is typed is read after what the exercise is measured in", () => {
	expect(parseFigure("mm", "40", "weight_distance", METRIC)).toBe(40_000);
	expect(parseFigure("mm", "5", "distance_time", METRIC)).toBe(5_000_000);
	expect(parseFigure("ms", "25", "distance_time", METRIC)).toBe(1_500_000);
	expect(parseFigure("ms", "45", "time", METRIC)).toBe(45_000);
	expect(parseFigure("reps", "8", "weight_reps", METRIC)).toBe(8);
	expect(parseFigure("reps", "8.5", "weight_reps", METRIC)).toBeNull();
});

test("a set takes what is typed, else what is planned, else the same set of the last time", () => {
	const warm = set("w", { kind: "warmup" });
	const first = set("1");
	const second = set("2", { reps: 6 });
	const last = [set("a", { kind: "warmup", mg: 40_000_000, reps: 10 }), set("b", { mg: 80_000_000, reps: 8 }), set("c", { mg: 82_500_000, reps: 7 })];
	const exercise = bench([warm, first, second], last);
	expect(lastOf(exercise, warm)?.key).toBe("a");
	expect(lastOf(exercise, first)?.key).toBe("b");
	expect(figuresNow(exercise, second, {})).toEqual({ mg: 82_500_000, reps: 6 });
	expect(figuresNow(exercise, second, { mg: 85_000_000 })).toEqual({ mg: 85_000_000, reps: 6 });
	expect(figuresNow(exercise, second, { mg: null })).toEqual({ reps: 6 });
	expect(lastOf(exercise, set("x"))).toBeNull();
});
