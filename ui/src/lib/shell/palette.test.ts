import { expect, test } from "vitest";
import { dayIn } from "./palette-date";
import { fit } from "./palette-match";

const NOW = "2026-11-21"; // A Saturday.
const day = (text: string) => dayIn(text, NOW);

test("a date without a year is the last one that was", () => {
	expect(day("14 march")).toBe("2026-03-14");
	expect(day("14 july")).toBe("2026-07-14");
	expect(day("March 14")).toBe("2026-03-14");
	expect(day("1 dec")).toBe("2025-12-01");
	expect(day("29 february")).toBe("2024-02-29");
});

test("a year can be said in full, in short, or with a comma", () => {
	expect(day("14 mar 2025")).toBe("2025-03-14");
	expect(day("14th of march 25")).toBe("2025-03-14");
	expect(day("3 may 98")).toBe("1998-05-03");
	expect(day("March 14, 2025")).toBe("2025-03-14");
	expect(day("2025-03-14")).toBe("2025-03-14");
	expect(day("14.3.2025")).toBe("2025-03-14");
});

test("days near today have words", () => {
	expect(day("today")).toBe("2026-11-21");
	expect(day("Yesterday")).toBe("2026-11-20");
	expect(day("tomorrow")).toBe("2026-11-22");
	expect(day("friday")).toBe("2026-11-20");
	expect(day("saturday")).toBe("2026-11-21");
	expect(day("last saturday")).toBe("2026-11-14");
	expect(day("next mon")).toBe("2026-11-23");
});

test("what is no day is no day", () => {
	for (const text of ["", "march", "31 april", "32 march", "2026-02-30", "lunch", "14 lunch", "a"]) expect(day(text)).toBeNull();
});

test("titles fit by their beginnings, then by letters in order", () => {
	expect(fit("New entry", "new")).toBeGreaterThan(fit("Begin a new entry", "new"));
	expect(fit("History of changes", "his ch")).toBeGreaterThan(0);
	expect(fit("New entry", "nwe")).toBeGreaterThan(0);
	expect(fit("New entry", "xyz")).toBe(0);
	expect(fit("New entry", "(")).toBe(0);
});
