import { expect, test } from "vitest";
import { editOf, newTxnOf, TxnDraft } from "./txn-draft.svelte";
import type { TxnRow } from "./wire";

const row = (more: Partial<TxnRow> = {}): TxnRow => ({
	id: "t", day: "2026-03-01", account: "a", account_name: "Checking", payee: "Café", raw: "", memo: "", note: "", minor: -450, currency: "EUR",
	original: null, part_minor: null, category: { id: "food", name: "Food", icon: "" }, category_by: "person", rule: null, splits: [], transfer: null,
	matched: false, tags: ["out"], cleared: false, reconciled: false, pending: false, hidden: false, rounded: false, imported: false, opening: false,
	evidence: 0, balance_minor: null, receipts: 0, ...more,
});
const draft = (of: TxnRow | null, more: Partial<TxnDraft> = {}) => Object.assign(new TxnDraft(of, { day: "2026-03-05", account: "a" }), more);

test("a new one says only what was typed", () => {
	expect(newTxnOf(draft(null).fields)).toBe(null);
	expect(newTxnOf(draft(null, { minor: -450, payee: " Café " }).fields)).toEqual({ day: "2026-03-05", account: "a", minor: -450, payee: "Café" });
	expect(newTxnOf(draft(null, { minor: -100, said: { kind: "transfer", id: "b" }, arrives: 95, tags: ["x"] }).fields)).toEqual({
		day: "2026-03-05", account: "a", minor: -100, transfer: "b", transfer_minor: 95, tags: ["x"],
	});
	expect(newTxnOf(draft(null, { minor: 1, day: "2026-02-30" }).fields)).toBe(null);
});

test("an edit says only what was changed", () => {
	const whole = row();
	expect(editOf(whole, draft(whole).fields)).toBe(null);
	expect(editOf(whole, draft(whole, { payee: "Bar", minor: -500 }).fields)).toEqual({ id: "t", payee: "Bar", minor: -500 });
	expect(editOf(whole, draft(whole, { said: { kind: "none" } }).fields)).toEqual({ id: "t", category: "" });
	expect(editOf(whole, draft(whole, { tags: ["in"] }).fields)).toEqual({ id: "t", add_tags: ["in"], remove_tags: ["out"] });
});

test("what a file told is not said again", () => {
	const told = row({ imported: true });
	expect(editOf(told, draft(told, { day: "2026-03-09", minor: 1, note: "mine" }).fields)).toEqual({ id: "t", note: "mine" });
});

test("parts stay when nothing else is said", () => {
	const split = row({ category: null, splits: [{ category: null, minor: -450, note: "" }] });
	expect(editOf(split, draft(split, { note: "n" }).fields)).toEqual({ id: "t", note: "n" });
	expect(editOf(split, draft(split, { said: { kind: "category", id: "home" } }).fields)).toEqual({ id: "t", category: "home" });
});
