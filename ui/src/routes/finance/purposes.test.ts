import { expect, test } from "vitest";
import { categoryPurposes, findPurposes, transferPurposes } from "./purposes";
import type { AccountRow, CategoryRow } from "./wire";

const category = (id: string, name: string, more: Partial<CategoryRow> = {}): CategoryRow => ({
	id, name, kind: "expense", parent: null, icon: "", closed: false, position: 0, txns: 0, into: null, ...more,
});
const categories = [
	category("salary", "Salary", { kind: "income" }),
	category("gifts-received", "Gifts received", { kind: "income" }),
	category("home", "Home"),
	category("food", "Food"),
	category("rent", "Rent", { parent: "home" }),
	category("groceries", "Groceries", { parent: "food", txns: 200 }),
	category("garden", "Garden tools", { parent: "home", txns: 3 }),
	category("gifts", "Gifts and donations"),
	category("old", "Grocery of old", { into: "groceries" }),
	category("closed", "Gym", { closed: true }),
];
const names = (found: { id: string }[]) => found.map(({ id }) => id);

test("categories stand under the one that they lie in, spending first, without those that are gone", () => {
	expect(names(categoryPurposes(categories))).toEqual(["home", "rent", "garden", "food", "groceries", "gifts", "salary", "gifts-received"]);
});

test("a child of a closed category is still offered", () => {
	const found = categoryPurposes([category("a", "A", { closed: true }), category("b", "B", { parent: "a" })]);
	expect(names(found)).toEqual(["b"]);
});

test("few letters find it; what is used most goes first among equals", () => {
	const all = categoryPurposes(categories);
	expect(names(findPurposes(all, "g", false)).slice(0, 3)).toEqual(["groceries", "garden", "gifts"]);
	expect(names(findPurposes(all, "gift", true))[0]).toBe("gifts-received");
	expect(names(findPurposes(all, "food gro", false))).toEqual(["groceries"]);
	expect(findPurposes(all, "zzz", false)).toEqual([]);
	expect(findPurposes(all, "", false)).toHaveLength(all.length);
});

test("money moves to other open accounts", () => {
	const account = (id: string, closed = false) => ({ id, name: id, closed, currency: "EUR", icon: "" }) as AccountRow;
	expect(names(transferPurposes([account("a"), account("b"), account("c", true)], "a"))).toEqual(["b"]);
});
