/** Scales that go below zero. */
import { lines } from "./axis";

export type Reach = { low: number; high: number };

/** From the least to the greatest value, with zero in between. */
export function reachOf(values: readonly (number | null)[]): Reach {
	const known = values.filter((value) => value !== null);
	return { low: Math.min(0, ...known), high: Math.max(0, ...known) };
}

/** Round values for hairlines above and below zero, least first, never zero itself; steps are the same on both sides. */
export function signedLines({ low, high }: Reach): number[] {
	const step = lines(Math.max(high, -low))[0];
	if (step === undefined) return [];
	const below = Math.floor(-low / step + 1e-9);
	const above = Math.floor(high / step + 1e-9);
	const all = Array.from({ length: below + above + 1 }, (_, at) => at - below).filter((times) => times !== 0);
	return all.map((times) => Number((times * step).toPrecision(12)));
}

/** Pixels from the top of a picture in which `high` stands at the top and `low` at the bottom. */
export function placeIn({ low, high }: Reach, height: number): (value: number) => number {
	return (value) => (high > low ? ((high - value) / (high - low)) * height : height);
}
