// What the commands of breath ask and answer.

import type { Day, Id } from "$lib/api/wire";
import type { Figure } from "$lib/senses/wire";

export type PhaseKind = "inhale" | "hold_in" | "inhale2" | "exhale" | "hold_out" | "free_hold" | "recovery";
export type Route = "nose" | "mouth" | "any";
/** `ms` null: it lasts until the person says so. */
export type Phase = { kind: PhaseKind; ms: number | null; route: Route };
export type Round = { cycles: number; phases: Phase[] };
export type Program = { rounds: Round[] };
export type Gate = "none" | "holds";
export type Pattern = {
	id: string;
	name: string;
	shipped: boolean;
	program: Program;
	minutes: number;
	gate: Gate;
	cycles_max: number | null;
	source: string | null;
	favorite: boolean;
	note: string;
};
export type Plan = { program: Program; total_ms: number | null; cycles: number; capped: boolean; gate: Gate; per_minute: number | null };

export type SessionKind = "breathing" | "meditation";
export type Ambient = "none" | "rain" | "surf" | "brown" | "bowls";
export type Bells = { start: boolean; end: boolean; every_minutes: number | null };
export type SessionState = "idle" | "active" | "paused" | "completed" | "discarded";
export type Stretch = { cycle: number; ms: number };
export type CourseDay = { id: string; day: number };
export type Live = {
	id: Id;
	kind: SessionKind;
	/** A shipped pattern's word or an own one's id; empty for a meditation. */
	pattern: string;
	name: string;
	program: Program | null;
	total_ms: number | null;
	gate: Gate;
	state: SessionState;
	elapsed_ms: number;
	began_at: number;
	taps: number[];
	stretches: Stretch[];
	camera: boolean;
	microphone: boolean;
	adaptive: boolean;
	interruptions: number;
	course: CourseDay | null;
	bells: Bells | null;
	ambient: Ambient;
};
export type Heard = "inhale" | "exhale" | "pause" | "unknown";
export type Measured = {
	elapsed_ms: number;
	target: PhaseKind | null;
	heard: Heard;
	level: number | null;
	chest: number | null;
	breathing: Figure;
	pulse: Figure;
	stillness: Figure;
	face: boolean | null;
	speech: number | null;
};

export type Keep = "none" | "days30" | "year1" | "always";
/** `until` in Unix milliseconds. */
export type Trace = { keep: Keep; until: number | null; present: boolean };
/** A place on the field of feelings, each -100 to 100. */
export type Feeling = { valence: number; energy: number; words: string[] };
export type Summary = {
	secs: number;
	cycles: number;
	breathing_before: Figure;
	breathing_during: Figure;
	target_per_minute: number | null;
	matched: Figure;
	lag_secs: number;
	known_secs: number;
	matched_first: Figure;
	matched_second: Figure;
	rate_error: Figure;
	locking: Figure;
	inhale_secs: Figure;
	exhale_secs: Figure;
	pulse: Figure;
	stillness: Figure;
	face_share: number | null;
	heard_share: number | null;
};
export type Coaching = { id: string; numbers: Record<string, number> };
export type SessionOut = {
	id: Id;
	kind: SessionKind;
	pattern: string;
	name: string;
	program: Program | null;
	day: Day;
	at: number;
	ended_at: number | null;
	zone: string;
	state: SessionState;
	planned_ms: number | null;
	practiced_ms: number;
	minutes: number;
	cycles_done: number;
	cycles_planned: number;
	interruptions: number;
	holds_ms: number[];
	stepped: boolean;
	summary: Summary | null;
	coaching: Coaching[];
	mood_before: Feeling | null;
	mood_after: Feeling | null;
	note: string;
	trace: Trace;
	course: CourseDay | null;
	bells: Bells | null;
	ambient: Ambient;
};
export type SessionRow = { id: Id; kind: SessionKind; pattern: string; name: string; day: Day; at: number; practiced_ms: number; cycles: number; matched: number | null; rate: number | null; course: CourseDay | null };
export type SessionPage = { items: SessionRow[]; next: Id | null; count: number };
export type TrendDay = { day: Day; minutes: number; breathing_minutes: number; meditation_minutes: number; sessions: number; matched: number | null; rate: number | null };
export type Rhythm = { days_per_week: number | null; paused_until: Day | null; weeks_kept: number; weeks_on_end: number };
export type Totals = {
	minutes: number;
	breathing_minutes: number;
	meditation_minutes: number;
	sessions: number;
	days: number;
	weeks: { week: Day; days: number; minutes: number }[];
	rhythm: Rhythm;
	milestones: { id: string; reached_on: Day }[];
};
export type BreathSettings = { keep: Keep };
export type RibbonPoint = { at_ms: number; target: PhaseKind | null; heard: Heard; level: number | null; chest: number | null; face: boolean | null };
export type CourseStep = { at_s: number; text: string };
export type Lesson = { day: number; title: string; minutes: number; steps: CourseStep[]; done_on: Day | null };
export type Course = { id: string; title: string; about: string; days: Lesson[]; next: number | null };
export type HrvRow = { id: Id; day: Day; at: number; source: string; rmssd: number | null; secs: number };
export type HrvOut = HrvRow & {
	beats: number;
	beats_kept: number;
	heart_rate: Figure;
	sdnn: Figure;
	rmssd_figure: Figure;
	pnn50: Figure;
	lf: Figure;
	hf: Figure;
	lf_hf: Figure;
	rhythm: Figure;
};

type One<Request, Reply> = { request: Request; reply: Reply };
type None = Record<string, never>;
/** Each command of breath with what it asks and answers. */
export type Breath = {
	"breath.patterns": One<None, Pattern[]>;
	"breath.save_pattern": One<{ id?: Id; name: string; program: Program; minutes: number; note?: string }, Pattern>;
	"breath.delete_pattern": One<{ id: Id }, null>;
	"breath.favorite": One<{ id: string; on: boolean }, null>;
	"breath.plan": One<{ pattern: string; minutes?: number; cycles?: number }, Plan>;
	"breath.share_pattern": One<{ id: string }, { text: string; svg: string }>;
	"breath.read_shared": One<{ text: string }, { pattern: Pattern; signer: string; valid: boolean }>;
	"breath.take_shared": One<{ text: string }, Pattern>;
	"breath.begin": One<Begin, Live>;
	"breath.live": One<None, Live | null>;
	"breath.pause": One<{ id: Id }, unknown>;
	"breath.resume": One<{ id: Id }, unknown>;
	"breath.complete": One<{ id: Id }, unknown>;
	"breath.discard": One<{ id: Id }, unknown>;
	"breath.tap": One<{ id: Id }, Live>;
	"breath.stretch": One<{ id: Id; cycle: number; ms: number }, Live>;
	"breath.interrupt": One<{ id: Id }, unknown>;
	"breath.feel": One<{ id: Id; when: "before" | "after"; feeling?: Feeling }, unknown>;
	"breath.session": One<{ id: Id }, SessionOut>;
	"breath.sessions": One<{ before?: Id; limit?: number; kind?: SessionKind }, SessionPage>;
	"breath.trends": One<{ days: number }, TrendDay[]>;
	"breath.totals": One<None, Totals>;
	"breath.set_rhythm": One<{ days_per_week?: number; pause_until?: Day; unpause?: boolean }, unknown>;
	"breath.settings": One<None, BreathSettings>;
	"breath.edit_settings": One<{ keep?: Keep }, unknown>;
	"breath.note": One<{ id: Id; text: string }, unknown>;
	"breath.keep_trace": One<{ id: Id; keep: Keep }, unknown>;
	"breath.trace": One<{ id: Id }, RibbonPoint[]>;
	"breath.add_session": One<{ kind: SessionKind; pattern?: string; minutes: number; at?: number; note?: string }, { id: Id }>;
	"breath.delete_session": One<{ id: Id }, unknown>;
	"breath.courses": One<None, Course[]>;
	"breath.hrv_readings": One<None, HrvRow[]>;
	"breath.hrv": One<{ id: Id }, HrvOut>;
	"breath.take_rr": One<{ at: string; source: string; rr_ms: number[] }, { id: Id }>;
};
export type Begin = {
	kind: SessionKind;
	pattern?: string;
	minutes?: number;
	cycles?: number;
	course?: CourseDay;
	camera: boolean;
	microphone: boolean;
	adaptive: boolean;
	gate_seen: boolean;
	bells?: Bells;
	ambient?: Ambient;
	mood_before?: Feeling;
};
