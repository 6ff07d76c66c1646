import { expect, test } from "vitest";
import type { Factor, MoodDay } from "../wire";
import { heaped, sidesOf } from "./dots";

const factor = (fields: Partial<Factor> = {}): Factor => ({ id: "f", name: "Yoga", kind: "flag", low: "", high: "", unit: "", archived: false, used: 2, ...fields });
const day = (date: string, valence: number | null, ...values: number[]): MoodDay => ({
	day: date,
	valence,
	energy: 0,
	lanes: [],
	check_ins: [{ id: date, at_ms: 0, zone: "UTC", day: date, time: "12:00", valence, energy: 0, words: [], note: "", of: null, source: "", factors: values.map((value) => ({ id: "f", value })) }],
});
const days = [day("2026-03-05", 40), day("2026-03-04", 30, 1), day("2026-03-03", -10), day("2026-03-02", 20, 1), day("2026-03-01", 5), day("2026-02-01", 9, 1)];
const told = (sides: { with: { day: string }[]; without: { day: string }[] }) => [sides.with.map((one) => one.day.slice(8)), sides.without.map((one) => one.day.slice(8))];

test("a flag counts from the first day on which it was so", () => {
	expect(told(sidesOf(days, { factor: factor(), split: null }, "valence", "2026-03-01"))).toEqual([["02", "04"], ["03", "05"]]);
	expect(told(sidesOf(days, { factor: factor({ archived: true }), split: null }, "valence", "2026-03-01"))).toEqual([["02", "04"], ["03"]]);
	expect(told(sidesOf([day("2026-03-01", null, 1)], { factor: factor(), split: null }, "valence", "2026-03-01"))).toEqual([[], []]);
});

test("a scale that was not answered is unknown, and parts at one's own middle", () => {
	const scaled = [day("2026-03-01", 1, 2), day("2026-03-02", 2), day("2026-03-03", 3, 4, 5), day("2026-03-04", 4, 3)];
	expect(told(sidesOf(scaled, { factor: factor({ kind: "scale" }), split: 3 }, "valence", "2026-01-01"))).toEqual([["03"], ["01", "04"]]);
});

test("dots of one place stand on each other", () => {
	const dots = [-100, 0, 2, 100].map((value) => ({ day: "2026-03-01", value }));
	expect(heaped(dots, 10).map(({ column, level }) => [column, level])).toEqual([[0, 0], [5, 0], [5, 1], [9, 0]]);
});
