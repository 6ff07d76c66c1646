/** Patterns, phases and lengths of time as a person says them. */
import { formatNumber } from "$lib/format";
import { m, messageFor } from "$lib/i18n";
import type { Pattern, PhaseKind, Program, SessionKind } from "./wire";

/** In, Hold, Out: as short as can be, also what a voice says. */
const PHASES: Record<PhaseKind, () => string> = {
	inhale: m.breath_phase_inhale,
	inhale2: m.breath_phase_inhale2,
	hold_in: m.breath_phase_hold,
	exhale: m.breath_phase_exhale,
	hold_out: m.breath_phase_rest,
	free_hold: m.breath_phase_free_hold,
	recovery: m.breath_phase_recovery,
};
export const phaseWord = (kind: PhaseKind): string => PHASES[kind]();

/** What a phase is called in the editor. */
export const phaseName = (kind: PhaseKind): string => messageFor(`breath_kind_${kind}`) ?? kind;

/** A shipped pattern is named by its id, an own one by its owner. */
export const patternName = ({ id, name, shipped }: Pick<Pattern, "id" | "name" | "shipped">): string => (shipped ? (messageFor(`breath_pattern_${id}`) ?? name) : name);

/** What a shipped pattern is, in a sentence. */
export const patternText = ({ id, shipped, note }: Pick<Pattern, "id" | "shipped" | "note">): string => (shipped ? (messageFor(`breath_pattern_${id}_text`) ?? "") : note);

/** What a session is called: its pattern, or that one sat. */
export function sessionName({ kind, pattern, name }: { kind: SessionKind; pattern: string; name: string }): string {
	if (kind === "meditation") return name || m.breath_sitting();
	return messageFor(`breath_pattern_${pattern}`) ?? (name || m.breath_pattern_gone());
}

/** 4–7–8: the phases of the first round as a person counts them. */
export function countsOf(program: Program): string {
	const phases = program.rounds[0]?.phases ?? [];
	return phases.map(({ ms }) => (ms === null ? m.breath_count_free() : formatNumber(ms / 1000, 1))).join("–");
}

/** 3 min 20 s; below a minute seconds alone, whole minutes alone. */
export function spanWords(ms: number): string {
	const seconds = Math.max(0, Math.round(ms / 1000));
	const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
	const parts = [minutes > 0 ? m.breath_minutes_short({ shown: formatNumber(minutes) }) : "", rest > 0 || minutes === 0 ? m.breath_seconds_short({ shown: formatNumber(rest) }) : ""];
	return parts.filter((part) => part !== "").join(" ");
}

export const minutesWords = (minutes: number): string => m.breath_minutes_short({ shown: formatNumber(Math.round(minutes)) });

/** 6 breaths a minute */
export const rateWords = (perMinute: number): string => m.breath_per_minute({ shown: formatNumber(perMinute, 1) });

export const cyclesWords = (count: number): string => m.breath_cycles_count({ count, shown: formatNumber(count) });

/** Breaths a minute of the part that is breathed in cycles. */
export function perMinuteOf(program: Program): number | null {
	const round = program.rounds.find(({ phases }) => phases.some(({ kind }) => kind === "exhale") && phases.every(({ ms }) => ms !== null));
	const whole = round?.phases.reduce((sum, { ms }) => sum + (ms ?? 0), 0) ?? 0;
	return whole > 0 ? 60_000 / whole : null;
}
