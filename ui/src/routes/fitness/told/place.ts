/**
 * The line of a track on a plane, without any network.
 *
 * Mercator's projection keeps shapes and has north above; the plane is a part of the world, one whole
 * turn wide.
 */
import type { TrackLine } from "./wire";

export type Point = { x: number; y: number };
type Size = { width: number; height: number; pad: number };

const UNITS_PER_DEGREE = 1e7;
/** Meridians are so long, meters: the equator of WGS 84. */
const EQUATOR_M = 40_075_016.686;
/** The projection has no poles. */
const LATITUDE_MAX = 85;
/** A line is shown at least so wide, meters: a lap around a desk is not blown up to a map of its noise. */
const SPAN_MIN_M = 60;

export function projected(latitude: number, longitude: number): Point {
	const degrees = Math.max(-LATITUDE_MAX, Math.min(LATITUDE_MAX, latitude / UNITS_PER_DEGREE));
	const angle = (degrees * Math.PI) / 180;
	return { x: longitude / UNITS_PER_DEGREE / 360 + 0.5, y: 0.5 - Math.log(Math.tan(Math.PI / 4 + angle / 2)) / (2 * Math.PI) };
}

export type Drawn = {
	points: Point[];
	/** Runs between pauses: the first and the last index of each. */
	runs: { from: number; to: number }[];
	/** Meters that a pixel is, in the middle of the picture. */
	metersPerPixel: number;
};

/** The line fitted into a picture. */
export function drawn(line: TrackLine, { width, height, pad }: Size): Drawn {
	const world = unwrapped(line.latitude.map((latitude, at) => projected(latitude, line.longitude[at] ?? 0)));
	const [xs, ys] = [world.map(({ x }) => x), world.map(({ y }) => y)];
	const [left, right, top, bottom] = [least(xs), most(xs), least(ys), most(ys)];
	const middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
	// How many meters one of the plane is: meridians come closer toward the poles.
	const meters = EQUATOR_M * Math.cos(Math.atan(Math.sinh(2 * Math.PI * (0.5 - middle.y))));
	const span = SPAN_MIN_M / meters;
	const scale = Math.min((width - 2 * pad) / Math.max(right - left, span), (height - 2 * pad) / Math.max(bottom - top, span));
	const points = world.map(({ x, y }) => ({ x: width / 2 + (x - middle.x) * scale, y: height / 2 + (y - middle.y) * scale }));
	return { points, runs: runsOf(line.breaks), metersPerPixel: meters / scale };
}

/** Loops, not spreads: a long track has more points than a call has arguments. */
const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b), Infinity);
const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), -Infinity);

/** Beyond the date line the line goes on instead of jumping around the world. */
function unwrapped(points: Point[]): Point[] {
	let turn = 0;
	let before: number | null = null;
	return points.map(({ x, y }) => {
		if (before !== null && x - before > 0.5) turn -= 1;
		if (before !== null && before - x > 0.5) turn += 1;
		before = x;
		return { x: x + turn, y };
	});
}

function runsOf(breaks: readonly boolean[]): { from: number; to: number }[] {
	const runs: { from: number; to: number }[] = [];
	breaks.forEach((anew, at) => {
		const last = runs.at(-1);
		if (!last || anew) runs.push({ from: at, to: at });
		else last.to = at;
	});
	return runs;
}

/** A path through points from one index to another. */
export function pathOf(points: readonly Point[], from: number, to: number): string {
	return points
		.slice(from, to + 1)
		.map(({ x, y }, at) => `${at === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`)
		.join("");
}

/** The index of the point that is nearest to a place. */
export function nearest(points: readonly Point[], { x, y }: Point): number {
	let best = -1;
	let least = Infinity;
	points.forEach((point, at) => {
		const far = (point.x - x) ** 2 + (point.y - y) ** 2;
		if (far < least) [best, least] = [at, far];
	});
	return best;
}

/** The index of the last of rising values that is not after `value`; 0 when all are. */
export function indexAt(values: readonly number[], value: number): number {
	let low = 0;
	let high = values.length - 1;
	while (low < high) {
		const middle = Math.ceil((low + high) / 2);
		if ((values[middle] ?? 0) <= value) low = middle;
		else high = middle - 1;
	}
	return low;
}

/** What stands between two values at a place; places rise. */
export function between(at: readonly number[], values: readonly number[], place: number): number | null {
	if (at.length === 0 || values.length === 0) return null;
	const before = indexAt(at, place);
	const [t0, t1] = [at[before] ?? 0, at[before + 1]];
	const [v0, v1] = [values[before] ?? 0, values[before + 1]];
	if (t1 === undefined || v1 === undefined || t1 <= t0) return v0;
	return v0 + (v1 - v0) * Math.max(0, Math.min(1, (place - t0) / (t1 - t0)));
}

/** Where the line is at a point of the track, which may lie between two of those that are drawn. */
export function placeAt(line: TrackLine, points: readonly Point[], number: number): Point | null {
	const x = between(line.points, points.map((point) => point.x), number);
	const y = between(line.points, points.map((point) => point.y), number);
	return x === null || y === null ? null : { x, y };
}

/** A round length for the scale bar, and how many pixels it is: at most `widest`. */
export function scaleBar(metersPerPixel: number, unit: "km" | "mi", widest: number): { mm: number; px: number } {
	const perUnit = unit === "km" ? 1 : metersPerPixel * widest < 1609.344 ? 0.9144 : 1609.344;
	const room = (metersPerPixel * widest) / perUnit;
	const power = 10 ** Math.floor(Math.log10(room));
	const round = [5, 2, 1].find((times) => times * power <= room) ?? 1;
	const meters = round * power * perUnit;
	return { mm: Math.round(meters * 1000), px: meters / metersPerPixel };
}

/** Round marks along a way, at most `count`: every kilometer, every second, … */
export function wayMarks(wayMm: number, unitMm: number, count: number): number[] {
	const whole = Math.floor(wayMm / unitMm);
	const step = [1, 2, 5, 10, 20, 50, 100, 200].find((times) => whole / times <= count) ?? 500;
	return Array.from({ length: Math.floor(whole / step) }, (_, at) => (at + 1) * step);
}
