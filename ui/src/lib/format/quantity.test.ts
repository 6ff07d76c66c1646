import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
	formatDistance, formatEnergy, formatHeight, formatLength, formatMinutes, formatPace, formatSpeed, formatWeight, formatWeightNumber,
	parseDistance, parseLength, parseTime, parseWeight, quantityToType, unitWord,
} from "./quantity";

const reader = (tag: string) => vi.stubGlobal("navigator", { languages: [tag], platform: "" });
beforeEach(() => reader("en-US"));
afterEach(() => vi.unstubAllGlobals());

test("what is typed is exact, and is shown again as it was typed", () => {
	expect(parseWeight("81.4", "kg")).toEqual({ value: 81_400_000, unit: "kg" });
	expect(parseWeight("185", "lb")).toEqual({ value: 83_914_588, unit: "lb" });
	expect(formatWeight(83_914_588, "lb")).toBe("185\u00a0lb");
	expect(quantityToType(83_914_588, "lb", 1)).toBe("185");
	for (let half = 1; half < 2000; half += 1) {
		const text = String(half / 2);
		for (const unit of ["kg", "lb"] as const) {
			const read = parseWeight(text, unit);
			expect(quantityToType(read?.value ?? 0, unit, 2)).toBe(text);
		}
	}
});

test("a unit that is written goes before the usual one; one that is none is refused", () => {
	expect(parseWeight("180 lb", "kg")).toEqual({ value: 81_646_627, unit: "lb" });
	expect(parseWeight("82,5kg", "lb")).toEqual({ value: 82_500_000, unit: "kg" });
	for (const text of ["", "heavy", "5 km", "-5", "5 kgs more", "1.2.3"]) expect(parseWeight(text, "kg")).toBeNull();
	expect(parseDistance("5", "km")).toBe(5_000_000);
	expect(parseDistance("5", "mi")).toBe(8_046_720);
	expect(parseDistance("400 m", "km")).toBe(400_000);
	expect(parseDistance("40", "m")).toBe(40_000);
	expect(parseLength("36.4 in", "km")).toBe(925);
	expect(parseLength("92.5", "km")).toBe(925);
});

test("times are read as people write them", () => {
	expect(parseTime("25:10", "min")).toBe(1_510_000);
	expect(parseTime("1:02:03", "min")).toBe(3_723_000);
	expect(parseTime("90", "s")).toBe(90_000);
	expect(parseTime("45", "min")).toBe(2_700_000);
	expect(parseTime("1h 20m", "s")).toBe(4_800_000);
	expect(parseTime("45 min", "s")).toBe(2_700_000);
	for (const text of ["", "soon", "1:75", "1:75:00", ":"]) expect(parseTime(text, "s")).toBeNull();
});

test("ways and speeds are told in the unit that reads best", () => {
	expect(formatDistance(12_420_000, "km")).toBe("12.42\u00a0km");
	expect(formatDistance(400_000, "km")).toBe("400\u00a0m");
	expect(formatDistance(12_420_000, "mi")).toBe("7.72\u00a0mi");
	expect(formatDistance(100_000, "mi")).toBe("109\u00a0yd");
	expect(formatHeight(312_400, "km")).toBe("312\u00a0m");
	expect(formatHeight(312_400, "mi")).toBe("1,025\u00a0ft");
	expect(formatLength(925, "mi")).toBe("36.4\u00a0in");
	expect(formatPace(3311, "km")).toBe("5:02\u00a0/km");
	expect(formatPace(3311, "mi")).toBe("8:06\u00a0/mi");
	expect(formatPace(952, "km", "pool")).toBe("1:45\u00a0/100\u00a0m");
	expect(formatPace(0, "km")).toBeNull();
	expect(formatSpeed(6694, "km")).toBe("24.1\u00a0km/h");
	expect(formatSpeed(6694, "mi")).toBe("15.0\u00a0mph");
	expect(formatEnergy(2_142_208)).toBe("512\u00a0kcal");
	expect(formatMinutes(4_320_000)).toBe("1\u00a0h 12\u00a0min");
	expect(unitWord("lb")).toBe("lb");
});

test("readers elsewhere write numbers their own way", () => {
	reader("en-DE");
	expect(formatWeight(82_500_000, "kg")).toBe("82,5\u00a0kg");
	expect(formatWeightNumber(82_500_000, "kg")).toBe("82,5");
	expect(quantityToType(82_500_000, "kg", 2)).toBe("82,5");
	expect(parseWeight("82,5", "kg")?.value).toBe(82_500_000);
});
