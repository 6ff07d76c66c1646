import { expect, test } from "vitest";
import { nextStatementDay } from "./statement";

test("the next statement is a month after the last, at the month's end where that was", () => {
	expect(nextStatementDay(null, "2026-11-21")).toBe("2026-11-21");
	expect(nextStatementDay("2026-08-31", "2026-11-21")).toBe("2026-09-30");
	expect(nextStatementDay("2026-02-28", "2026-11-21")).toBe("2026-03-31");
	expect(nextStatementDay("2026-02-27", "2026-11-21")).toBe("2026-03-27");
	expect(nextStatementDay("2026-10-31", "2026-11-21")).toBe("2026-11-21");
});
