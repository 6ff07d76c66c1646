import { describe, expect, it } from "vitest";
import { placeFlow, type FlowLayout, type FlowTie, type PlacedFlow } from "./sankey";

const LAYOUT: FlowLayout = { width: 800, plot: 300, slot: 20, gap: 4, bar: 8, left: 100, right: 100 };
const parts = (...ids: string[]) => ids.map((id) => ({ id }));
const tie = (from: string, to: string, value: number): FlowTie => ({ from, to, value });
const idsOf = ({ parts: placed }: PlacedFlow, column: number) =>
	placed.filter((part) => part.column === column).sort((a, b) => a.y - b.y).map(({ id }) => id);

describe("a flow", () => {
	const star = placeFlow(
		parts("middle", "pay", "gift", "rent", "food", "kept"),
		[tie("pay", "middle", 90), tie("gift", "middle", 10), tie("middle", "rent", 50), tie("middle", "food", 30), tie("middle", "kept", 20)],
		LAYOUT,
	);
	it("stands in columns, in the order given", () => {
		expect([idsOf(star, 0), idsOf(star, 1), idsOf(star, 2)]).toEqual([["pay", "gift"], ["middle"], ["rent", "food", "kept"]]);
		expect([...new Set(star.parts.map(({ x }) => x))].sort((a, b) => a - b)).toEqual([100, 396, 692]);
	});
	it("has one scale, and a place for each label", () => {
		const height = (id: string) => star.parts.find((part) => part.id === id)?.height;
		expect([height("middle"), height("pay"), height("gift"), height("kept")]).toEqual([300, 270, 30, 60]);
		for (const column of [0, 1, 2]) {
			const middles = star.parts.filter((part) => part.column === column).map(({ middle }) => middle).sort((a, b) => a - b);
			middles.slice(1).forEach((middle, at) => expect(middle - (middles[at] ?? 0)).toBeGreaterThanOrEqual(LAYOUT.slot));
		}
		expect(star.height).toBe(308);
	});
	it("fills each bar with its ribbons and no more", () => {
		const leaving = star.ties.filter(({ from }) => from === "middle").reduce((sum, { thickness }) => sum + thickness, 0);
		expect(leaving).toBeCloseTo(300);
		const top = (path: string) => Number(/^M\S+ (\S+?)C/.exec(path)?.[1]);
		const tops = ["rent", "food", "kept"].map((to) => top(star.ties.find((one) => one.to === to)?.path ?? ""));
		expect(tops.map((y) => Math.round(y - (tops[0] ?? 0)))).toEqual([0, 150, 240]);
	});
});

describe("parts within parts", () => {
	const deep = placeFlow(
		parts("rain", "food", "fun", "bread", "cinema", "milk", "middle", "pay"),
		[tie("pay", "middle", 100), tie("middle", "fun", 40), tie("middle", "food", 60), tie("food", "milk", 20), tie("food", "bread", 40), tie("fun", "cinema", 40)],
		LAYOUT,
	);
	it("stand beside what they belong to, so that no ribbons cross", () => {
		expect([idsOf(deep, 2), idsOf(deep, 3)]).toEqual([["food", "fun"], ["bread", "milk", "cinema"]]);
	});
	it("are left out when nothing flows", () => {
		expect(deep.parts.map(({ id }) => id)).not.toContain("rain");
	});
	it("keep short sources beside where they flow to", () => {
		const uneven = placeFlow(parts("a", "b", "all", "late"), [tie("a", "b", 1), tie("b", "all", 1), tie("late", "all", 2)], LAYOUT);
		expect(idsOf(uneven, 1)).toEqual(["b", "late"]);
	});
});

describe("what is no flow", () => {
	it("is nothing", () => {
		expect(placeFlow([], [], LAYOUT)).toEqual({ parts: [], ties: [], height: 0, columns: 0 });
		expect(placeFlow(parts("a", "b"), [tie("a", "b", 0), tie("a", "z", 5)], LAYOUT).parts).toEqual([]);
	});
	it("does not hang on a circle", () => {
		expect(placeFlow(parts("a", "b"), [tie("a", "b", 1), tie("b", "a", 1)], LAYOUT).parts).toHaveLength(2);
	});
	it("draws what is thin with a pixel", () => {
		const thin = placeFlow(parts("a", "b", "c"), [tie("a", "b", 1_000_000), tie("a", "c", 1)], LAYOUT);
		expect(thin.ties.find(({ to }) => to === "c")?.thickness).toBeLessThan(1);
		expect(thin.ties.every(({ path }) => !path.includes("NaN"))).toBe(true);
	});
});
