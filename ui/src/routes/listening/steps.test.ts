import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openable } from "./links";
import { dayParts, DAY_PX, inWindow, ROW_PX } from "./play-window";
import { periodOf } from "./span";
import { amountItems, coverOf, daysIn, readUnit, stepOf, stepsOf, stepTick, unitsFor } from "./steps";
import { heardWords, timeWords } from "./words";
import { monthTicks, yearRows } from "./years";

beforeEach(() => vi.stubGlobal("navigator", { languages: ["en-GB"], platform: "" }));
afterEach(() => vi.unstubAllGlobals());

const TODAY = "2026-03-20";
const HOUR = 3_600_000;
const point = (day: string, plays: number, untimed = 0) => ({ day, plays, ms: (plays - untimed) * 200_000, untimed });

describe("steps of time", () => {
	it("are as fine as the days allow", () => {
		expect([unitsFor(7), unitsFor(31), unitsFor(366), unitsFor(4000)].map(([first]) => first)).toEqual(["day", "day", "week", "month"]);
		expect(readUnit(new URLSearchParams("unit=day"), ["month", "year"])).toBe("month");
	});
	it("begin where their period does", () => {
		expect([stepOf(TODAY, "day"), stepOf(TODAY, "week"), stepOf(TODAY, "month"), stepOf(TODAY, "year")]).toEqual([TODAY, "2026-03-16", "2026-03-01", "2026-01-01"]);
	});
	it("are all there, from the step of the first day to that of the last", () => {
		expect(stepsOf("2025-11-20", "2026-02-01", "month")).toEqual(["2025-11-01", "2025-12-01", "2026-01-01", "2026-02-01"]);
		expect(stepsOf("2026-01-01", "2026-01-12", "week")).toEqual(["2025-12-29", "2026-01-05", "2026-01-12"]);
	});
	it("carry the year before the months, and months before days", () => {
		expect(["2025-12-01", "2026-01-01"].map((step) => stepTick(step, "month", 12))).toEqual([{ tick: "Dec" }, { tick: "2026", major: true }]);
		expect(["2026-02-02", "2026-02-09"].map((step) => stepTick(step, "week", 30))).toEqual([{ tick: "Feb" }, {}]);
		expect(["2026-03-01", "2026-03-02", "2026-03-08"].map((step) => stepTick(step, "day", 31))).toEqual([{ tick: "Mar", major: true }, {}, { tick: "8" }]);
		expect(stepTick("2026-03-16", "day", 7)).toEqual({ tick: "Mon 16" });
		expect(stepTick("2026-02-01", "month", 200)).toEqual({});
	});
	it("end today, also where the span does not", () => {
		expect(coverOf(periodOf("year", TODAY), [], TODAY)).toEqual({ from: "2026-01-01", to: TODAY });
		expect(coverOf({ kind: "all" }, [point("2020-05-05", 1)], TODAY)).toEqual({ from: "2020-05-05", to: TODAY });
		expect(coverOf({ kind: "all" }, [], TODAY)).toBeNull();
		expect(daysIn(periodOf("month", TODAY), null, TODAY)).toBe(20);
	});
	it("without plays are gaps", () => {
		const items = amountItems([point("2026-03-02", 4), point("2026-03-16", 2)], "plays", { span: periodOf("month", TODAY), unit: "week", today: TODAY });
		expect(items.map(({ value }) => value)).toEqual([null, 4, null, 2]);
	});
	it("of a week that began before the month count there", () => {
		const items = amountItems([point("2026-02-23", 3)], "plays", { span: periodOf("month", TODAY), unit: "week", today: TODAY });
		expect(items[0]).toMatchObject({ key: "2026-02-23", value: 3 });
	});
});

describe("time heard", () => {
	it("is told in minutes, then hours with minutes, then hours", () => {
		expect([0, 60_000, 41 * 60_000, HOUR, 3.5 * HOUR, 412 * HOUR].map(timeWords)).toEqual(["0 minutes", "1 minute", "41 minutes", "1 hour", "3 h 30 min", "412 hours"]);
	});
	it("is a lower bound where some plays do not say, and unknown where none does", () => {
		expect(heardWords(point(TODAY, 18))).toBe("1 hour");
		expect(heardWords(point(TODAY, 20, 2))).toBe("at least 1 hour");
		expect(heardWords(point(TODAY, 3, 3))).toBe("time unknown");
	});
});

describe("years of weeks", () => {
	it("have 52 weeks, gaps before the first play and from this week on, zero between", () => {
		const rows = yearRows([point("2025-03-01", 5), point("2025-12-31", 2), point("2026-01-09", 1)], "plays", TODAY);
		expect(rows.map(({ label, items }) => [label, items.length])).toEqual([["2025", 52], ["2026", 52]]);
		expect(rows[0]?.items[7]?.value).toBeNull();
		expect(rows[0]?.items[8]?.value).toBe(5);
		expect(rows[0]?.items[20]?.value).toBe(0);
		expect(rows[0]?.items[51]?.value).toBe(2);
		expect(rows[1]?.items[1]?.value).toBe(1);
		expect(rows[1]?.items[40]?.value).toBeNull();
		expect(yearRows([], "plays", TODAY)).toEqual([]);
	});
	it("carry the months where they begin", () => {
		expect(monthTicks(2025).map(({ at }) => Math.floor(at)).slice(0, 3)).toEqual([0, 4, 8]);
	});
});

describe("a long list of plays", () => {
	const rows = Array.from({ length: 300 }, (_, at) => ({ day: `2026-01-${String(30 - Math.floor(at / 10)).padStart(2, "0")}` }));
	const parts = dayParts(rows);
	it("is grouped by day, one under the other", () => {
		expect(parts).toHaveLength(30);
		expect(parts[1]).toEqual({ day: "2026-01-29", first: 10, count: 10, top: DAY_PX + 10 * ROW_PX, height: DAY_PX + 10 * ROW_PX });
	});
	it("draws what is near the window and nothing else", () => {
		const slices = inWindow(parts, 8000, 800);
		const drawn = slices.reduce((sum, { from, to }) => sum + to - from, 0);
		expect(drawn).toBeLessThan(60);
		expect(slices[0]?.part.top).toBeLessThan(8000);
		expect(slices.at(-1)?.part.top).toBeGreaterThan(8000);
		expect(inWindow([], 0, 800)).toEqual([]);
	});
});

describe("an address that a source gives", () => {
	it("is opened only in a player or on the web", () => {
		expect(openable("spotify:track:1")).toBe("spotify:track:1");
		expect(openable("https://music.youtube.com/watch?v=1")).not.toBeNull();
		expect([openable("javascript:alert(1)"), openable("file:///etc/passwd"), openable(null)]).toEqual([null, null, null]);
	});
});
