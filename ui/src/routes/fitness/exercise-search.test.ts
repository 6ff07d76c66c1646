import { expect, test } from "vitest";
import { fitOf, foundExercises } from "./exercise-search";

const NAMES = ["Bench press", "Barbell row", "Incline bench press", "Romanian deadlift", "Développé couché"].map((name) => ({ name }));
const found = (typed: string) => foundExercises(NAMES, typed).map(({ name }) => name);

test("the beginnings of words find an exercise, the beginning of the name first", () => {
	expect(found("bench")).toEqual(["Bench press", "Incline bench press"]);
	expect(found("pr be")).toEqual(["Bench press", "Incline bench press"]);
	expect(found("rdl")[0]).toBe("Romanian deadlift");
	expect(found("")).toHaveLength(5);
});

test("a slip of the hand is forgiven, accents need not be typed", () => {
	expect(found("bnech")).toEqual(["Bench press", "Incline bench press"]);
	expect(found("romanain")).toEqual(["Romanian deadlift"]);
	expect(found("developpe")).toEqual(["Développé couché"]);
	expect(fitOf("Bench press", "xylophone")).toBe(0);
});
