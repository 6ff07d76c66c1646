/** A session in a few figures: those that say most of its sport. */
import { formatDistance, formatEnergy, formatHeart, formatHeight, formatMinutes, formatPace, formatSpeed, formatWeight, type Units } from "$lib/format";
import { m } from "$lib/i18n";
import type { WorkoutRow } from "./wire";
import { setsWords } from "./words";

const PACED = new Set(["run", "trail_run", "treadmill_run", "track_run", "walk", "hike", "snowshoe"]);
const POOL = new Set(["swim", "open_water_swim", "row", "indoor_row"]);

/** How the speed of a sport is told. */
export function speedWords(sport: string, mmPerSecond: number, units: Units): string | null {
	if (mmPerSecond <= 0) return null;
	if (POOL.has(sport)) return formatPace(mmPerSecond, units.distance, "pool");
	return PACED.has(sport) ? formatPace(mmPerSecond, units.distance) : formatSpeed(mmPerSecond, units.distance);
}

/** Whether a quicker one has the smaller figure. */
export const isPaced = (sport: string): boolean => PACED.has(sport) || POOL.has(sport);

/** Its mean speed over the time in motion. */
export function meanSpeed(row: Pick<WorkoutRow, "distance_mm" | "moving_ms" | "elapsed_ms">): number {
	const ms = row.moving_ms ?? row.elapsed_ms ?? 0;
	return row.distance_mm && ms > 0 ? (row.distance_mm * 1000) / ms : 0;
}

/** Its figures, the telling ones first. */
export function sessionFigures(row: WorkoutRow, units: Units): string[] {
	const found: (string | null)[] = [];
	if (row.distance_mm) found.push(formatDistance(row.distance_mm, units.distance));
	if (row.elapsed_ms) found.push(formatMinutes(row.moving_ms ?? row.elapsed_ms));
	if (row.distance_mm) found.push(speedWords(row.sport, meanSpeed(row), units));
	if (row.sets > 0) found.push(setsWords(row.sets));
	if (row.volume_mg > 0) found.push(formatWeight(row.volume_mg, units.weight, 0));
	if (row.ascent_mm && row.ascent_mm >= 20_000) found.push(m.fitness_up({ height: formatHeight(row.ascent_mm, units.distance) }));
	if (row.heart_bpm) found.push(formatHeart(row.heart_bpm));
	if (!row.distance_mm && row.sets === 0 && row.energy_j) found.push(formatEnergy(row.energy_j));
	return found.filter((part) => part !== null);
}

/** The first two or three of them on one line. */
export const sessionWords = (row: WorkoutRow, units: Units, most = 2): string => sessionFigures(row, units).slice(0, most).join(" · ");
