/** Sports, muscles, kinds and figures as a person says them. */
import { formatDistance, formatDuration, formatList, formatNumber, formatWeight, type Units } from "$lib/format";
import { m, messageFor } from "$lib/i18n";
import type { BestKind, Measured, Muscle, NextWhy, ProgressionRule, SetKind, SetRecord, SuggestReason, WorkoutRow } from "./wire";

/** A name that comes over the wire and has no message is shown as it is, without its underscores. */
const named = (prefix: string, slug: string): string => {
	const plain = slug.replaceAll("_", " ");
	return messageFor(`${prefix}_${slug}`) ?? plain.charAt(0).toLocaleUpperCase() + plain.slice(1);
};

export const sportName = (sport: string): string => named("fitness_sport", sport);

export const muscleName = (muscle: Muscle): string => named("fitness_muscle", muscle);

export const equipmentName = (equipment: string): string => named("fitness_equipment", equipment);

export const measuredName = (measured: Measured): string => named("fitness_measured", measured);

export const ruleName = (rule: ProgressionRule): string => named("fitness_rule", rule);

export const kindWord = (kind: SetKind): string => named("fitness_set_kind", kind);

export const sourceName = (source: string): string => named("fitness_source", source);

/** What stands where the number of a set would: W for a warm-up. */
export function kindMark(kind: SetKind, number: number): string {
	const MARKS = { warmup: m.fitness_mark_warmup, drop: m.fitness_mark_drop, failure: m.fitness_mark_failure };
	return kind === "work" ? String(number) : MARKS[kind]();
}

/** What a session is called: its name, else its sport. */
export const sessionName = (row: Pick<WorkoutRow, "name" | "sport">): string => row.name || sportName(row.sport);

export const setsWords = (count: number): string => m.fitness_sets_count({ count, shown: formatNumber(count) });

export const workoutsWords = (count: number): string => m.fitness_workouts_count({ count, shown: formatNumber(count) });

export const restWords = (ms: number | null): string => (ms === null ? m.fitness_rest_usual() : ms === 0 ? m.fitness_rest_none() : formatDuration(ms));

export function bestName(kind: BestKind): string {
	return named("fitness_best", kind);
}

/** What a best reached, in its own unit. */
export function bestValue(kind: BestKind, value: number, units: Units): string {
	if (kind === "reps") return m.fitness_reps_count({ count: value, shown: formatNumber(value) });
	if (kind === "time") return formatDuration(value);
	if (kind === "distance") return formatDistance(value, units.distance);
	return formatWeight(value, units.weight, kind === "volume" ? 0 : kind === "e1rm" ? 1 : 2);
}

/** Best estimated maximum 102.5 kg (before 100 kg) */
export const bestsWords = (bests: readonly SetRecord[], units: Units): string =>
	formatList(bests.map(({ kind, value, before }) => {
		const parts = { name: bestName(kind), value: bestValue(kind, value, units) };
		return before > 0 ? m.fitness_best_before({ ...parts, before: bestValue(kind, before, units) }) : m.fitness_best_first(parts);
	}));

/** 8: hard, two more would have gone. The words follow the numbers that are whole. */
export function rpeWord(rpe_x2: number): string {
	return m.fitness_rpe_worded({ value: formatNumber(rpe_x2 / 2, 1), word: hardness(rpe_x2) });
}

/** very hard */
export function hardness(rpe_x2: number): string {
	const WORDS = [m.fitness_rpe_1, m.fitness_rpe_2, m.fitness_rpe_3, m.fitness_rpe_4, m.fitness_rpe_5, m.fitness_rpe_6, m.fitness_rpe_7, m.fitness_rpe_8, m.fitness_rpe_9, m.fitness_rpe_10];
	return WORDS[Math.ceil(rpe_x2 / 2) - 1]?.() ?? "";
}

/** Why a routine says this weight and these repetitions. */
export function whyWords(why: NextWhy): string {
	return named("fitness_why", why);
}

/** A reason of a proposal as a sentence, and whether it speaks against it. */
export function reasonWords(reason: SuggestReason): { words: string; against: boolean } {
	const shown = (twice: number) => formatNumber(twice / 2, 1);
	switch (reason.why) {
		case "below_week":
			return { words: m.fitness_reason_below_week({ muscle: muscleName(reason.muscle), sets: shown(reason.sets_x2), aim: shown(reason.aim_x2) }), against: false };
		case "rested":
			return { words: m.fitness_reason_rested({ muscle: muscleName(reason.muscle), time: hoursWords(reason.hours) }), against: false };
		case "tired":
			return { words: m.fitness_reason_tired({ muscle: muscleName(reason.muscle), time: hoursWords(reason.hours) }), against: true };
		case "not_done_for":
			return { words: m.fitness_reason_not_done({ count: reason.days, shown: formatNumber(reason.days) }), against: false };
		case "never_done":
			return { words: m.fitness_reason_never(), against: false };
		case "fits_time":
			return { words: m.fitness_reason_fits({ shown: formatNumber(reason.minutes) }), against: false };
		case "cut_to_fit":
			return { words: m.fitness_reason_cut({ count: reason.exercises, shown: formatNumber(reason.exercises) }), against: true };
		case "no_equipment":
			return { words: m.fitness_reason_equipment({ count: reason.exercises, shown: formatNumber(reason.exercises) }), against: true };
	}
}

/** 30 hours; from two days on in days. */
function hoursWords(hours: number): string {
	if (hours < 48) return m.fitness_hours({ count: hours, shown: formatNumber(hours) });
	const days = Math.floor(hours / 24);
	return m.fitness_days({ count: days, shown: formatNumber(days) });
}
