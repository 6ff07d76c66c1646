/** What is heard and felt at the beginning of a phase, and when: plain figures for whoever plays them. */
import type { Bells, PhaseKind } from "../wire";
import { endOf, type Step } from "./schedule";

/** One note: it swells for `attack_ms` and fades away until it is `ms` old. */
export type Note = { after_ms: number; hz: number; ms: number; attack_ms: number; gain: number };

/**
 * A fifth, low and high. Few and steady pitches, so that a microphone's reading can leave them out; soft
 * to begin with, since a sound that begins hard is a fright.
 */
const LOW_HZ = 264;
const HIGH_HZ = 396;
const MIDDLE_HZ = 330;
/** Every pitch that the pacer plays. */
export const PACER_HZ: readonly number[] = [LOW_HZ, MIDDLE_HZ, HIGH_HZ];

/** Between the two notes of a pair, in milliseconds. */
const APART_MS = 190;
const note = (hz: number, after_ms: number, gain: number, ms = 1100): Note => ({ after_ms, hz, ms, attack_ms: 45, gain });

/** The pair rises for a breath in and falls for a breath out; a hold is one note between them. */
const NOTES: Record<PhaseKind, readonly Note[]> = {
	inhale: [note(LOW_HZ, 0, 0.8), note(HIGH_HZ, APART_MS, 1)],
	inhale2: [note(HIGH_HZ, 0, 0.9, 800)],
	exhale: [note(HIGH_HZ, 0, 1), note(LOW_HZ, APART_MS, 0.8)],
	hold_in: [note(MIDDLE_HZ, 0, 0.45, 700)],
	hold_out: [note(MIDDLE_HZ, 0, 0.45, 700)],
	free_hold: [note(LOW_HZ, 0, 0.6, 1600)],
	recovery: [note(LOW_HZ, 0, 0.8), note(MIDDLE_HZ, APART_MS, 0.8), note(HIGH_HZ, 2 * APART_MS, 1)],
};
export const notesOf = (kind: PhaseKind): readonly Note[] => NOTES[kind];

/** Pulses of a phone, in milliseconds on and off: one for in, two for out, a touch for a hold. */
const PULSES: Record<PhaseKind, readonly number[]> = {
	inhale: [70],
	inhale2: [40],
	exhale: [70, 110, 70],
	hold_in: [18],
	hold_out: [18],
	free_hold: [18],
	recovery: [140],
};
export const pulsesOf = (kind: PhaseKind): number[] => [...PULSES[kind]];

/** Something that begins at a moment of the session. `end`: all is over. `words`: a step of a guided session. */
export type Cue = { at: number; what: PhaseKind | "bell" | "words" | "end"; place: number };

/** All cues of a program in their order; the last one is its end, where that is known. */
export function scoreOf(steps: readonly Step[]): Cue[] {
	const cues: Cue[] = steps.map(({ at, kind }, place) => ({ at, what: kind, place }));
	const end = endOf(steps);
	return end === null ? cues : [...cues, { at: end, what: "end", place: steps.length }];
}

/** All cues of a time to sit: its bells, its guided steps and its end. No end: until the person ends it. */
export function scoreOfSitting(total: number | null, bells: Bells | null, steps: readonly { at_s: number }[]): Cue[] {
	const cues: Cue[] = steps.map(({ at_s }, place) => ({ at: at_s * 1000, what: "words" as const, place })).filter(({ at }) => total === null || at < total);
	const bell = (at: number) => void cues.push({ at, what: "bell", place: 0 });
	if (bells?.start) bell(0);
	const every = (bells?.every_minutes ?? 0) * 60_000;
	// Without an end there are bells for as long as anybody sits.
	if (every > 0) for (let at = every; at < (total ?? SITTING_MS_MAX); at += every) bell(at);
	if (total !== null) {
		if (bells?.end) bell(total);
		cues.push({ at: total, what: "end", place: 0 });
	}
	return cues.sort((a, b) => a.at - b.at);
}

/** Longer than this nobody is rung for, in milliseconds: six hours. */
const SITTING_MS_MAX = 21_600_000;

/** What begins from `from` on and before `to`. */
export const cuesBetween = (score: readonly Cue[], from: number, to: number): Cue[] => score.filter(({ at }) => at >= from && at < to);
