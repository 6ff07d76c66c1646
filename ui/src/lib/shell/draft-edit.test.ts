import { expect, test } from "vitest";
import { canEdit, withChip } from "./draft-edit";

const draft = {
	domain: "journal",
	command: "journal.create_entry",
	payload: { body: "A walk", date: "2026-03-01", tags: ["river", "home"] },
	title: "A walk",
	chips: [
		{ label: "date", value: "2026-03-01" },
		{ label: "tag", value: "river" },
		{ label: "length", value: "2 words" },
	],
};
const [date, tag, length] = draft.chips as [{ label: string; value: string }, { label: string; value: string }, { label: string; value: string }];

test("a chip that stands in the payload can be changed", () => {
	expect(withChip(draft, date, "2026-03-02").payload).toMatchObject({ date: "2026-03-02" });
	expect(withChip(draft, tag, "sea").payload).toMatchObject({ tags: ["sea", "home"] });
});

test("an empty value takes it away", () => {
	expect(withChip(draft, tag, "").payload).toMatchObject({ tags: ["home"] });
	expect(withChip(draft, date, "").payload).not.toHaveProperty("date");
	expect(withChip(draft, date, "").chips).toHaveLength(2);
});

test("a chip that is made of something else changes with the line only", () => {
	expect(canEdit(draft, length)).toBe(false);
	expect(canEdit(draft, date)).toBe(true);
});
