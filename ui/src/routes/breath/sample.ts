/** Estimates for the stories: made by arithmetic, the same on every run. */
import { stepsOf } from "./pacer/schedule";
import type { Estimate, Measured, Pattern, Phase, SessionOut, Totals } from "./wire";

const phase = (kind: Phase["kind"], ms: number | null): Phase => ({ kind, ms, route: "nose" });
const MONDAY = "2026-03-16";

const pattern = (id: string, phases: Phase[], more: Partial<Pattern> = {}): Pattern => ({ id, name: id, shipped: true, program: { rounds: [{ cycles: 20, phases }] }, minutes: 5, gate: "none", cycles_max: null, source: null, favorite: false, note: "", ...more });
export const BOX = pattern("box", [phase("inhale", 4000), phase("hold_in", 4000), phase("exhale", 4000), phase("hold_out", 4000)]);
export const SIGH = pattern("cyclic_sigh", [phase("inhale", 2000), phase("inhale2", 1000), phase("exhale", 7000)], { favorite: true });
export const HOLDS = pattern("holds", [], {
	gate: "holds",
	program: { rounds: [{ cycles: 3, phases: [phase("inhale", 1600), phase("exhale", 1400)] }, { cycles: 1, phases: [phase("free_hold", null)] }, { cycles: 1, phases: [phase("recovery", 15_000)] }] },
});
export const steps = stepsOf(BOX.program);

const figure = (value: number | null, unknown: Estimate["unknown"] = null): Estimate => ({ value, unknown, quality: 0.8, coverage: 0.83, source: "microphone", model: "breath_sound", version: "1" });

/** Breath that is heard a moment after the pacer, with a gap. */
export const recent: Measured[] = Array.from({ length: 80 }, (_, at) => {
	const elapsed_ms = at * 200;
	const place = (elapsed_ms - 300) % 16_000;
	const moving = place < 4000 ? "inhale" : place >= 8000 && place < 12_000 ? "exhale" : "pause";
	const share = (place % 4000) / 4000;
	return { elapsed_ms, target: null, heard: at > 44 && at < 56 ? "unknown" : moving, level: Math.sin(Math.PI * share), chest: null, breathing: figure(3.8), pulse: figure(null, "no_face"), stillness: figure(null, "no_face"), face: null, speech: null, matched: null };
});

const NONE = figure(null, "silent");
export const session: SessionOut = {
	id: "a", kind: "breathing", pattern: "box", name: "", program: BOX.program, day: MONDAY, at: 1_773_648_000_000, ended_at: 1_773_648_300_000, zone: "UTC", state: "completed", planned_ms: 320_000, practiced_ms: 320_000, minutes: 5.3, cycles_done: 20, cycles_planned: 20, interruptions: 0, holds_ms: [], stepped: false,
	summary: { secs: 320, cycles: 20, breathing_before: figure(13.4), breathing_during: figure(3.9), target_per_minute: 3.75, matched: figure(0.78), lag_secs: 0.3, known_secs: 250, matched_first: figure(0.7), matched_second: figure(0.84), rate_error: figure(0.04), locking: figure(0.86), inhale_secs: figure(4), exhale_secs: figure(4.2), pulse: NONE, stillness: NONE, face_share: null, heard_share: 0.83 },
	coaching: [], mood_before: { valence: -20, energy: 40, words: [] }, mood_after: { valence: 30, energy: -10, words: [] }, note: "", trace: { keep: "days30", until: null, present: false }, course: null, bells: null, ambient: "none",
};
export const unheard: SessionOut = { ...session, summary: session.summary && { ...session.summary, matched: NONE, breathing_during: NONE, breathing_before: NONE, locking: NONE, heard_share: 0.04 } };

export const totals: Totals = {
	minutes: 412, breathing_minutes: 300, meditation_minutes: 112, sessions: 74, days: 61,
	weeks: Array.from({ length: 12 }, (_, at) => ({ week: new Date(Date.UTC(2026, 2, 16 - 7 * at)).toISOString().slice(0, 10), days: (at * 3) % 6, minutes: 20 })),
	rhythm: { days_per_week: 3, paused_until: null, weeks_kept: 9, weeks_on_end: 5 },
	milestones: [],
};
export const STORY_MONDAY = MONDAY;
