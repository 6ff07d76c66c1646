/** Scales of charts: round steps, places, and labels that do not touch. */

/** At most three lines beside zero: more would be a grid. */
const LINES_MAX = 3;

/** Round values above zero for hairlines, smallest first; the last is `max` or less. `whole`: there is no half of one. */
export function lines(max: number, whole = false): number[] {
	if (!(max > 0)) return [];
	const rough = max / LINES_MAX;
	const power = 10 ** Math.floor(Math.log10(rough));
	// A quarter of a hundred is round, a quarter of ten is not.
	const steps = power >= 10 ? [1, 2, 2.5, 5, 10] : [1, 2, 5, 10];
	const step = Math.max(whole ? 1 : 0, (steps.find((times) => times * power >= rough) ?? 10) * power);
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

/** A label at a place in pixels. */
export type Mark = { place: number; major?: boolean };

/** Which of the labels can stand, at least `gap` apart: major ones first, then what fits between them. */
export function roomFor(marks: readonly Mark[], gap: number): boolean[] {
	const taken: number[] = [];
	const shown = marks.map(() => false);
	for (const major of [true, false]) {
		marks.forEach((mark, at) => {
			if ((mark.major ?? false) !== major || taken.some((place) => Math.abs(place - mark.place) < gap)) return;
			taken.push(mark.place);
			shown[at] = true;
		});
	}
	return shown;
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
