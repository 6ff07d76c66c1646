/** The figures of a set: which an exercise has, how they are typed, stepped and said. */
import {
	formatDistance, formatDuration, formatNumber, formatWeight, formatWeightNumber, parseDistance, parseTime, parseWeight, quantityToType, unitWord, type Units,
} from "$lib/format";
import { m } from "$lib/i18n";
import type { Measured, WorkoutExercise, WorkoutSet } from "./wire";

export type Figure = "mg" | "reps" | "mm" | "ms";
export type Figures = Partial<Record<Figure, number>>;

const FIGURES: Record<Measured, readonly Figure[]> = {
	weight_reps: ["mg", "reps"],
	// The own body, and what is hung on it.
	reps: ["mg", "reps"],
	time: ["ms"],
	distance_time: ["mm", "ms"],
	weight_time: ["mg", "ms"],
	weight_distance: ["mg", "mm"],
};

export const figuresOf = (measured: Measured): readonly Figure[] => FIGURES[measured];

/** Columns of a table of sets: kind, last time, figures, done. */
export const setColumns = (measured: Measured): string => `2.75rem minmax(3.75rem, 1.2fr) repeat(${FIGURES[measured].length}, minmax(3.75rem, 1fr)) 3rem`;

/** A set of the own body counts without added weight. */
export const isOptional = (figure: Figure, measured: Measured): boolean => figure === "mg" && measured === "reps";

/** A carry is a matter of meters, a run of kilometers. */
const wayUnit = (measured: Measured, units: Units) =>
	measured === "distance_time" ? units.distance : units.distance === "km" ? "m" : "yd";
const bareTime = (measured: Measured) => (measured === "distance_time" ? "min" : "s");

/** Head of the column: kg, reps. */
export function figureHead(figure: Figure, measured: Measured, units: Units): string {
	if (figure === "mg") return isOptional(figure, measured) ? m.fitness_added({ unit: unitWord(units.weight) }) : unitWord(units.weight);
	if (figure === "mm") return unitWord(wayUnit(measured, units));
	return figure === "reps" ? m.fitness_reps() : m.fitness_time();
}

/** What the figure is called: Weight. */
export function figureName(figure: Figure): string {
	const NAMES = { mg: m.fitness_weight, reps: m.fitness_reps, mm: m.fitness_distance, ms: m.fitness_time };
	return NAMES[figure]();
}

/** What stands in its box. */
export function figureToType(figure: Figure, value: number, measured: Measured, units: Units): string {
	if (figure === "mg") return quantityToType(value, units.weight, units.weight === "kg" ? 2 : 1);
	if (figure === "mm") {
		const unit = wayUnit(measured, units);
		return quantityToType(value, unit, unit === "m" || unit === "yd" ? 0 : 3);
	}
	return figure === "reps" ? String(value) : formatDuration(value);
}

/** What was typed; null: it is no such figure. */
export function parseFigure(figure: Figure, text: string, measured: Measured, units: Units): number | null {
	if (figure === "mg") return parseWeight(text, units.weight)?.value ?? null;
	if (figure === "mm") return parseDistance(text, wayUnit(measured, units));
	if (figure === "ms") return parseTime(text, bareTime(measured));
	const digits = text.trim();
	return /^\d{1,4}$/.test(digits) ? Number(digits) : null;
}

const POUND_MG = 453_592.37;

/** By how much plus and minus change it: the smallest pair of plates most racks have. */
export function stepOf(figure: Figure, measured: Measured, units: Units): number {
	if (figure === "mg") return units.weight === "kg" ? 2_500_000 : 5 * POUND_MG;
	if (figure === "mm") return wayUnit(measured, units) === "km" ? 100_000 : wayUnit(measured, units) === "mi" ? 160_934.4 : 5000;
	return figure === "reps" ? 1 : 5000;
}

/** One step up or down, on whole steps of the person's own unit; never below nothing. */
export function stepped(value: number, by: 1 | -1, step: number): number {
	const steps = value / step;
	const near = Math.round(steps);
	// From between two steps it goes to the next one, not past it.
	const next = Math.abs(steps - near) < 1e-4 ? near + by : by > 0 ? Math.ceil(steps) : Math.floor(steps);
	return Math.max(0, Math.round(next * step));
}

/** One figure as a person says it. */
function figureWords(figure: Figure, value: number, units: Units): string {
	if (figure === "mg") return formatWeight(value, units.weight);
	if (figure === "mm") return formatDistance(value, units.distance);
	return figure === "reps" ? m.fitness_reps_count({ count: value, shown: formatNumber(value) }) : formatDuration(value);
}

/** A set in a few signs: 82.5 kg × 8; what is not known is left out. */
export function setWords(set: Figures | WorkoutSet, measured: Measured, units: Units): string {
	const weight = set.mg ? formatWeight(set.mg, units.weight) : "";
	if (set.reps != null && (measured === "weight_reps" || measured === "reps")) {
		if (!weight) return measured === "reps" ? figureWords("reps", set.reps, units) : m.fitness_times_reps({ weight: formatWeight(0, units.weight), reps: formatNumber(set.reps) });
		return m.fitness_times_reps({ weight: measured === "reps" ? m.fitness_added({ unit: weight }) : weight, reps: formatNumber(set.reps) });
	}
	const parts = [weight, set.mm != null ? formatDistance(set.mm, units.distance) : "", set.ms != null ? formatDuration(set.ms) : ""];
	return parts.filter((part) => part !== "").join(" · ");
}

/** The same without the unit of the weight, where a heading says it. */
export function bareSetWords(set: Figures | WorkoutSet, measured: Measured, units: Units): string {
	if (set.mg && set.reps != null && (measured === "weight_reps" || measured === "reps")) {
		return m.fitness_times_reps({ weight: formatWeightNumber(set.mg, units.weight), reps: formatNumber(set.reps) });
	}
	return setWords(set, measured, units);
}

/** The set of the last time that stands at the same place: warm-ups beside warm-ups. */
export function lastOf(exercise: WorkoutExercise, set: WorkoutSet): WorkoutSet | null {
	const alike = (other: WorkoutSet) => (other.kind === "warmup") === (set.kind === "warmup");
	const at = exercise.sets.filter(alike).findIndex(({ key }) => key === set.key);
	return exercise.last?.sets.filter(alike)[at] ?? null;
}

/** What a set would be if it were done now: what is typed, else what is planned, else the last time. */
export function figuresNow(exercise: WorkoutExercise, set: WorkoutSet, typed: Partial<Record<Figure, number | null>>): Figures {
	const last = lastOf(exercise, set);
	const found: Figures = {};
	for (const figure of figuresOf(exercise.exercise.kind)) {
		const value = figure in typed ? typed[figure] : (set[figure] ?? last?.[figure]);
		if (value != null) found[figure] = value;
	}
	return found;
}
