/** Scales and lines of charts that do not begin at zero. */

export type Scale = { low: number; high: number; marks: number[] };

/** At most so many hairlines: more would be a grid. */
const MARKS_MAX = 3;
/** So much at either end is left out when the scale is chosen: one wrong second flattens nothing. */
const TAIL = 0.005;

/** From a little below the least to a little above the most, with round marks in between. */
export function scaleOf(values: readonly (number | null)[], fromZero: boolean, steps: readonly number[] | null, tailHigh = TAIL): Scale {
	const known = values.filter((value) => value !== null).sort((a, b) => a - b);
	if (known.length === 0) return { low: 0, high: 1, marks: [] };
	const at = (share: number) => known[Math.min(known.length - 1, Math.max(0, Math.round(share * (known.length - 1))))] ?? 0;
	const low = fromZero ? Math.min(0, at(TAIL)) : at(TAIL);
	const high = at(1 - tailHigh);
	const room = Math.max((high - low) * 0.08, Math.abs(high) * 0.005, 0.5);
	const [from, to] = [fromZero ? low : low - room, high + room];
	const step = stepOf((to - from) / MARKS_MAX, steps);
	const marks: number[] = [];
	for (let mark = Math.ceil(from / step) * step; mark <= to && marks.length < MARKS_MAX + 1; mark += step) marks.push(Number(mark.toPrecision(10)));
	return { low: from, high: to, marks: fromZero ? marks.filter((mark) => mark !== 0) : marks };
}

function stepOf(rough: number, steps: readonly number[] | null): number {
	if (steps) return steps.find((step) => step >= rough) ?? steps.at(-1) ?? 1;
	const power = 10 ** Math.floor(Math.log10(rough));
	return ([1, 2, 5, 10].find((times) => times * power >= rough) ?? 10) * power;
}

/** Lines between gaps, and what is under them. */
export function shapeOf(
	xs: readonly number[],
	values: readonly (number | null)[],
	x: (value: number) => number,
	y: (value: number) => number,
	height: number,
): { line: string; area: string }[] {
	const shapes: { line: string; area: string }[] = [];
	let points: string[] = [];
	let [first, last] = [0, 0];
	const close = () => {
		if (points.length > 0) shapes.push({ line: `M${points.join("L")}`, area: `M${first} ${height}L${points.join("L")}L${last} ${height}Z` });
		points = [];
	};
	values.forEach((value, at) => {
		if (value === null) return close();
		const place = Math.round(x(xs[at] ?? 0) * 10) / 10;
		if (points.length === 0) first = place;
		last = place;
		points.push(`${place} ${Math.round(Math.max(0, Math.min(height, y(value))) * 10) / 10}`);
	});
	close();
	return shapes;
}
