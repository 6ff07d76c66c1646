import { expect, test } from "vitest";
import { strengthOf } from "./strength";

test("strength is said modestly", () => {
	expect(strengthOf("")).toBe("none");
	expect(strengthOf("river")).toBe("short");
	expect(strengthOf("password123")).toBe("weak");
	expect(strengthOf("aaaaaaaaaaaaaaaa")).toBe("weak");
	expect(strengthOf("abcdefghijklmnop")).toBe("weak");
	expect(strengthOf("heron river lantern tuesday moss")).toBe("strong");
});
