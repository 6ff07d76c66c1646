// A life of moods for the stories. The figures are made by arithmetic: the same on every run.

import { addDays } from "$lib/format";
import { m } from "$lib/i18n";
import { asWord } from "$lib/mood/words";
import type { DayDot, Sides } from "./factors/dots";
import type { CheckIn, Factor, MoodBeside, MoodDay, MoodSpan, OwnWord } from "./wire";
import { pixels } from "./year/year";

const DAY = "2026-03-14";
const wave = (at: number): number => Math.round(55 * Math.sin(at / 9) + 30 * Math.sin(at * 1.7) + 8);
const clamp = (value: number): number => Math.max(-100, Math.min(100, value));

const WORDS: [string, number, number][] = [
	["calm", 44, -54], ["content", 60, -24], ["relaxed", 54, -68], ["hopeful", 48, 20], ["happy", 84, 22], ["excited", 70, 82], ["curious", 32, 36], ["tense", -44, 52],
	["worried", -48, 34], ["sad", -76, -38], ["tired", -22, -72], ["bored", -26, -44], ["at ease", 46, -34], ["cozy", 78, -50], ["mellow", 32, -66], ["okay", 14, 2],
];
export const fieldWords = WORDS.map(([word, valence, energy]) => asWord({ word, valence, energy }));

const factor = (id: string, name: string, fields: Partial<Factor> = {}): Factor => ({ id, name, kind: "flag", low: "", high: "", unit: "", archived: false, used: 12, ...fields });
export const factors: Factor[] = [
	factor("walk", m.story_one()),
	factor("friends", m.story_two()),
	factor("sleep", m.story_three(), { kind: "scale", low: m.mood_unpleasant(), high: m.mood_pleasant() }),
	factor("cups", m.story_label(), { kind: "count", unit: m.mood_times() }),
];

const checkIn = (id: string, time: string, valence: number | null, energy: number | null, fields: Partial<CheckIn> = {}): CheckIn => ({
	id, at_ms: 0, zone: "UTC", day: DAY, time, valence, energy, words: [], factors: [], note: "", of: null, source: "", ...fields,
});
export const checkIns: CheckIn[] = [
	checkIn("c", "21:10", 52, -46, { words: ["calm", "content"], factors: [{ id: "walk", value: 1 }, { id: "sleep", value: 4 }, { id: "cups", value: 2 }], note: m.story_entry_text() }),
	checkIn("b", "13:05", -38, 48, { words: ["tense"], of: { id: "s", side: "before" } }),
	checkIn("a", "08:20", null, null, { words: ["okay"], source: "daylio" }),
];
const reading = (id: string, time: string, name: string, probability: number) => ({
	id, lane: "text" as const, at_ms: 0, time, valence: null, energy: null, labels: [{ name, probability }], source: "text", model: "emotions", version: "1", quality: 0.7, coverage: 1, about: null,
});
export const day: MoodDay = {
	day: DAY,
	valence: 7,
	energy: 1,
	check_ins: [...checkIns].reverse(),
	lanes: [
		{ lane: "face", readings: [{ ...reading("f", "13:04", "joy", 0.5), lane: "face", labels: [], valence: 14, model: "expression", source: "camera" }] },
		{ lane: "text", readings: [reading("t", "21:30", "gratitude", 0.62), reading("u", "22:10", "joy", 0.31)] },
	],
};

export const year = pixels(
	2026,
	Array.from({ length: 280 }, (_, at) => at)
		.filter((at) => at % 7 !== 3 && (at < 120 || at > 134))
		.map((at) => ({ day: addDays("2026-01-01", at), valence: clamp(wave(at)), energy: clamp(wave(at * 2 + 5)), count: 1 + (at % 3) })),
	"2026-10-20",
);

const dots = (from: number, count: number, shift: number): DayDot[] => Array.from({ length: count }, (_, at) => ({ day: addDays("2026-01-01", from + at * 2), value: clamp(Math.round(wave(from + at) * 0.7 + shift)) }));
export const sides: Sides = { with: dots(0, 34, 24), without: dots(1, 61, -4) };
export const beside: MoodBeside = {
	factor: factor("walk", m.story_one()),
	with: { n: 34, median: 29, low: -2, high: 60 },
	without: { n: 61, median: 4, low: -30, high: 38 },
	split: null,
	difference: 25,
	enough: true,
};
export const thin: { beside: MoodBeside; sides: Sides } = {
	sides: { with: dots(0, 3, 10), without: dots(1, 11, 0) },
	beside: { ...beside, factor: factor("sleep", m.story_three(), { kind: "scale" }), split: 3, with: { n: 3, median: null, low: null, high: null }, without: { n: 11, median: null, low: null, high: null }, difference: null, enough: false },
};
export const span: MoodSpan = { first: "2026-02-13", last: DAY, known: 22, count: 41, valence: { n: 41, median: 24, low: -8, high: 46 }, energy: { n: 41, median: -12, low: -40, high: 22 } };
export const ownWords: OwnWord[] = [["calm", 41], ["tired", 28], ["content", 22], ["tense", 17], ["curious", 9], ["happy", 7], ["bored", 3], ["wide awake", 1]].map(([word, count], at) => ({
	word: String(word), count: Number(count), valence: at === 7 ? null : 40 - at * 12, energy: 0, last: DAY,
}));
