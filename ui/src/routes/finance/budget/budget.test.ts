import { expect, test } from "vitest";
import type { BudgetRow } from "../plan/wire";
import { availableOf, budgetGroups, readMonth, saidOf, spentShare, sumOf } from "./budget";

const row = (category: string, more: Partial<BudgetRow> = {}): BudgetRow => ({
	category, name: category, icon: "", parent: null, mode: "envelope", carried: 0, budgeted: 0, is_set: false, moved: 0, spent: 0, left: 0, suggested: 0, ...more,
});

test("categories stand under the one that they lie in, and those on their own together", () => {
	const rows = [row("home", { mode: null }), row("rent", { parent: "home" }), row("gifts"), row("travel"), row("fun", { parent: "home" })];
	const groups = budgetGroups(rows, false);
	expect(groups.map(({ heading, rows }) => [heading?.category ?? null, rows.map(({ category }) => category)])).toEqual([
		["home", ["rent", "fun"]],
		[null, ["gifts", "travel"]],
	]);
});

test("a heading that something was spent in is a row, too, and what has no figure waits", () => {
	const rows = [row("home", { mode: null, spent: 500 }), row("rent", { parent: "home", mode: null }), row("gifts", { mode: null })];
	expect(budgetGroups(rows, false).map(({ rows }) => rows.length)).toEqual([1]);
	expect(budgetGroups(rows, true).map(({ rows }) => rows.length)).toEqual([2, 1]);
});

test("what is left of the months before and what was moved may be spent, too", () => {
	const one = row("food", { carried: -1000, budgeted: 30_000, moved: 1000, spent: 15_000, left: 15_000 });
	expect(availableOf(one)).toBe(30_000);
	expect(spentShare(one)).toBe(0.5);
	expect(spentShare({ ...one, budgeted: 0 })).toBe(1);
	expect(spentShare({ ...one, spent: -200 })).toBe(0);
	expect(sumOf([one, row("x", { mode: null, spent: 700 })])).toEqual({ budgeted: 30_000, spent: 15_700, left: 15_000 });
});

test("an address without a month is of this one", () => {
	expect(readMonth(new URLSearchParams("month=2026-02"), "2026-11-21")).toBe("2026-02");
	expect(readMonth(new URLSearchParams("month=2026-13"), "2026-11-21")).toBe("2026-11");
});

test("a limit stays, an envelope is filled each month", () => {
	expect(saidOf(row("a", { mode: "limit", budgeted: 500 }))).toBe(500);
	expect(saidOf(row("a", { budgeted: 500 }))).toBe(null);
	expect(saidOf(row("a", { is_set: true }))).toBe(0);
	expect(saidOf(row("a", { mode: null, is_set: true }))).toBe(null);
});
