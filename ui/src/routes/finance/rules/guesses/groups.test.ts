import { describe, expect, it } from "vitest";
import type { CategoryProposal } from "../../plan/wire";
import { grouped, pieces } from "./groups";

const guess = (category: string, percent: number, day: string) => ({ category, category_name: category, percent, words: [], txn: { day } }) as unknown as CategoryProposal;

describe("guesses", () => {
	it("stand by category, the largest group and the surest guess first", () => {
		const found = grouped([guess("b", 91, "2026-01-01"), guess("a", 95, "2026-01-02"), guess("a", 99, "2026-01-01"), guess("a", 95, "2026-01-05")], 90);
		expect(found.map(({ name, items }) => [name, items.map(({ percent, txn }) => `${percent} ${txn.day}`)])).toEqual([
			["a", ["99 2026-01-01", "95 2026-01-05", "95 2026-01-02"]],
			["b", ["91 2026-01-01"]],
		]);
	});
	it("are left out when they are not sure enough", () => {
		expect(grouped([guess("a", 94, "2026-01-01")], 95)).toEqual([]);
	});
	it("are accepted in pieces", () => {
		expect(pieces([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
		expect(pieces([], 2)).toEqual([]);
	});
});
