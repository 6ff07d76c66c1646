/** Scales of charts: round steps, places, and labels that do not touch. */

/** At most three lines beside zero: more would be a grid. */
const LINES_MAX = 3;

/** Round values above zero for hairlines, smallest first; the last is `max` or less. */
export function lines(max: number): number[] {
	if (!(max > 0)) return [];
	const rough = max / LINES_MAX;
	const power = 10 ** Math.floor(Math.log10(rough));
	const step = ([1, 2, 5, 10].find((times) => times * power >= rough) ?? 10) * power;
	const count = Math.floor(max / step + 1e-9);
	return Array.from({ length: count }, (_, at) => round((at + 1) * step));
}

/** Takes away what binary fractions add: 0.30000000000000004. */
const round = (value: number): number => Number(value.toPrecision(12));

/** The step, of `count` over `width`, that a place in pixels is in. */
export function stepAt(x: number, width: number, count: number): number {
	if (count === 0 || width <= 0) return -1;
	return Math.max(0, Math.min(count - 1, Math.floor((x / width) * count)));
}

/** Which of the labels can stand: places in pixels, at least `gap` apart; the first always can. */
export function roomFor(places: readonly number[], gap: number): boolean[] {
	let last = Number.NEGATIVE_INFINITY;
	return places.map((place) => {
		if (place - last < gap) return false;
		last = place;
		return true;
	});
}

/** The step that a key leads to, or null when the key is not one of them. Stays within `count`. */
export function stepFor(key: string, at: number, count: number): number | null {
	const moves: Record<string, number> = {
		ArrowLeft: at - 1,
		ArrowDown: at - 1,
		ArrowRight: at + 1,
		ArrowUp: at + 1,
		PageUp: at + 10,
		PageDown: at - 10,
		Home: 0,
		End: count - 1,
	};
	const to = moves[key];
	return to === undefined || count === 0 ? null : Math.max(0, Math.min(count - 1, to));
}
