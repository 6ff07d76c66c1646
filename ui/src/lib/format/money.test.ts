import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { currencies, currencyName, decimalText, formatMinor, formatMoney, likelyCurrency, moneyToType, parseMoney } from "./money";

const reader = (tag: string) => vi.stubGlobal("navigator", { languages: [tag], platform: "" });
beforeEach(() => reader("en-US"));
afterEach(() => vi.unstubAllGlobals());

test("an amount is written from its digits, with as many decimals as its currency has", () => {
	expect(formatMoney(123450, "EUR")).toBe("€1,234.50");
	expect(formatMoney(5, "EUR")).toBe("€0.05");
	expect(formatMoney(1234, "JPY")).toBe("¥1,234");
	expect(formatMoney(1, "KWD")).toMatch(/^KWD\s0\.001$/);
	expect(formatMinor(Number.MAX_SAFE_INTEGER, "EUR")).toBe("90,071,992,547,409.91");
	expect(decimalText(-5, "EUR")).toBe("-0.05");
});

test("decimals are those of ISO 4217, also where the browser thinks otherwise", () => {
	expect(formatMinor(123450, "HUF")).toBe("1,234.50");
	expect(formatMinor(1234, "IQD")).toBe("1.234");
});

test("what is below zero has a minus and no hyphen; nothing has no sign", () => {
	expect(formatMoney(-1250, "EUR")).toBe("−€12.50");
	expect(formatMoney(1250, "EUR", { sign: "both" })).toBe("+€12.50");
	expect(formatMoney(0, "EUR", { sign: "both" })).toBe("€0.00");
	expect(formatMoney(-0, "EUR")).toBe("€0.00");
	expect(formatMoney(-1250, "EUR", { sign: "none" })).toBe("€12.50");
	expect(formatMoney(-125_099, "EUR", { whole: true })).toBe("−€1,251");
});

test("readers elsewhere write it their own way", () => {
	// The language of the screen is English; the region is the reader's.
	reader("en-CH");
	expect(formatMinor(123450000, "CHF")).toMatch(/^1['’]234['’]500\.00$/);
	reader("en-DE");
	expect(formatMoney(-123450, "EUR")).toBe("−€1.234,50");
	expect(formatMinor(-123450, "EUR")).toBe("−1.234,50");
	reader("en-ZA");
	expect(moneyToType(-123450, "ZAR")).toMatch(/^-1234[.,]50$/);
});

test("what is typed is understood, whatever the marks", () => {
	const typed = (text: string) => parseMoney(text, "EUR");
	expect(typed("12.50")).toBe(1250);
	expect(typed("12,50")).toBe(1250);
	expect(typed("12")).toBe(1200);
	expect(typed("12.5")).toBe(1250);
	expect(typed(".5")).toBe(50);
	expect(typed("1,234.50")).toBe(123450);
	expect(typed("1.234,50")).toBe(123450);
	expect(typed("1 234,50 €")).toBe(123450);
	expect(typed("1’234.50")).toBe(123450);
	expect(parseMoney("US$5", "USD")).toBe(500);
	expect(parseMoney("7 zł", "PLN")).toBe(null);
	expect(typed("EUR 7")).toBe(700);
	expect(typed("−12.50")).toBe(-1250);
	expect(typed("(12.50)")).toBe(-1250);
	expect(typed("+12.50")).toBe(1250);
	expect(typed("1,234")).toBe(123400);
	expect(typed("1,234,567")).toBe(123456700);
	expect(typed("12.50 + 3 - 0,50")).toBe(1500);
	expect(typed("0.10 + 0.20")).toBe(30);
	expect(typed("12.500")).toBe(1250);
});

test("a point alone is what it is where the reader lives", () => {
	expect(parseMoney("1.234", "EUR")).toBe(null);
	expect(parseMoney("1.234", "KWD")).toBe(1234);
	reader("en-DE");
	// en-DE writes 1.234,50.
	expect(parseMoney("1.234", "EUR")).toBe(123400);
	expect(parseMoney("12,50", "EUR")).toBe(1250);
});

test("what is no amount is none", () => {
	for (const text of ["", " ", "-", "+", "abc", "12.345", "1.2.3", "1,2,3", "12..5", "1.234,5.6", "12+", "--5", "1e5", "∞"]) {
		expect([text, parseMoney(text, "EUR")]).toEqual([text, null]);
	}
	expect(parseMoney("1.5", "JPY")).toBe(null);
	expect(parseMoney("90071992547409.91", "EUR")).toBe(Number.MAX_SAFE_INTEGER);
	expect(parseMoney("90071992547409.92", "EUR")).toBe(null);
});

test("text and amount are each other's way back", () => {
	for (const tag of ["en-US", "en-DE", "en-CH", "en-IN", "en-ZA"]) {
		reader(tag);
		for (const currency of ["EUR", "JPY", "KWD", "CLF"]) {
			for (const minor of [0, 1, 9, 10, 99, 100, 12345, -1, -98765, 1_000_000, -123_456_789, Number.MAX_SAFE_INTEGER]) {
				for (const text of [moneyToType(minor, currency), formatMinor(minor, currency), formatMoney(minor, currency)]) {
					expect([tag, currency, text, parseMoney(text, currency)]).toEqual([tag, currency, text, minor]);
				}
			}
		}
	}
});

test("currencies have names, and a region has one", () => {
	expect(currencyName("EUR")).toBe("Euro");
	expect(currencyName("??")).toBe("??");
	expect(currencies()).toContain("EUR");
	expect(currencies()).not.toContain("XAU");
	expect(likelyCurrency("en-GB")).toBe("GBP");
	expect(likelyCurrency("de")).toBe("EUR");
	expect(likelyCurrency("en")).toBe("USD");
});
