import { describe, expect, it } from "vitest";
import { bloom, near, type MoodWord } from "./bloom";
import { levelOf, moved, placeAt, placeOf, rampAt, shareOf } from "./place";

describe("places on the field", () => {
	it("are drawn where they are taken from", () => {
		for (const [x, y] of [[0, 0], [0.5, 0.5], [1, 0.25]] as const) expect(shareOf(placeAt(x, y))).toEqual({ x, y });
		expect(placeAt(-3, 9)).toEqual({ valence: -100, energy: -100 });
	});

	it("are moved by keys, from the middle where nothing was said", () => {
		expect(moved(null, "ArrowRight", "energy")).toEqual({ place: placeOf(10, 0), axis: "valence" });
		expect(moved(placeOf(95, 0), "ArrowRight", "valence")?.place).toEqual(placeOf(100, 0));
		expect(moved(placeOf(0, 0), "ArrowUp", "valence")).toEqual({ place: placeOf(0, 10), axis: "energy" });
		expect(moved(placeOf(10, 20), "Home", "energy")?.place).toEqual(placeOf(10, -100));
		expect(moved(placeOf(10, 20), "PageUp", "valence")?.place).toEqual(placeOf(50, 20));
		expect(moved(placeOf(0, 0), "Enter", "valence")).toBeNull();
	});

	it("fall into five steps, alike on both sides", () => {
		expect([-100, -50, -49, -12, -11, 0, 11, 12, 49, 50, 100].map(levelOf)).toEqual([0, 0, 1, 1, 2, 2, 2, 3, 3, 4, 4]);
		expect(rampAt(-100)).toEqual({ from: 0, to: 1, share: 0 });
		expect(rampAt(100)).toEqual({ from: 3, to: 4, share: 1 });
		expect(rampAt(0)).toEqual({ from: 2, to: 3, share: 0 });
	});
});

const word = (id: string, valence: number, energy: number): MoodWord => ({ id, text: id, place: { valence, energy } });
const words = [word("calm", 40, -40), word("content", 45, -35), word("serene", 42, -42), word("tense", -50, 60), { id: "own", text: "own", place: null }];
const field = { width: 240, height: 240, row: 28, widthOf: (text: string) => text.length * 8, limit: 6 };

describe("words around the dot", () => {
	it("are the near ones, nearest first", () => {
		expect(near(words, placeOf(40, -40)).map(({ id }) => id)).toEqual(["calm", "serene", "content"]);
		expect(near(words, placeOf(-50, 60)).map(({ id }) => id)).toEqual(["tense"]);
	});

	it("touch neither each other nor the dot, and stay inside", () => {
		const many = Array.from({ length: 60 }, (_, at) => word(`word number ${at}`, ((at * 37) % 200) - 100, ((at * 53) % 200) - 100));
		for (const place of [placeOf(0, 0), placeOf(100, 100), placeOf(-100, 60)]) {
			const shown = bloom(many, place, field);
			expect(shown.length).toBeGreaterThan(2);
			const dot = shareOf(place);
			for (const [at, one] of shown.entries()) {
				expect(one.x - one.width / 2).toBeGreaterThanOrEqual(0);
				expect(one.x + one.width / 2).toBeLessThanOrEqual(240);
				expect(Math.abs(one.x - dot.x * 240) >= one.width / 2 || Math.abs(one.y - dot.y * 240) >= 14).toBe(true);
				for (const other of shown.slice(at + 1)) {
					expect(Math.abs(one.x - other.x) >= (one.width + other.width) / 2 || Math.abs(one.y - other.y) >= 28).toBe(true);
				}
			}
		}
	});
});
