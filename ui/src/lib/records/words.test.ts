import { describe, expect, it } from "vitest";
import { fieldName, fieldValue } from "./field-words";
import { isSeveral, writerWords } from "./writer-words";

describe("who wrote", () => {
	const device = (name: string | null) => ({ by: "device" as const, device: "a0", name });
	it("is told in words, a device that nobody knows, too", () => {
		const writers = [{ by: "this" as const, device: null, name: null }, { by: "import" as const, device: null, name: null }, device("Pocket"), device(null)];
		expect(writers.map(writerWords)).toEqual(["this device", "imported", "Pocket", "a device that is not known here"]);
	});

	it("is said only where there are several devices", () => {
		const own = { by: "this" as const, device: null, name: null };
		expect([isSeveral([], [own]), isSeveral([1], [own]), isSeveral([1, 2], [own]), isSeveral([], [own, device(null)])]).toEqual([false, false, true, true]);
	});
});

describe("fields", () => {
	it("have names, inside of sets and lists, too; one that nobody foresaw is readable", () => {
		expect(["title", "tag/sea", "set/k7/reps", "moon_phase"].map(fieldName)).toEqual(["Title", "Tag", "Repetitions", "moon phase"]);
	});

	it("have values that read well", () => {
		expect([fieldValue("tag/sea", "true"), fieldValue("starred", "false"), fieldValue("media/ab", '{"name":"a.jpg"}'), fieldValue("title", "A walk")]).toEqual(["#sea", "no", "a.jpg", "A walk"]);
	});
});
