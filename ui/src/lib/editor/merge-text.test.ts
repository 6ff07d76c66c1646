import { ChangeSet, Text } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import { minimalChanges, rebase, rebaseText } from "./merge-text";

const apply = (text: string, changes: Parameters<typeof ChangeSet.of>[0]) =>
	ChangeSet.of(changes, text.length).apply(Text.of(text.split("\n"))).toString();

describe("minimal changes", () => {
	it("touch only what differs", () => {
		const before = "Walked to the sea.\nCold.";
		const after = "Walked to the sea.\nVery cold.";
		const changes = minimalChanges(before, after);
		expect(apply(before, changes)).toBe(after);
		expect(Math.min(...changes.map((change) => change.from))).toBeGreaterThanOrEqual(19);
	});

	it("are none for equal texts", () => {
		expect(minimalChanges("same", "same")).toEqual([]);
	});

	it("turn any text into any other", () => {
		const samples = ["", "a", "one\ntwo\nthree", "two\nthree\nfour", "🌊 sea", "🌅 sea and sky"];
		for (const before of samples) {
			for (const after of samples) expect(apply(before, minimalChanges(before, after))).toBe(after);
		}
	});

	it("keep a cursor in front of and behind the change", () => {
		const set = ChangeSet.of(minimalChanges("one two three", "one 2 three"), 13);
		expect(set.mapPos(2)).toBe(2);
		expect(set.mapPos(13)).toBe(11);
	});
});

describe("rebase", () => {
	it("keeps words typed after the text was sent", () => {
		const now = "Morning.\nWalked far.";
		const merged = "Good morning.\nWalked.";
		expect(apply(now, [rebase("Morning.\nWalked.", merged, now)])).toBe("Good morning.\nWalked far.");
	});

	it("agrees with its plain text form", () => {
		const cases: [string, string, string][] = [
			["a b c", "a b c d", "x a b c"],
			["one two", "one", "one two three"],
			["", "from there", "from here"],
			["same", "same", "other"],
		];
		for (const [sent, merged, now] of cases) {
			expect(rebaseText(sent, merged, now)).toBe(apply(now, [rebase(sent, merged, now)]));
		}
	});
});
