import { expect, test } from "vitest";
import { hasAny, markOf, withRead, type Box, type Boxes, type ReceiptRead } from "./draft";

const read: ReceiptRead = {
	installed: true,
	store: { value: "Mercado Central", quality: 0.95, line: 0 },
	date: { value: "2026-03-02", quality: 0.6, line: 1 },
	days: ["2026-03-02"],
	total: { minor: 1860, currency: "EUR", quality: 0.97, line: 7 },
	adds_up: true,
	items: [],
	lines: [],
};
const empty: Boxes = { store: "", minor: null, currency: "USD", date: "2026-03-20" };
const own = (...boxes: Box[]) => new Set(boxes);

test("what was read fills what nobody typed, and nothing else", () => {
	expect(withRead(empty, own(), read)).toEqual({ store: "Mercado Central", minor: 1860, currency: "EUR", date: "2026-03-02" });
	const typed = { ...empty, store: "The market", minor: 1900 };
	expect(withRead(typed, own("store", "minor"), read)).toEqual({ ...typed, date: "2026-03-02" });
	expect(withRead(typed, own(), { ...read, store: null, total: null, date: null })).toEqual(typed);
});

test("what is unsure, missing or otherwise in the photo is marked", () => {
	const filled = withRead(empty, own(), read);
	expect(["store", "date", "minor"].map((box) => markOf(box as Box, filled, read))).toEqual([null, "check", null]);
	expect(markOf("minor", filled, { ...read, adds_up: false })).toBe("check");
	expect(markOf("minor", filled, { ...read, total: { minor: 1860, currency: "", quality: 0.99, line: 7 } })).toBe("check");
	expect(markOf("store", { ...filled, store: "The market" }, read)).toBe("differs");
	expect(markOf("store", { ...filled, store: "" }, { ...read, store: null })).toBe("missing");
	expect(markOf("store", filled, { ...read, store: null })).toBeNull();
});

test("where day and month could stand for each other one of them is chosen", () => {
	const either = { ...read, date: null, days: ["2026-03-02", "2026-02-03"] };
	const filled = withRead(empty, own(), either);
	expect(filled.date).toBe("2026-03-20");
	expect(markOf("date", filled, either)).toBe("choose");
	expect(markOf("date", { ...filled, date: "2026-02-03" }, either)).toBeNull();
});

test("a photo of a cat says nothing", () => {
	expect(hasAny(read)).toBe(true);
	expect(hasAny({ ...read, store: null, date: null, days: [], total: null })).toBe(false);
});
