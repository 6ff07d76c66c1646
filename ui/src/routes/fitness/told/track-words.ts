/** What a track says at an instant, and how its measures are called, shown and scaled. */
import { formatDistance, formatDuration, formatHeart, formatHeight, formatNumber, formatPace, type Units } from "$lib/format";
import { m } from "$lib/i18n";
import { isPaced, speedWords } from "../session-words";
import { indexAt } from "./place";
import type { TrackColumn, TrackColumns } from "./wire";

/** Slower is a rest; a pace of it would flatten all others. Millimeters a second. */
const PACE_FLOOR = 700;

export type Measure = {
	name: string;
	/** A value as it is drawn; null: not drawn. */
	plot: (value: number) => number | null;
	/** Whether the small is at the top: the quicker pace. */
	turned: boolean;
	/** A number of the scale. */
	scale: (plotted: number) => string;
	words: (value: number) => string;
	/** Zero is at the bottom. */
	fromZero: boolean;
	/** Round steps of the scale; null: tens. */
	steps: readonly number[] | null;
	filled: boolean;
};

/** How a column is drawn and said. */
export function measureOf(column: Pick<TrackColumn, "name" | "unit">, sport: string, units: Units): Measure {
	const plain = (name: string, words: (value: number) => string): Measure => ({
		name, words, plot: (value) => value, turned: false, scale: (value) => formatNumber(value), fromZero: false, steps: null, filled: false,
	});
	switch (column.name) {
		case "altitude": {
			const per = units.distance === "km" ? 1000 : 304.8;
			return { ...plain(m.fitness_elevation(), (mm) => formatHeight(mm, units.distance)), plot: (mm) => mm / per, scale: (value) => formatHeight(value * per, units.distance), filled: true };
		}
		case "heart":
			return plain(m.fitness_heart(), formatHeart);
		case "power":
			return { ...plain(m.fitness_power(), (watts) => m.fitness_watts({ shown: formatNumber(watts) })), fromZero: true };
		case "cadence":
			return { ...plain(m.fitness_cadence(), (rate) => m.fitness_per_minute({ shown: formatNumber(rate) })) };
		case "temperature":
			return { ...plain(m.fitness_temperature(), (milli) => m.fitness_degrees({ shown: formatNumber(milli / 1000, 1) })), plot: (milli) => milli / 1000 };
		case "speed":
			return isPaced(sport) ? paceMeasure(sport, units) : speedMeasure(units);
		default:
			return { ...plain(column.name.replaceAll("_", " "), (value) => `${formatNumber(value / 1000, 1)} ${column.unit}`.trim()), plot: (value) => value / 1000 };
	}
}

function paceMeasure(sport: string, units: Units): Measure {
	const long = formatPace(3000, units.distance) === speedWords(sport, 3000, units);
	const mm = long ? (units.distance === "km" ? 1_000_000 : 1_609_344) : units.distance === "km" ? 100_000 : 91_440;
	return {
		name: m.fitness_pace(),
		// Seconds.
		plot: (speed) => (speed < (long ? PACE_FLOOR : PACE_FLOOR / 4) ? null : mm / speed),
		turned: true,
		scale: (seconds) => formatDuration(seconds * 1000),
		words: (speed) => speedWords(sport, speed, units) ?? m.fitness_standing(),
		fromZero: false,
		steps: [5, 10, 15, 30, 60, 120, 300],
		filled: false,
	};
}

function speedMeasure(units: Units): Measure {
	const per = units.distance === "km" ? 1_000_000 / 3600 : 1_609_344 / 3600;
	return {
		name: m.fitness_speed(),
		plot: (speed) => speed / per,
		turned: false,
		scale: (value) => formatNumber(value),
		words: (speed) => speedWords("ride", speed, units) ?? m.fitness_standing(),
		fromZero: true,
		steps: null,
		filled: false,
	};
}

/** The value of a column at a point of the track, or null. */
export function valueAt(column: TrackColumn, point: number): number | null {
	return column.values[indexAt(column.points, point)] ?? null;
}

/** Whether anything of a column can be drawn. */
export function isDrawn(column: TrackColumn, sport: string, units: Units): boolean {
	const { plot } = measureOf(column, sport, units);
	return column.values.filter((value) => value !== null && plot(value) !== null).length > 1;
}

/** 25:10 · 5.02 km · 148 bpm · 4:58 /km */
export function momentWords(track: TrackColumns, point: number, sport: string, units: Units): string {
	const parts: string[] = [];
	const times = track.columns[0];
	if (times && (times.at_ms.at(-1) ?? 0) > 0) parts.push(formatDuration(times.at_ms[indexAt(times.points, point)] ?? 0));
	const way = track.columns.find(({ way_mm }) => way_mm.length > 0);
	if (way) parts.push(formatDistance(way.way_mm[indexAt(way.points, point)] ?? 0, units.distance));
	for (const column of track.columns.slice(0, 4)) {
		const value = valueAt(column, point);
		if (value !== null) parts.push(measureOf(column, sport, units).words(value));
	}
	return parts.join(" · ");
}
