import { expect, test } from "vitest";
import { pseudoMessage, pseudoText, readMessages } from "./messages.mjs";
import { m } from "../src/lib/paraglide/messages.js";

const english = readMessages();

test("every message has a pseudo text that differs from the English one", () => {
	const plain = Object.entries(english).filter(([, message]) => JSON.stringify(pseudoMessage(message)) === JSON.stringify(message));
	expect(plain).toEqual([]);
});

test("every message is compiled and speaks in both languages", () => {
	const inputs = new Proxy({}, { get: () => "1" });
	const silent = Object.keys(english).filter((key) => {
		const text = m[key]?.(inputs, { locale: "en" });
		const pseudo = m[key]?.(inputs, { locale: "pseudo" });
		return !text || text === key || !pseudo?.startsWith("[");
	});
	expect(silent).toEqual([]);
});

test("what stands in braces is left alone", () => {
	expect(pseudoText("Go to {name}")).toMatch(/^\[Ĝó ţó \{name\}~+\]$/);
});

test("texts are plain: no exclamation marks, no capital letters for emphasis", () => {
	const loud = Object.entries(english).filter(([, message]) => /!|\b[A-Z]{4,}\b/.test(JSON.stringify(message).replace(/JSON|HTML|IBAN|CAMT|RMSSD|SDNN/g, "")));
	expect(loud).toEqual([]);
});
