import { expect, test } from "vitest";
import { chordOf, keyParts } from "./keys";

const press = (key: string, held: Partial<Record<"ctrlKey" | "metaKey" | "altKey" | "shiftKey", boolean>> = {}) => ({
	key,
	ctrlKey: false,
	metaKey: false,
	altKey: false,
	shiftKey: false,
	...held,
});

test("a press has one name on every keyboard", () => {
	expect(chordOf(press("k", { ctrlKey: true }), false)).toBe("mod+k");
	expect(chordOf(press("k", { metaKey: true }), true)).toBe("mod+k");
	expect(chordOf(press("Z", { ctrlKey: true, shiftKey: true }), false)).toBe("mod+shift+z");
	expect(chordOf(press("?", { shiftKey: true }), false)).toBe("?");
	expect(chordOf(press("ArrowDown", { shiftKey: true }), false)).toBe("shift+ArrowDown");
});

test("keys are shown as the keyboard shows them", () => {
	expect(keyParts("mod+shift+z", false)).toEqual(["Ctrl", "Shift", "Z"]);
	expect(keyParts("mod+k", true)).toEqual(["⌘", "K"]);
	expect(keyParts("g t", false)).toEqual(["G", "T"]);
	expect(keyParts("mod+\\", false)).toEqual(["Ctrl", "\\"]);
});
