import { formatLocale } from "./locale";

/** 84,120 */
export const formatNumber = (value: number, digits = 0): string =>
	new Intl.NumberFormat(formatLocale(), { maximumFractionDigits: digits }).format(value);

/** A share from 0 to 1 as `42%`. */
export const formatPercent = (share: number): string =>
	new Intl.NumberFormat(formatLocale(), { style: "percent", maximumFractionDigits: 0 }).format(share);

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

/** A size in bytes in the unit that reads best: `3.4 MB`. Units are powers of 1000. */
export function formatBytes(count: number): string {
	let value = count;
	let unit = 0;
	while (value >= 1000 && unit < UNITS.length - 1) {
		value /= 1000;
		unit += 1;
	}
	return new Intl.NumberFormat(formatLocale(), {
		style: "unit",
		unit: UNITS[unit],
		unitDisplay: unit === 0 ? "long" : "short",
		maximumFractionDigits: value < 10 && unit > 0 ? 1 : 0,
	}).format(value);
}

/** `a, b and c` */
export const formatList = (parts: string[]): string => new Intl.ListFormat(formatLocale(), { type: "conjunction" }).format(parts);
