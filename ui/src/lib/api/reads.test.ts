import { expect, test } from "vitest";
import { meets } from "./reads";

test("a reading is run again exactly when a kind it reads has changed", () => {
	expect(meets(["journal.entry"], ["journal.entry"])).toBe(true);
	expect(meets(["journal.entry", "journal.journal"], ["mood.check_in", "journal.journal"])).toBe(true);
	expect(meets(["journal.entry"], ["mood.check_in"])).toBe(false);
});

test("a reading of everything hears every change, and a change of everything reaches every reading", () => {
	expect(meets(["*"], ["mood.check_in"])).toBe(true);
	expect(meets(["journal.entry"], ["*"])).toBe(true);
});

test("what reads no records is never run again", () => {
	expect(meets([], ["*"])).toBe(false);
	expect(meets([], ["journal.entry"])).toBe(false);
});
