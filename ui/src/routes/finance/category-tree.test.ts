import { expect, test } from "vitest";
import { branches, movedPlaces } from "./category-tree";
import type { CategoryRow } from "./wire";

const category = (id: string, more: Partial<CategoryRow> = {}): CategoryRow => ({ id, name: id, kind: "expense", parent: null, icon: "", closed: false, position: 0, txns: 1, into: null, ...more });

test("categories follow the one that they lie in, and count with it", () => {
	const tree = branches([category("a"), category("b"), category("c", { parent: "a", txns: 5 }), category("d", { parent: "c" }), category("gone", { into: "b" })]);
	expect(tree.map(({ category, depth, txns }) => [category.id, depth, txns])).toEqual([["a", 0, 7], ["c", 1, 6], ["d", 2, 1], ["b", 0, 1]]);
});

test("a circle, which two devices can make, does not hang", () => {
	expect(branches([category("a", { parent: "b" }), category("b", { parent: "a" })])).toEqual([]);
	expect(branches([category("a", { parent: "closed" }), category("closed", { closed: true })]).map(({ depth }) => depth)).toEqual([0]);
});

test("moving changes no more places than it must", () => {
	const siblings = [category("a", { position: 1 }), category("b", { position: 4 }), category("c", { position: 9 })];
	expect(movedPlaces(siblings, "b", -1)).toEqual([{ id: "b", position: 1 }, { id: "a", position: 4 }]);
	expect(movedPlaces(siblings, "a", -1)).toEqual([]);
	const equal = [category("a"), category("b"), category("c")];
	expect(movedPlaces(equal, "c", -1)).toEqual([{ id: "c", position: 1 }, { id: "b", position: 2 }]);
});
