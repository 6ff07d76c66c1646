/** A body from the front and from behind, as far as muscles need it: the right half, the left is its mirror. */
import type { Muscle } from "./wire";

/** Center, half width and half height, and how far it leans, in degrees. */
export type Shape = { muscle: Muscle; cx: number; cy: number; rx: number; ry: number; lean: number };

/** One figure is so wide and so high. */
export const WIDTH = 100;
export const HEIGHT = 206;
const MIDDLE = WIDTH / 2;

const shape = (muscle: Muscle, cx: number, cy: number, rx: number, ry: number, lean = 0): Shape => ({ muscle, cx, cy, rx, ry, lean });

const FRONT = [
	shape("neck", 52.5, 29, 2.5, 4, 0), shape("traps", 58.5, 34, 5, 2, 22), shape("front_delts", 67, 42, 4.6, 5.4, 20), shape("side_delts", 73.4, 45, 2.4, 5.6, -14),
	shape("chest", 59, 50, 8, 6.4, -10), shape("biceps", 74.2, 63, 3.2, 8.2, -9), shape("forearms", 79, 87, 3, 11, -9), shape("abs", 53.8, 74, 3.4, 14.5, 0),
	shape("obliques", 60.8, 77, 2.8, 10.5, 6), shape("hip_flexors", 58, 99, 3.4, 5.4, 32), shape("quads", 60, 127, 5.6, 19, -3), shape("adductors", 53.6, 119, 2, 11, 5),
	shape("abductors", 66.6, 113, 1.8, 9, -4), shape("shins", 58.4, 171, 2.2, 14, -2), shape("calves", 62.2, 168, 1.7, 10.5, -3),
];
const BACK = [
	shape("neck", 52.5, 28, 2.4, 3.6, 0), shape("traps", 55, 41, 4.4, 9.5, 28), shape("rear_delts", 69, 42, 5, 4.6, 15), shape("side_delts", 74.2, 46, 2, 5, -14),
	shape("upper_back", 59.4, 53, 5.6, 5.4, 12), shape("triceps", 74.2, 62, 3.4, 9, -9), shape("lats", 60.4, 68, 4.8, 11, 14), shape("forearms", 79, 87, 3, 11, -9),
	shape("lower_back", 53.8, 85, 3.2, 9, 0), shape("glutes", 58.2, 104, 6.8, 7.6, 0), shape("hamstrings", 60, 131, 5.6, 16, -3), shape("adductors", 53.4, 122, 1.8, 8, 4),
	shape("calves", 60, 167, 4.4, 12, -2), shape("abductors", 66.8, 112, 1.6, 6, -4),
];

const mirrored = (one: Shape): Shape => ({ ...one, cx: WIDTH - one.cx, lean: -one.lean });

export const SHAPES = { front: FRONT.flatMap((one) => [one, mirrored(one)]), back: BACK.flatMap((one) => [one, mirrored(one)]) };

const EDGE: [number, number][] = [
	[54, 23], [55, 31], [64, 35], [73, 39], [77, 47], [79, 62], [82, 76], [85, 98], [87, 108], [83, 113], [80, 104], [77, 90], [73, 74], [69, 58], [67, 68], [64.5, 80], [67, 94],
	[69, 108], [67, 130], [64, 150], [66, 166], [62, 188], [64, 200], [55, 201], [55, 190], [54, 168], [54, 150], [52, 128], [MIDDLE, 110],
];

/** The outline of the body below the head, smooth through its points (Catmull and Rom 1974). */
export const OUTLINE = smooth([...EDGE, ...EDGE.slice(0, -1).toReversed().map(([x, y]): [number, number] => [WIDTH - x, y])]);

function smooth(points: readonly [number, number][]): string {
	const at = (index: number) => points[(index + points.length) % points.length] ?? [0, 0];
	const parts = points.map((_, index) => {
		const [before, from, to, after] = [at(index - 1), at(index), at(index + 1), at(index + 2)];
		const out = [from[0] + (to[0] - before[0]) / 6, from[1] + (to[1] - before[1]) / 6];
		const into = [to[0] - (after[0] - from[0]) / 6, to[1] - (after[1] - from[1]) / 6];
		return `C${[...out, ...into, ...to].map((value) => value.toFixed(1)).join(" ")}`;
	});
	return `M${at(0).join(" ")}${parts.join("")}Z`;
}
