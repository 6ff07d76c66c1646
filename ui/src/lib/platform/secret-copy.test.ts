import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SECRET_MS, copySecret, takeBack } from "./secret-copy";

/** A clipboard as the system has it. */
let clipboard: { text: string; readable: boolean; writable: boolean };
let gestures: EventTarget;

beforeEach(() => {
	vi.useFakeTimers();
	clipboard = { text: "", readable: true, writable: true };
	gestures = new EventTarget();
	vi.stubGlobal("document", Object.assign(gestures, { execCommand: () => false }));
	vi.stubGlobal("navigator", {
		clipboard: {
			writeText: async (text: string) => {
				if (!clipboard.writable) throw new Error("not now");
				clipboard.text = text;
			},
			readText: async () => {
				if (!clipboard.readable) throw new Error("never");
				return clipboard.text;
			},
		},
	});
});

afterEach(async () => {
	await takeBack();
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

test("s15 a secret goes after a minute and not before", async () => {
	expect(await copySecret("twenty-four words")).toBe(true);
	await vi.advanceTimersByTimeAsync(SECRET_MS - 1);
	expect(clipboard.text).toBe("twenty-four words");
	await vi.advanceTimersByTimeAsync(1);
	expect(clipboard.text).toBe(" ");
});

test("s15 what was copied since stays", async () => {
	await copySecret("twenty-four words");
	clipboard.text = "a recipe";
	await vi.advanceTimersByTimeAsync(SECRET_MS);
	expect(clipboard.text).toBe("a recipe");
});

test("s15 a second secret has a minute of its own", async () => {
	await copySecret("one");
	await vi.advanceTimersByTimeAsync(SECRET_MS / 2);
	await copySecret("two");
	await vi.advanceTimersByTimeAsync(SECRET_MS / 2);
	expect(clipboard.text).toBe("two");
	await vi.advanceTimersByTimeAsync(SECRET_MS / 2);
	expect(clipboard.text).toBe(" ");
});

test("s15 where nobody may read the clipboard it goes in any case", async () => {
	await copySecret("twenty-four words");
	clipboard.readable = false;
	await vi.advanceTimersByTimeAsync(SECRET_MS);
	expect(clipboard.text).toBe(" ");
});

test("s15 a page that may not write then writes at the next gesture", async () => {
	await copySecret("twenty-four words");
	clipboard.writable = false;
	await vi.advanceTimersByTimeAsync(SECRET_MS);
	expect(clipboard.text).toBe("twenty-four words");
	clipboard.writable = true;
	gestures.dispatchEvent(new Event("keydown"));
	await vi.waitFor(() => expect(clipboard.text).toBe(" "));
});

test("s15 a lock takes it away at once, and nothing when nothing was copied", async () => {
	await takeBack();
	expect(clipboard.text).toBe("");
	await copySecret("twenty-four words");
	await takeBack();
	expect(clipboard.text).toBe(" ");
});
