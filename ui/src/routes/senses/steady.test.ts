import { expect, test } from "vitest";
import { middle, Steady, type Telling } from "./steady";

const told = (value: number | null, unknown: Telling["unknown"] = null): Telling => ({ value, unknown });

test("a figure stays for two seconds and is the middle of what was told meanwhile", () => {
	const steady = new Steady<Telling>();
	expect(steady.take(0, told(10))?.value).toBe(10);
	for (const at of [500, 1000, 1500]) expect(steady.take(at, told(14))?.value).toBe(10);
	expect(steady.take(2000, told(90))?.value).toBe(14);
	expect(steady.take(3900, told(90))?.value).toBe(14);
});

test("one that knows nothing for a moment does not blink", () => {
	expect(middle([told(12), told(null, "moving"), told(13), told(12.5)])?.value).toBe(12.5);
	expect(middle([told(12), told(null, "moving"), told(null, "moving"), told(null, "no_face")])).toEqual(told(null, "moving"));
});

test("what is not read any more is gone at once, and a new beginning is shown at once", () => {
	const steady = new Steady<Telling>();
	steady.take(5000, told(10));
	expect(steady.take(5100, null)).toBeNull();
	expect(steady.take(5200, told(20))?.value).toBe(20);
	expect(steady.take(0, told(30))?.value).toBe(30);
});
