/** Smooth lines through values that never rise above or fall below the values themselves. */

export type Point = { x: number; y: number };

/**
 * A path through points (monotone cubic, Fritsch and Carlson 1980): between two points it stays
 * between them, so that a curve shows no height that was not there. Two points are a straight line.
 */
export function curve(points: readonly Point[]): string {
	const [first, ...rest] = points;
	if (!first) return "";
	const slopes = tangents(points);
	let path = `M${at(first.x)} ${at(first.y)}`;
	let before = first;
	rest.forEach((point, index) => {
		const third = (point.x - before.x) / 3;
		const out = before.y + (slopes[index] ?? 0) * third;
		const into = point.y - (slopes[index + 1] ?? 0) * third;
		path += `C${at(before.x + third)} ${at(out)} ${at(point.x - third)} ${at(into)} ${at(point.x)} ${at(point.y)}`;
		before = point;
	});
	return path;
}

const at = (value: number): string => String(Math.round(value * 100) / 100);

/** The slope at every point: zero at a top or a hollow, gentle enough elsewhere not to pass it. */
function tangents(points: readonly Point[]): number[] {
	const secants = points.slice(1).map((point, index) => {
		const before = points[index] ?? point;
		return point.x === before.x ? 0 : (point.y - before.y) / (point.x - before.x);
	});
	return points.map((_, index) => {
		const left = secants[index - 1];
		const right = secants[index];
		if (left === undefined) return right ?? 0;
		if (right === undefined) return left;
		if (left * right <= 0) return 0;
		return (2 * left * right) / (left + right);
	});
}

/** The runs of values between gaps: each run's index of its first value, and the values. */
export function runs(values: readonly (number | null)[]): { first: number; values: number[] }[] {
	const found: { first: number; values: number[] }[] = [];
	let open = false;
	values.forEach((value, index) => {
		if (value === null) {
			open = false;
			return;
		}
		if (!open) found.push({ first: index, values: [] });
		found.at(-1)?.values.push(value);
		open = true;
	});
	return found;
}
