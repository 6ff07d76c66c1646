import { expect, test } from "vitest";
import type { Program } from "../wire";
import { cuesBetween, notesOf, PACER_HZ, pulsesOf, scoreOf, scoreOfSitting } from "./cues";
import { stepsOf } from "./schedule";

const EVEN: Program = { rounds: [{ cycles: 60, phases: [{ kind: "inhale", ms: 5000, route: "nose" }, { kind: "exhale", ms: 5000, route: "nose" }] }] };

test("windows that follow each other give every cue once, at its exact moment", () => {
	const score = scoreOf(stepsOf(EVEN));
	const all = [];
	for (let from = 0; from <= 610_000; from += 1700) all.push(...cuesBetween(score, from, from + 1700));
	expect(all.length).toBe(121);
	for (const [place, cue] of all.entries()) expect(cue).toMatchObject({ at: place * 5000, place });
	expect(all.at(-1)).toMatchObject({ what: "end", at: 600_000 });
});

test("in rises, out falls, and both can be told by touch", () => {
	const pitches = (kind: "inhale" | "exhale") => notesOf(kind).map(({ hz }) => hz);
	expect(pitches("inhale")).toEqual(pitches("inhale").toSorted((a, b) => a - b));
	expect(pitches("exhale")).toEqual(pitches("inhale").toReversed());
	expect(pulsesOf("inhale").length).toBe(1);
	expect(pulsesOf("exhale").length).toBe(3);
	for (const { hz } of notesOf("recovery")) expect(PACER_HZ).toContain(hz);
});

test("a time to sit has its bells where they were asked for, and ends once", () => {
	const score = scoreOfSitting(600_000, { start: true, end: true, every_minutes: 4 }, [{ at_s: 30 }, { at_s: 900 }]);
	expect(score.map(({ at, what }) => `${at / 1000} ${what}`)).toEqual(["0 bell", "30 words", "240 bell", "480 bell", "600 bell", "600 end"]);
	expect(scoreOfSitting(null, null, [])).toEqual([]);
});
