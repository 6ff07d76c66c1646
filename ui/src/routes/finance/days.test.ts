import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { daysBetween, denseDay, nearDay } from "./days";

beforeEach(() => vi.stubGlobal("navigator", { languages: ["en-GB"], platform: "" }));
afterEach(() => vi.unstubAllGlobals());

test("a year is said only when it is another", () => {
	expect(denseDay("2026-03-14", "2026-11-01")).toBe("14 Mar");
	expect(denseDay("2025-03-14", "2026-11-01")).toBe("14 Mar 2025");
	expect(nearDay("2026-11-02", "2026-11-01")).toBe("Tomorrow");
	expect(nearDay("2026-11-04", "2026-11-01")).toBe("4 Nov");
});

test("days between two, over summer time and a leap day", () => {
	expect(daysBetween("2026-03-28", "2026-03-30")).toBe(2);
	expect(daysBetween("2024-02-28", "2024-03-01")).toBe(2);
	expect(daysBetween("2026-03-02", "2026-03-01")).toBe(-1);
});
