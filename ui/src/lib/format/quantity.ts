// Weights, ways and times are whole numbers of small units (milligrams, millimeters, milliseconds,
// joules). They become text in the units that a person reads, and come back from what is typed.

import { m } from "$lib/i18n";
import { formatLocale } from "./locale";
import { marks, plainNumber } from "./money";
import { formatDuration } from "./time";

export type WeightUnit = "kg" | "lb";
export type DistanceUnit = "km" | "mi";
/** What a person reads weights and ways in. */
export type Units = { weight: WeightUnit; distance: DistanceUnit };

/** How many millionths of a milligram, millimeter or millisecond one of a unit is; exact by definition. */
const MICROS = {
	kg: 1_000_000_000_000n,
	g: 1_000_000_000n,
	lb: 453_592_370_000n,
	km: 1_000_000_000_000n,
	m: 1_000_000_000n,
	cm: 10_000_000n,
	mm: 1_000_000n,
	mi: 1_609_344_000_000n,
	yd: 914_400_000n,
	ft: 304_800_000n,
	in: 25_400_000n,
} as const;
type Unit = keyof typeof MICROS;

/** Millimeters of a mile, and of a foot. */
const MILE_MM = 1_609_344;
const FOOT_MM = 304.8;
const INCH_MM = 25.4;
const YARD_MM = 914.4;
/** The thermochemical calorie, as food and watches count it. */
const KCAL_J = 4184;

const NAMES: Record<Unit, string> = {
	kg: "kilogram", g: "gram", lb: "pound", km: "kilometer", m: "meter", cm: "centimeter", mm: "millimeter", mi: "mile", yd: "yard", ft: "foot", in: "inch",
};

/** What people write behind a number. */
const WRITTEN: Record<string, Unit> = {
	kg: "kg", kgs: "kg", kilo: "kg", kilos: "kg", g: "g", lb: "lb", lbs: "lb", pound: "lb", pounds: "lb", "#": "lb",
	km: "km", k: "km", m: "m", cm: "cm", mm: "mm", mi: "mi", mile: "mi", miles: "mi", yd: "yd", yds: "yd", ft: "ft", "'": "ft", in: "in", '"': "in", "″": "in", "′": "ft",
};

const formats = new Map<string, Intl.NumberFormat>();

function format(options: Intl.NumberFormatOptions): Intl.NumberFormat {
	const key = formatLocale() + JSON.stringify(options);
	const known = formats.get(key);
	if (known) return known;
	const made = new Intl.NumberFormat(formatLocale(), options);
	formats.set(key, made);
	return made;
}

/** A number with its unit, `82.5 kg`, never broken between the two. */
function withUnit(value: number, unit: string, most: number, least = 0): string {
	const made = format({ style: "unit", unit, unitDisplay: "short", minimumFractionDigits: least, maximumFractionDigits: most });
	return made.format(value === 0 ? 0 : value).replaceAll(" ", "\u00a0").replace("-", "−");
}

const plain = (value: number, most: number): string => format({ maximumFractionDigits: most }).format(value === 0 ? 0 : value).replace("-", "−");

const perUnit = (unit: Unit): number => Number(MICROS[unit]) / 1_000_000;

/** A weight of a set has no more decimals than the smallest plates ask for. */
const DECIMALS: Record<WeightUnit, number> = { kg: 2, lb: 1 };

/** 82.5 kg, 185 lb */
export const formatWeight = (mg: number, unit: WeightUnit, digits = DECIMALS[unit]): string => withUnit(mg / perUnit(unit), NAMES[unit], digits);

/** 82.5: where a heading says the unit. */
export const formatWeightNumber = (mg: number, unit: WeightUnit, digits = DECIMALS[unit]): string => plain(mg / perUnit(unit), digits);

/** kg, lb, km: the word alone, as the reader's language writes it. */
export function unitWord(unit: Unit): string {
	const parts = format({ style: "unit", unit: NAMES[unit], unitDisplay: "short" }).formatToParts(2);
	return parts.find(({ type }) => type === "unit")?.value ?? unit;
}

/** 12.42 km; below one of them 400 m. Miles below a tenth are yards. */
export function formatDistance(mm: number, unit: DistanceUnit): string {
	if (unit === "km" && mm < 1_000_000) return withUnit(Math.round(mm / 1000), "meter", 0);
	if (unit === "mi" && mm < MILE_MM / 10) return withUnit(Math.round(mm / YARD_MM), "yard", 0);
	const value = mm / perUnit(unit);
	return withUnit(value, NAMES[unit], value < 100 ? 2 : value < 1000 ? 1 : 0);
}

/** Meters or feet upward: `312 m`, `1,024 ft`. */
export const formatHeight = (mm: number, unit: DistanceUnit): string =>
	unit === "km" ? withUnit(Math.round(mm / 1000), "meter", 0) : withUnit(Math.round(mm / FOOT_MM), "foot", 0);

/** Around the body: `92.5 cm`, `36.4 in`. */
export const formatLength = (mm: number, unit: DistanceUnit): string =>
	unit === "km" ? withUnit(mm / 10, "centimeter", 1) : withUnit(mm / INCH_MM, "inch", 1);

/** 24.1 km/h */
export const formatSpeed = (mmPerSecond: number, unit: DistanceUnit): string =>
	withUnit((mmPerSecond * 3600) / perUnit(unit), `${NAMES[unit]}-per-hour`, 1, 1);

/** 5:02 /km; of water `1:45 /100 m`. Null: it stands still. */
export function formatPace(mmPerSecond: number, unit: DistanceUnit, per: "long" | "pool" = "long"): string | null {
	if (mmPerSecond <= 0) return null;
	const mm = per === "pool" ? 100 * (unit === "km" ? 1000 : YARD_MM) : perUnit(unit);
	const ms = (mm / mmPerSecond) * 1000;
	// Slower than two hours is no pace but a rest.
	if (ms > 7_200_000) return null;
	const what = per === "pool" ? withUnit(100, unit === "km" ? "meter" : "yard", 0) : unitWord(unit);
	return m.quantity_per({ amount: formatDuration(ms), unit: what });
}

/** 512 kcal */
export const formatEnergy = (joules: number): string => m.quantity_kcal({ shown: plain(Math.round(joules / KCAL_J), 0) });

/** 142 bpm */
export const formatHeart = (perMinute: number): string => m.quantity_bpm({ shown: plain(perMinute, 0) });

/** A length of time in whole minutes: `48 min`, `1 h 12 min`. */
export function formatMinutes(ms: number): string {
	const minutes = Math.round(ms / 60_000);
	if (minutes < 60) return m.quantity_minutes({ shown: plain(minutes, 0) });
	const hours = m.quantity_hours({ shown: plain(Math.floor(minutes / 60), 0) });
	return minutes % 60 === 0 ? hours : `${hours} ${m.quantity_minutes({ shown: plain(minutes % 60, 0) })}`;
}

/** What stands in a box that is typed into: digits in the reader's own decimal mark. */
export function quantityToType(value: number, unit: Unit, digits: number): string {
	const rounded = Number((value / perUnit(unit)).toFixed(digits));
	return String(rounded).replace(".", marks().decimal);
}

/** A number of a unit as whole small units; null: no number, below zero, or too large. */
function wholeOf(text: string, unit: Unit): number | null {
	const number = plainNumber(text);
	if (number === null) return null;
	const [whole = "", part = ""] = number.split(".");
	const scale = 10n ** BigInt(part.length) * 1_000_000n;
	const value = (BigInt(whole + part) * MICROS[unit] + scale / 2n) / scale;
	return value > BigInt(Number.MAX_SAFE_INTEGER) ? null : Number(value);
}

/** Number and what stands behind it; units that are not among `known` make it nothing. */
function read(text: string, known: readonly Unit[], otherwise: Unit): { value: number; unit: Unit } | null {
	const found = /^\s*([\d.,\s\u00a0\u202f'’]*\d|[.,]\d+)\s*([\p{L}#'"′″]*)\s*\.?\s*$/u.exec(text);
	if (!found) return null;
	const word = found[2]?.toLowerCase() ?? "";
	const unit = word === "" ? otherwise : WRITTEN[word];
	if (!unit || !known.includes(unit)) return null;
	const value = wholeOf(found[1] ?? "", unit);
	return value === null ? null : { value, unit };
}

/** What was typed as a weight in milligrams, and its unit: `82.5`, `180 lb`. */
export function parseWeight(text: string, unit: WeightUnit): { value: number; unit: WeightUnit } | null {
	const found = read(text, ["kg", "lb"], unit);
	return found && { value: found.value, unit: found.unit as WeightUnit };
}

/** What was typed as a way in millimeters: `5`, `400 m`, `3.1 mi`. A bare number is of `unit`. */
export const parseDistance = (text: string, unit: "km" | "mi" | "m" | "yd"): number | null =>
	read(text, ["km", "m", "mi", "yd", "ft"], unit)?.value ?? null;

/** What was typed as a length of the body in millimeters. */
export const parseLength = (text: string, unit: DistanceUnit): number | null =>
	read(text, ["m", "cm", "mm", "in", "ft"], unit === "km" ? "cm" : "in")?.value ?? null;

const TIME_PARTS = /^\s*(?:(\d+)\s*h)?\s*(?:(\d+)\s*(?:min|m|′|'))?\s*(?:(\d+)\s*(?:s|sec|″|"))?\s*$/i;

/**
 * What was typed as a length of time in milliseconds: `25:10`, `1:02:03`, `45 min`, `1h 20m`, `90 s`.
 * A bare number is of `bare`.
 */
export function parseTime(text: string, bare: "s" | "min"): number | null {
	const trimmed = text.trim();
	if (/^\d+$/.test(trimmed)) return Number(trimmed) * (bare === "s" ? 1000 : 60_000);
	const clock = /^(?:(\d{1,3}):)?(\d{1,3}):(\d{2})$/.exec(trimmed);
	if (clock) {
		const [hours, minutes, seconds] = [Number(clock[1] ?? 0), Number(clock[2]), Number(clock[3])];
		return seconds > 59 || (clock[1] && minutes > 59) ? null : ((hours * 60 + minutes) * 60 + seconds) * 1000;
	}
	const parts = trimmed === "" ? null : TIME_PARTS.exec(trimmed);
	if (!parts) return null;
	return ((Number(parts[1] ?? 0) * 60 + Number(parts[2] ?? 0)) * 60 + Number(parts[3] ?? 0)) * 1000;
}
