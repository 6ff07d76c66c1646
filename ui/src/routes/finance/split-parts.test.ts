import { expect, test } from "vitest";
import { draftParts, keptParts, restOf } from "./split-parts";

const spent = { minor: -1000, category: { id: "food", name: "Food", icon: "" }, splits: [] };

test("a split begins with what it was for", () => {
	const parts = draftParts(spent);
	expect(parts.map(({ category, share }) => [category, share])).toEqual([["food", 1000], [null, 0]]);
	expect(restOf(spent, parts)).toBe(0);
	expect(keptParts(spent, parts)).toEqual([{ category: "food", note: "", minor: -1000 }]);
});

test("parts are kept only when they make up the whole", () => {
	const [first, second] = draftParts(spent);
	if (!first || !second) throw new Error("two parts");
	expect(restOf(spent, [{ ...first, share: 700 }, second])).toBe(300);
	expect(keptParts(spent, [{ ...first, share: 700 }, second])).toBe(null);
	expect(restOf(spent, [{ ...first, share: null }, second])).toBe(null);
	// Something that came back is a part the other way.
	expect(keptParts(spent, [{ ...first, share: 1200 }, { ...second, share: -200, note: " deposit " }])).toEqual([
		{ category: "food", note: "", minor: -1200 },
		{ note: "deposit", minor: 200 },
	]);
});

test("what is split comes back as it was", () => {
	const splits = [
		{ category: { id: "a", name: "A", icon: "" }, minor: 300, note: "x" },
		{ category: null, minor: 700, note: "" },
	];
	const income = { minor: 1000, category: null, splits };
	expect(keptParts(income, draftParts(income))).toEqual([
		{ category: "a", note: "x", minor: 300 },
		{ note: "", minor: 700 },
	]);
});
