import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
	addDays,
	addMonths,
	daysOf,
	daysOfYear,
	formatBytes,
	formatDay,
	formatDayNear,
	formatDuration,
	formatHour,
	formatNumber,
	formatTime,
	isDay,
	today,
	weeksOf,
} from "./index";

beforeEach(() => vi.stubGlobal("navigator", { languages: ["de-DE", "en-GB"], platform: "" }));
afterEach(() => vi.unstubAllGlobals());

test("a day is written in the person's own English", () => {
	expect(formatDay("2026-03-01")).toMatch(/^Sunday,? 1 March 2026$/);
	vi.stubGlobal("navigator", { languages: ["en-US"], platform: "" });
	expect(formatDay("2026-03-01")).toBe("Sunday, March 1, 2026");
});

test("today is the day at the wall, not in Greenwich", () => {
	expect(today(new Date(2026, 2, 1, 0, 30))).toBe("2026-03-01");
	expect(today(new Date(2026, 2, 1, 23, 30))).toBe("2026-03-01");
});

test("days and months are counted over their ends", () => {
	expect(addDays("2024-02-28", 1)).toBe("2024-02-29");
	expect(addDays("2026-01-01", -1)).toBe("2025-12-31");
	expect(addMonths("2026-01", -1)).toBe("2025-12");
	expect(daysOf("2024-02")).toHaveLength(29);
	expect(daysOfYear(2024)).toHaveLength(366);
});

test("a month is shown in whole weeks from the reader's first day", () => {
	const weeks = weeksOf("2026-03");
	expect(weeks[0]?.[0]).toBe("2026-02-23");
	expect(weeks.at(-1)?.at(-1)).toBe("2026-04-05");
	vi.stubGlobal("navigator", { languages: ["en-US"], platform: "" });
	expect(weeksOf("2026-03")[0]?.[0]).toBe("2026-03-01");
});

test("near days have names", () => {
	expect(formatDayNear("2026-03-01", "2026-03-01")).toBe("Today");
	expect(formatDayNear("2026-02-28", "2026-03-01")).toBe("Yesterday");
	expect(formatDayNear("2026-02-20", "2026-03-01")).toBe("20 Feb 2026");
});

test("only days that can be written are days", () => {
	expect(isDay("2026-03-01")).toBe(true);
	expect(isDay("2026-13-01")).toBe(false);
	expect(isDay("2024-02-29")).toBe(true);
	expect(["2026-02-29", "2026-02-31", "2026-04-31", "2026-00-10", "2026-01-00"].filter(isDay)).toEqual([]);
	expect(isDay("yesterday")).toBe(false);
});

test("times are short and in the reader's own clock", () => {
	expect(formatTime("21:04:05")).toBe("21:04");
	expect(formatTime("08:04:05")).toBe("08:04");
	expect(formatHour(8)).toBe("08");
	vi.stubGlobal("navigator", { languages: ["en-US"], platform: "" });
	expect(formatTime("20:05:00")).toMatch(/^8:05\sPM$/);
	expect(formatHour(8)).toMatch(/^8\sAM$/);
	expect(formatHour(0)).toMatch(/^12\sAM$/);
});

test("times, lengths, numbers and sizes", () => {
	expect(formatTime("21:04:05")).toBe("21:04");
	expect(formatDuration(187_000)).toBe("3:07");
	expect(formatDuration(3_787_000)).toBe("1:03:07");
	expect(formatNumber(84120)).toBe("84,120");
	expect(formatBytes(1)).toBe("1 byte");
	expect(formatBytes(3_400_000)).toBe("3.4 MB");
	expect(formatBytes(1_840_000_000)).toBe("1.8 GB");
});
