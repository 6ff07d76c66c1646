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

test("the plain one comes before its kinds, and what was done before what was not", () => {
	const raises = [{ name: "Cable lateral raise", times: 0 }, { name: "Lateral raise machine", times: 0 }, { name: "Lateral raise", times: 0 }];
	expect(foundExercises(raises, "lat rais").map(({ name }) => name)).toEqual(["Lateral raise", "Lateral raise machine", "Cable lateral raise"]);
	expect(foundExercises([{ name: "Leg press", times: 0 }, { name: "Overhead press", times: 4 }], "press")[0]?.name).toBe("Overhead press");
});

test("a slip of the hand is forgiven, accents need not be typed", () => {
	expect(found("bnech")).toEqual(["Bench press", "Incline bench press"]);
	expect(found("romanain")).toEqual(["Romanian deadlift"]);
	expect(found("developpe")).toEqual(["Développé couché"]);
	expect(fitOf("Bench press", "xylophone")).toBe(0);
});
