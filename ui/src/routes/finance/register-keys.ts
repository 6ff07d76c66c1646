/** The register's keys. They come before those of the shell, some of which are the same letters. */
import { chordOf, isTyping } from "$lib/keys/keys";
import type { Register } from "./register.svelte";

export type Keys = {
	add: () => void;
	search: () => void;
	open: (id: string) => void;
};

/** How far Page up and Page down go, in rows. */
const PAGE = 15;

/** Keys that other controls use when they have the focus. */
const OF_CONTROLS = new Set(["Enter", " ", "ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown", "shift+ArrowDown", "shift+ArrowUp"]);

/** Does what a press asks of the register. Says whether it was one of its keys. */
export function onRegisterKey(event: KeyboardEvent, register: Register, keys: Keys): boolean {
	const target = event.target;
	if (event.defaultPrevented || event.isComposing || isTyping(target)) return false;
	if (document.querySelector('[role="dialog"][data-state="open"], [role="menu"], [role="listbox"]:not([hidden])')) return false;
	const chord = chordOf(event);
	const inRows = !(target instanceof HTMLElement) || target === document.body || target.tagName === "MAIN" || target.closest('[role="grid"]') !== null;
	if (OF_CONTROLS.has(chord) && (!inRows || (target instanceof HTMLElement && target.closest("button, a, input") !== null))) return false;
	const work = actOf(chord, register, keys);
	if (!work) return false;
	event.preventDefault();
	work();
	return true;
}

function actOf(chord: string, register: Register, keys: Keys): (() => void) | null {
	const current = register.current;
	switch (chord) {
		case "ArrowDown":
		case "j":
			return () => register.move(1);
		case "ArrowUp":
		case "k":
			return () => register.move(-1);
		case "shift+ArrowDown":
			return () => register.move(1, true);
		case "shift+ArrowUp":
			return () => register.move(-1, true);
		case "PageDown":
			return () => register.move(PAGE);
		case "PageUp":
			return () => register.move(-PAGE);
		case "Home":
			return () => register.move(-register.rows.length);
		case "End":
			return () => register.move(register.rows.length);
		case "n":
			return keys.add;
		case "f":
			return keys.search;
		case "mod+a":
			return () => void register.selectAll();
		case "Escape":
			return register.selected.size > 0 ? () => register.clearSelection() : null;
	}
	if (!current && register.selected.size === 0) return null;
	switch (chord) {
		case "Enter":
		case "e":
			return () => register.edit(current);
		case "o":
			return current ? () => keys.open(current.id) : null;
		case " ":
		case "x":
			return current ? () => register.toggle(current.id) : null;
		case "ArrowRight":
			return current ? () => register.fold(current.id, true) : null;
		case "ArrowLeft":
			return current ? () => register.fold(current.id, false) : null;
		case "c":
			return () => (register.asking = "category");
		case "t":
			return () => (register.asking = "tags");
		case "r":
			return () => void register.clear();
		case "Delete":
		case "Backspace":
			return () => void register.throwAway();
	}
	return null;
}
