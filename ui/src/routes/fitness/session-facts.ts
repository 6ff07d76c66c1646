/** The figures of a session, each with its name. */
import { formatDistance, formatDuration, formatEnergy, formatHeart, formatHeight, formatNumber, formatWeight, type Units } from "$lib/format";
import { m } from "$lib/i18n";
import { isPaced, meanSpeed, speedWords } from "./session-words";
import type { ActivityDetail } from "./told/wire";
import type { WorkoutRow } from "./wire";
import { hardness } from "./words";

export type Fact = { label: string; value: string; note?: string };

/** What a row says, and beside it what a track tells. */
export function sessionFacts(row: WorkoutRow, units: Units, told?: Pick<ActivityDetail, "totals" | "figured" | "track">): Fact[] {
	const facts: Fact[] = [];
	const add = (label: string, value: string | null | undefined, note?: string) => void (value && facts.push({ label, value, ...(note ? { note } : {}) }));
	const totals = told?.totals;
	const figured = (name: string) => (told?.figured.includes(name) ? m.fitness_from_track() : undefined);
	const way = row.distance_mm ?? totals?.distance_mm;
	const moving = told?.track?.moving_ms ?? row.moving_ms;
	if (way) add(m.fitness_distance(), formatDistance(way, units.distance), figured("distance"));
	if (moving && row.elapsed_ms && row.elapsed_ms - moving > 30_000) {
		add(m.fitness_moving(), formatDuration(moving));
		add(m.fitness_elapsed(), formatDuration(row.elapsed_ms));
	} else if (row.elapsed_ms) add(m.fitness_time(), formatDuration(row.elapsed_ms));
	if (way) add(isPaced(row.sport) ? m.fitness_pace() : m.fitness_speed(), speedWords(row.sport, meanSpeed({ distance_mm: way, moving_ms: moving ?? null, elapsed_ms: row.elapsed_ms }), units));
	if (row.sets > 0) add(m.fitness_sets(), formatNumber(row.sets), m.fitness_reps_count({ count: row.reps, shown: formatNumber(row.reps) }));
	if (row.volume_mg > 0) add(m.fitness_volume(), formatWeight(row.volume_mg, units.weight, 0));
	const up = row.ascent_mm ?? totals?.ascent_mm;
	if (up) add(m.fitness_ascent(), formatHeight(up, units.distance), totals?.descent_mm ? m.fitness_down({ height: formatHeight(totals.descent_mm, units.distance) }) : figured("ascent"));
	const heart = row.heart_bpm ?? totals?.heart_bpm;
	if (heart) add(m.fitness_heart(), formatHeart(heart), totals?.heart_max_bpm ? m.fitness_highest({ value: formatHeart(totals.heart_max_bpm) }) : undefined);
	if (totals?.power_w) add(m.fitness_power(), m.fitness_watts({ shown: formatNumber(totals.power_w) }), totals.power_max_w ? m.fitness_highest({ value: m.fitness_watts({ shown: formatNumber(totals.power_max_w) }) }) : undefined);
	if (totals?.cadence) add(m.fitness_cadence(), m.fitness_per_minute({ shown: formatNumber(totals.cadence) }));
	const energy = row.energy_j ?? totals?.energy_j;
	if (energy) add(m.fitness_energy(), formatEnergy(energy));
	if (row.rpe_x2) add(m.fitness_rpe(), formatNumber(row.rpe_x2 / 2, 1), hardness(row.rpe_x2));
	return facts;
}
