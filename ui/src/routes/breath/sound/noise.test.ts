import { expect, test } from "vitest";
import { pieceOf, type Sounding } from "./noise";

const KINDS: Sounding[] = ["rain", "surf", "brown", "bowls"];

test.each(KINDS)("%s is quiet, centered and goes on without a seam", (kind) => {
	const piece = pieceOf(kind, 0);
	let [mean, square, peak, steps] = [0, 0, 0, 0];
	for (let at = 0; at < piece.length; at += 1) {
		const value = piece[at] ?? 0;
		mean += value / piece.length;
		square += value ** 2 / piece.length;
		peak = Math.max(peak, Math.abs(value));
		if (at > 0) steps = Math.max(steps, Math.abs(value - (piece[at - 1] ?? 0)));
	}
	expect(Math.abs(mean)).toBeLessThan(1e-3);
	expect(Math.sqrt(square)).toBeGreaterThan(0.05);
	expect(Math.sqrt(square)).toBeLessThan(0.12);
	expect(peak).toBeLessThanOrEqual(0.8);
	expect(Math.abs((piece[0] ?? 0) - (piece.at(-1) ?? 0))).toBeLessThanOrEqual(steps);
});

test("it is the same each time, and another one for the other ear", () => {
	const some = (ear: 0 | 1) => [...pieceOf("brown", ear).subarray(0, 500)];
	expect(some(0)).toEqual(some(0));
	expect(some(0)).not.toEqual(some(1));
});
