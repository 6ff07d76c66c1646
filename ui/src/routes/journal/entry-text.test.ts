import { describe, expect, it } from "vitest";
import type { Entry } from "$lib/api/wire";
import { entryFileName, entryMarkdown } from "./entry-text";

const entry = {
	date: "2026-03-01",
	time: "21:04:05",
	zone: "Europe/London",
	title: 'Sea / "sky"',
	body: "Cold.\n\n",
	tags: ["sea", 'a "b"'],
	people: [],
	place: null,
	weather: null,
	mood: "calm",
} as unknown as Entry;

describe("an entry as a file", () => {
	it("carries its fields and ends with one line break", () => {
		expect(entryMarkdown(entry, "Days")).toBe(
			'---\ndate: 2026-03-01T21:04:05\nzone: "Europe/London"\njournal: "Days"\ntags: ["sea", "a \\"b\\""]\nmood: "calm"\n---\n\n# Sea / "sky"\n\nCold.\n',
		);
	});

	it("has a name that every system takes", () => {
		expect(entryFileName(entry)).toBe("2026-03-01 Sea sky.md");
		expect(entryFileName({ ...entry, title: "" })).toBe("2026-03-01.md");
	});
});
