/** Measures of the body: how each is shown, typed and called. */
import { formatHeart, formatLength, formatNumber, formatWeight, parseLength, parseWeight, quantityToType, unitWord, type Units } from "$lib/format";
import { m, messageFor } from "$lib/i18n";
import type { BodyMeasure } from "./wire";

export const MEASURES: readonly BodyMeasure[] = [
	"weight", "body_fat", "waist", "chest", "hip", "shoulders", "neck", "arm_left", "arm_right", "forearm_left", "forearm_right", "thigh_left", "thigh_right", "calf_left", "calf_right", "resting_heart",
];

export const measureName = (what: BodyMeasure): string => messageFor(`fitness_body_${what}`) ?? what.replaceAll("_", " ");

/** 82.4 kg, 18.5%, 92.5 cm, 58 bpm */
export function measureWords(what: BodyMeasure, value: number, units: Units): string {
	if (what === "weight") return formatWeight(value, units.weight, 1);
	if (what === "body_fat") return m.fitness_percent({ shown: formatNumber(value / 10, 1) });
	return what === "resting_heart" ? formatHeart(value) : formatLength(value, units.distance);
}

/** A change of a measure, with its sign. */
export function changeWords(what: BodyMeasure, change: number, units: Units): string {
	const size = measureWords(what, Math.abs(change), units);
	if (size === measureWords(what, 0, units)) return `±${size}`;
	return `${change > 0 ? "+" : "−"}${size}`;
}

/** What the figure is typed in: kg, %, cm. */
export function measureUnit(what: BodyMeasure, units: Units): string {
	if (what === "weight") return unitWord(units.weight);
	if (what === "body_fat") return "%";
	return what === "resting_heart" ? m.fitness_beats() : unitWord(units.distance === "km" ? "cm" : "in");
}

export function measureToType(what: BodyMeasure, value: number, units: Units): string {
	if (what === "weight") return quantityToType(value, units.weight, 2);
	if (what === "body_fat") return formatNumber(value / 10, 1);
	return what === "resting_heart" ? String(value) : quantityToType(value, units.distance === "km" ? "cm" : "in", 1);
}

/** What was typed; null: it is no such measure. */
export function parseMeasure(what: BodyMeasure, text: string, units: Units): number | null {
	if (what === "weight") return parseWeight(text, units.weight)?.value ?? null;
	if (what === "resting_heart") return /^\d{2,3}$/.test(text.trim()) ? Number(text) : null;
	if (what === "body_fat") {
		const found = /^\s*(\d{1,2}(?:[.,]\d)?)\s*%?\s*$/.exec(text);
		return found ? Math.round(Number(found[1]?.replace(",", ".")) * 10) : null;
	}
	return parseLength(text, units.distance);
}

/** What one round number of its scale is. */
export function measureScale(what: BodyMeasure, units: Units): number {
	if (what === "weight") return units.weight === "kg" ? 1_000_000 : 453_592.37;
	if (what === "body_fat") return 10;
	return what === "resting_heart" ? 1 : units.distance === "km" ? 10 : 25.4;
}
