/** What devices measure of a day: how it is called, shown and scaled. */
import { formatDistance, formatEnergy, formatHeart, formatMinutes, formatNumber, formatWeight, type Units } from "$lib/format";
import { m, messageFor } from "$lib/i18n";

const HOUR_MS = 3_600_000;

export const dayWhatName = (what: string): string => messageFor(`fitness_day_${what}`) ?? what.replaceAll("_", " ");

export function dayWords(what: string, value: number, units: Units): string {
	switch (what) {
		case "sleep":
		case "exercise":
			return formatMinutes(value);
		case "distance":
			return formatDistance(value, units.distance);
		case "energy":
			return formatEnergy(value);
		case "weight":
			return formatWeight(value, units.weight, 1);
		case "heart":
		case "resting_heart":
			return formatHeart(value);
		case "hrv":
			return m.fitness_milliseconds({ shown: formatNumber(value / 1000) });
		default:
			return formatNumber(value);
	}
}

/** What one round number of its scale is, and how it is written. */
export function dayScale(what: string, units: Units): { per: number; scale: (value: number) => string } {
	const plain = (per: number) => ({ per, scale: (value: number) => formatNumber(value, 1) });
	switch (what) {
		case "sleep":
		case "exercise":
			return { per: HOUR_MS, scale: (value) => m.quantity_hours({ shown: formatNumber(value, 1) }) };
		case "distance":
			return plain(units.distance === "km" ? 1_000_000 : 1_609_344);
		case "energy":
			return plain(4184);
		case "weight":
			return plain(units.weight === "kg" ? 1_000_000 : 453_592.37);
		case "hrv":
			return plain(1000);
		default:
			return plain(1);
	}
}
