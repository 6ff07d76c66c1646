// Names for what the commands of mood ask and answer.

import type { Day, Id } from "$lib/api/wire";

export type FactorKind = "flag" | "scale" | "count";
export type Lane = "face" | "voice" | "text";
export type FactorSaid = { id: Id; value: number };
export type CheckIn = {
	id: Id;
	at_ms: number;
	zone: string;
	day: Day;
	time: string;
	valence: number | null;
	energy: number | null;
	words: string[];
	factors: FactorSaid[];
	note: string;
	of: { id: Id; side: "before" | "after" } | null;
	source: string;
};
export type Reading = {
	id: Id;
	lane: Lane;
	at_ms: number;
	time: string;
	valence: number | null;
	energy: number | null;
	labels: { name: string; probability: number }[];
	source: string;
	model: string;
	version: string;
	quality: number;
	coverage: number;
	about: Id | null;
};
export type LaneReadings = { lane: Lane; readings: Reading[] };
export type Spread = { n: number; median: number | null; low: number | null; high: number | null };
export type MoodSpan = { first: Day; last: Day; known: number; count: number; valence: Spread; energy: Spread };
export type MoodDay = { day: Day; valence: number | null; energy: number | null; check_ins: CheckIn[]; lanes: LaneReadings[] };
export type MoodPixel = { day: Day; valence: number | null; energy: number | null; count: number };
export type MoodYear = { year: number; days: MoodPixel[]; known: number; years: number[] };
export type WordRow = { word: string; valence: number; energy: number; own: Id | null };
export type Factor = { id: Id; name: string; kind: FactorKind; low: string; high: string; unit: string; archived: boolean; used: number };
export type MoodBeside = { factor: Factor; with: Spread; without: Spread; split: number | null; difference: number | null; enough: boolean };
export type MoodByFactor = { first: Day; last: Day; known: number; side_min: number; together_min: number; factors: MoodBeside[] };
export type MoodAxis = "valence" | "energy";
export type OwnWord = { word: string; count: number; valence: number | null; energy: number | null; last: Day };
export type Who5 = { id: Id; at_ms: number; day: Day; answers: number[]; score: number };
export type Who5Sheet = { introduction: string; items: string[]; choices: { value: number; text: string }[]; source: string; answered: Who5[]; next: Day | null };
export type MoodSettings = { day_starts: number };
export type CheckInInput = {
	valence: number;
	energy: number;
	words?: string[];
	factors?: FactorSaid[];
	note?: string;
	at_ms?: number;
};

declare module "$lib/api/commands" {
	interface Commands {
		"mood.check_in": { request: CheckInInput; reply: CheckIn; access: "write" };
		"mood.edit": { request: { id: Id } & Partial<CheckInInput>; reply: CheckIn; access: "write" };
		"mood.remove": { request: { id: Id }; reply: null; access: "write" };
		"mood.words": { request: { valence: number; energy: number; limit?: number }; reply: WordRow[]; access: "read" };
		"mood.save_word": { request: { id?: Id; word: string; valence: number; energy: number }; reply: WordRow; access: "write" };
		"mood.remove_word": { request: { id: Id }; reply: null; access: "write" };
		"mood.factors": { request: Record<string, never>; reply: Factor[]; access: "read" };
		"mood.save_factor": { request: { id?: Id; name: string; kind: FactorKind; low?: string; high?: string; unit?: string }; reply: Factor; access: "write" };
		"mood.order_factors": { request: { ids: Id[] }; reply: null; access: "write" };
		"mood.archive_factor": { request: { id: Id; archived: boolean }; reply: null; access: "write" };
		"mood.timeline": { request: { before?: Day; limit?: number }; reply: { days: MoodDay[]; next: Day | null }; access: "read" };
		"mood.checkin": { request: { id: Id }; reply: CheckIn; access: "read" };
		"mood.year": { request: { year: number }; reply: MoodYear; access: "read" };
		"mood.by_factor": { request: { days: number; axis?: MoodAxis }; reply: MoodByFactor; access: "read" };
		"mood.own_words": { request: { days: number }; reply: OwnWord[]; access: "read" };
		"mood.today": { request: Record<string, never>; reply: { day: Day; check_ins: CheckIn[]; last: CheckIn | null }; access: "read" };
		"mood.span": { request: { days: number }; reply: MoodSpan; access: "read" };
		"mood.settings": { request: Record<string, never>; reply: MoodSettings; access: "read" };
		"mood.edit_settings": { request: Partial<MoodSettings>; reply: null; access: "write" };
		"mood.who5": { request: Record<string, never>; reply: Who5Sheet; access: "read" };
		"mood.answer_who5": { request: { answers: number[]; at_ms?: number }; reply: { id: Id }; access: "write" };
		"mood.remove_who5": { request: { id: Id }; reply: null; access: "write" };
		"mood.forget_readings": { request: { lane?: Lane }; reply: { count: number }; access: "write" };
	}
}
