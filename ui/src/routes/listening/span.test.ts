import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { pairs, readPair, writePair } from "./pair";
import { daysBetween, holds, periodOf, rangeOf, readSpan, shifted, spanParams, withParams, type Span } from "./span";
import { spanTitle } from "./words";

beforeEach(() => vi.stubGlobal("navigator", { languages: ["en-GB"], platform: "" }));
afterEach(() => vi.unstubAllGlobals());

const TODAY = "2026-03-20";
const read = (query: string) => readSpan(new URLSearchParams(query), TODAY);
/** What an address says after a span was put into it. */
const written = (span: Span) => withParams(new URLSearchParams("by=time&range=old&at=2020-01-01"), spanParams(span, TODAY));

describe("a span in an address", () => {
	it("is all time where nothing else is said, or nonsense", () => {
		expect(read("")).toEqual({ kind: "all" });
		expect(read("range=decade")).toEqual({ kind: "all" });
		expect(read("range=month&at=2026-13-31")).toEqual(periodOf("month", TODAY));
	});
	it("is the period around a day; weeks begin on Monday, also over a year's end", () => {
		expect(read("range=week")).toEqual({ kind: "week", from: "2026-03-16", to: "2026-03-22" });
		expect(read("range=week&at=2026-01-01")).toEqual({ kind: "week", from: "2025-12-29", to: "2026-01-04" });
		expect(read("range=month&at=2024-02-10")).toEqual({ kind: "month", from: "2024-02-01", to: "2024-02-29" });
		expect(read("range=year&at=2019-07-01")).toEqual({ kind: "year", from: "2019-01-01", to: "2019-12-31" });
	});
	it("has own days with one end, both, or turned around", () => {
		expect(read("range=own&from=2024-03-01")).toEqual({ kind: "own", from: "2024-03-01" });
		expect(read("range=own&from=2024-03-09&to=2024-03-01")).toEqual({ kind: "own", from: "2024-03-01", to: "2024-03-09" });
	});
	it("is own days where only days are said", () => {
		expect(read("from=2024-03-01&to=2024-03-01")).toEqual({ kind: "own", from: "2024-03-01", to: "2024-03-01" });
		expect(read("range=year&from=2024-03-01")).toEqual(periodOf("year", TODAY));
	});
	it("comes back as it was written, and takes the other names away", () => {
		for (const span of [read("range=week&at=2025-05-05"), read("range=year"), read("range=own&to=2024-03-01"), read("")]) {
			const query = written(span);
			expect(read(query)).toEqual(span);
			expect(query).toContain("by=time");
		}
		expect(written(periodOf("month", TODAY))).toBe("?by=time&range=month");
	});
});

describe("the next span", () => {
	it("is the next period, however long months are", () => {
		expect(shifted(periodOf("month", "2024-01-31"), 1)).toEqual(periodOf("month", "2024-02-01"));
		expect(shifted(periodOf("year", TODAY), -1)).toEqual(periodOf("year", "2025-01-01"));
		expect(shifted(periodOf("week", "2026-01-01"), 1)).toEqual(periodOf("week", "2026-01-05"));
	});
	it("of own days is as long as they are, and there is none without both ends", () => {
		const own = read("range=own&from=2025-03-01&to=2025-03-09");
		expect(shifted(own, 1)).toEqual({ kind: "own", from: "2025-03-10", to: "2025-03-18" });
		expect(shifted({ kind: "all" }, 1)).toBeNull();
	});
	it("holds its ends", () => {
		const march = periodOf("month", TODAY);
		expect([holds(march, "2026-03-01"), holds(march, "2026-03-31"), holds(march, "2026-04-01")]).toEqual([true, true, false]);
		expect(daysBetween("2024-02-28", "2024-03-01")).toBe(3);
		expect(rangeOf({ kind: "all" })).toEqual({});
	});
});

describe("a span in words", () => {
	it("says this where it is now, and its name elsewhere", () => {
		expect(spanTitle(periodOf("month", TODAY), TODAY)).toBe("This month");
		expect(spanTitle(periodOf("month", "2025-02-01"), TODAY)).toBe("February 2025");
		expect(spanTitle(periodOf("year", "2019-02-01"), TODAY)).toBe("2019");
		expect(spanTitle(read("range=own&from=2024-03-01"), TODAY)).toBe("Since 1 Mar 2024");
		expect(spanTitle(read("range=own&from=2025-03-01&to=2025-03-09"), TODAY)).toMatch(/^1\s?–\s?9 Mar 2025$/);
		expect(spanTitle({ kind: "all" }, TODAY)).toBe("All time");
	});
});

describe("a pair of ranges", () => {
	it("is last year and this where nothing else is said", () => {
		expect(readPair(new URLSearchParams(), TODAY)).toEqual({ a: periodOf("year", "2025-01-01"), b: periodOf("year", TODAY) });
	});
	it("is own days where only days are said", () => {
		expect(read("from=2024-03-01&to=2024-03-01")).toEqual({ kind: "own", from: "2024-03-01", to: "2024-03-01" });
		expect(read("range=year&from=2024-03-01")).toEqual(periodOf("year", TODAY));
	});
	it("comes back as it was written, and whole periods keep their names", () => {
		for (const { a, b } of pairs(TODAY)) expect(readPair(new URLSearchParams(writePair({ a, b })), TODAY)).toEqual({ a, b });
		const open = { a: { kind: "own" as const, to: "2020-05-05" }, b: { kind: "own" as const, from: "2020-05-06" } };
		expect(readPair(new URLSearchParams(writePair(open)), TODAY)).toEqual(open);
	});
});
