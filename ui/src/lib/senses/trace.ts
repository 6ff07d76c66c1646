/** A value that runs on: the last seconds of it as a line with holes. */

/** A value at a time in milliseconds; null: not known then. */
export type TracePoint = { at: number; value: number | null };

/** Points further apart than this have a hole between them, in milliseconds. */
const HOLE_MS = 600;
/** More points than this are never kept: 30 seconds of 60 a second. */
const POINTS_MAX = 1800;

/** The trace with one more point, without what is older than `span`. A clock that begins anew begins a new trace. */
export function traced(points: readonly TracePoint[], point: TracePoint, span: number): TracePoint[] {
	const last = points.at(-1);
	if (last && point.at < last.at) return [point];
	return [...points.filter(({ at }) => at > point.at - span), point].slice(-POINTS_MAX);
}

/** The points up to the last whole step, so that a line that would run on moves only now and then. */
export function untilStep(points: readonly TracePoint[], step: number): TracePoint[] {
	const end = Math.floor((points.at(-1)?.at ?? 0) / step) * step;
	return points.filter(({ at }) => at <= end);
}

/** The parts without a hole, each at least two points long. */
export function unbroken(points: readonly TracePoint[]): { at: number; value: number }[][] {
	const parts: { at: number; value: number }[][] = [];
	let part: { at: number; value: number }[] = [];
	for (const { at, value } of points) {
		const before = part.at(-1);
		if (value === null || (before && at - before.at > HOLE_MS)) {
			parts.push(part);
			part = [];
		}
		if (value !== null) part.push({ at, value });
	}
	return [...parts, part].filter(({ length }) => length > 1);
}

/** The least and greatest value, at least `least` apart, so that stillness is drawn as stillness. */
export function reachOf(points: readonly TracePoint[], least: number): { low: number; high: number } {
	const values = points.flatMap(({ value }) => (value === null ? [] : [value]));
	if (values.length === 0) return { low: 0, high: least };
	const low = Math.min(...values);
	const high = Math.max(...values);
	const missing = Math.max(0, least - (high - low)) / 2;
	return { low: low - missing, high: high + missing };
}

type Frame = { span: number; least: number; width: number; height: number };

/** Paths of an svg, one a part; its right edge is the last point's time. */
export function tracePaths(points: readonly TracePoint[], { span, least, width, height }: Frame): string[] {
	const end = points.at(-1)?.at ?? 0;
	const { low, high } = reachOf(points, least);
	const x = (at: number) => Math.round((width - ((end - at) / span) * width) * 10) / 10;
	const y = (value: number) => Math.round((height - ((value - low) / (high - low)) * height) * 10) / 10;
	return unbroken(points).map((part) => part.map(({ at, value }, index) => `${index === 0 ? "M" : "L"}${x(at)} ${y(value)}`).join(""));
}
