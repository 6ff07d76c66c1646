import { expect, test } from "vitest";
import { doneOf, groupsOf, nextTurn, turnsOf } from "./turns";
import type { WorkoutExercise, WorkoutSet } from "./wire";

const set = (key: string, done = false): WorkoutSet => ({ key, kind: "work", reps: null, mg: null, mm: null, ms: null, rpe_x2: null, done_ms: done ? 1 : null, unit: "", text: "" });
const exercise = (key: string, group: string, sets: WorkoutSet[]): WorkoutExercise => ({
	key, group, sets, note: "", rest_ms: null, last: null, exercise: { id: key, name: key, kind: "weight_reps", unilateral: false },
});

test("a superset goes round; exercises apart come one after the other", () => {
	const all = [exercise("a", "A", [set("a1"), set("a2")]), exercise("b", "A", [set("b1"), set("b2"), set("b3")]), exercise("c", "", [set("c1")])];
	expect(groupsOf(all).map((group) => group.length)).toEqual([2, 1]);
	expect(turnsOf(all).map(({ set: { key } }) => key)).toEqual(["a1", "b1", "a2", "b2", "b3", "c1"]);
});

test("the same letter apart is another superset", () => {
	expect(groupsOf([exercise("a", "A", []), exercise("b", "", []), exercise("c", "A", [])]).length).toBe(3);
});

test("after a set the next open one has its turn; what was left out comes last", () => {
	const all = [exercise("a", "", [set("a1"), set("a2", true), set("a3")]), exercise("b", "", [set("b1", true)])];
	expect(nextTurn(all)?.set.key).toBe("a1");
	expect(nextTurn(all, "a2")?.set.key).toBe("a3");
	expect(nextTurn(all, "a3")?.set.key).toBe("a1");
	expect(nextTurn([exercise("b", "", [set("b1", true)])])).toBeNull();
	expect(nextTurn([exercise("b", "", [set("b1")])], "b1")).toBeNull();
	expect(doneOf(all[0] as WorkoutExercise)).toEqual({ done: 1, all: 3 });
});
