import { expect, test } from "vitest";
import { minorIn, nextStatementDay } from "./statement";

test("the next statement is a month after the last, at the month's end where that was", () => {
	expect(nextStatementDay(null, "2026-11-21")).toBe("2026-11-21");
	expect(nextStatementDay("2026-08-31", "2026-11-21")).toBe("2026-09-30");
	expect(nextStatementDay("2026-02-28", "2026-11-21")).toBe("2026-03-31");
	expect(nextStatementDay("2026-02-27", "2026-11-21")).toBe("2026-03-27");
	expect(nextStatementDay("2026-10-31", "2026-11-21")).toBe("2026-11-21");
});

test("what moves between two accounts is the other way round in the other one", () => {
	const row = { account: "a", minor: -5000, splits: [] };
	expect(minorIn(row, "a")).toBe(-5000);
	expect(minorIn(row, "b")).toBe(5000);
	const part = { category: { id: "loan", name: "", icon: "" }, minor: -4000, note: "" };
	expect(minorIn({ ...row, splits: [part, { ...part, category: { ...part.category, id: "fees" }, minor: -1000 }] }, "loan")).toBe(4000);
});
