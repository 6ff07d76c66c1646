import { expect, test } from "vitest";
import { m } from "$lib/i18n";
import { streakWords } from "./streak-words";

test("one day is said as one", () => {
	expect(streakWords({ current: 1, longest: 1, days: 1, entries: 1, words: 1, grace: 0 })).toBe("1 day kept, 1 word.");
	expect(streakWords({ current: 0, longest: 0, days: 2, entries: 2, words: 1200, grace: 0 })).toBe("2 days kept, 1,200 words.");
});

test("days in a row are said first", () => {
	const streak = { current: 3, longest: 9, days: 12, entries: 14, words: 900, grace: 1 };
	expect(streakWords(streak)).toBe("3 days in a row. 12 days kept, 900 words.");
	expect(streakWords({ ...streak, longest: 3 })).toBe("3 days in a row, your longest so far. 12 days kept, 900 words.");
});

test("counts agree with what is counted", () => {
	expect(m.journal_days_kept({ count: 1, shown: "1" })).toBe("1 day");
	expect(m.journal_year_sentence({ count: 1, shown: "1", words: "5 words" })).toBe("1 day kept, 5 words");
	expect(m.search_more({ count: 1, shown: "1" })).toMatch(/^The first one that fits/);
});
