import { afterEach, describe, expect, it } from "vitest";
import { anyUnsaved, dropDraft, flushAll, leaveDraft, openDraft } from "./drafts";
import { SaveQueue, type Saved } from "./save-queue";

let failing = false;
const written: string[] = [];

const make = (body = "") => () =>
	new SaveQueue({
		version: "v1",
		body,
		explain: () => "no",
		timers: { set: () => 0, clear: () => undefined, now: () => 0 },
		write: async (version, text): Promise<Saved> => {
			if (failing) throw new Error("full");
			written.push(text);
			return { version: `${version}+`, body: text, merged: false, saved_at: "2026-03-01T00:00:00Z" };
		},
	});

/** Types into a queue and leaves the page, as an editor does. */
function typeAndLeave(id: string, text: string): SaveQueue {
	const queue = openDraft(id, make());
	let shown = "";
	const detach = queue.attach({ text: () => shown, merge: () => undefined });
	shown = text;
	queue.touch();
	detach();
	leaveDraft(id);
	return queue;
}

afterEach(() => {
	failing = false;
	written.length = 0;
	for (const id of ["a", "b", "a/title"]) dropDraft(id);
});

describe("drafts", () => {
	it("survive the page until their last word is saved", async () => {
		failing = true;
		const queue = typeAndLeave("a", "kept");
		expect(await flushAll()).toBe(false);
		// Two queues of one entry and another entry are opened meanwhile.
		openDraft("a/title", make());
		openDraft("b", make());
		expect(anyUnsaved()).toBe(true);
		expect(openDraft("a", make("old")), "the words, not what the disk has").toBe(queue);
		expect(queue.text).toBe("kept");
		failing = false;
		expect(await flushAll()).toBe(true);
		expect(written).toEqual(["kept"]);
	});

	it("are forgotten when saved and left, and not while they are shown", async () => {
		const queue = typeAndLeave("a", "done");
		await flushAll();
		expect(openDraft("a", make("done"))).not.toBe(queue);
		const shown = openDraft("b", make());
		shown.attach({ text: () => "more", merge: () => undefined });
		shown.touch();
		expect(anyUnsaved(), "an open editor is guarded from its first key").toBe(true);
	});

	it("write nothing for an entry that was thrown away", async () => {
		typeAndLeave("a", "gone");
		dropDraft("a");
		await flushAll();
		expect(written).toEqual([]);
	});
});
