// Keys as actions write them: `mod+k`, `shift+j`, `?`, `Escape`, or two after each other: `g t`.

/** The part of a keyboard event that decides. */
export type Press = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

const onMac = typeof navigator !== "undefined" && /mac|iphone|ipad/i.test(navigator.platform);

const NAMES: Record<string, string> = {
	arrowup: "↑",
	arrowdown: "↓",
	arrowleft: "←",
	arrowright: "→",
	enter: "↵",
	escape: "Esc",
	backspace: "⌫",
};

/** Keys to show: `mod+k` to `Ctrl`, `K`. */
export function keyParts(keys: string, mac = onMac): string[] {
	return keys.split(" ").flatMap((chord) =>
		chord.split(/(?<=.)\+/).map((part) => {
			if (part === "mod") return mac ? "⌘" : "Ctrl";
			if (part === "shift") return mac ? "⇧" : "Shift";
			if (part === "alt") return mac ? "⌥" : "Alt";
			const name = NAMES[part.toLowerCase()];
			return name ?? (part.length === 1 ? part.toLocaleUpperCase() : part);
		}),
	);
}

/** The name of what was pressed, to compare with an action's keys. */
export function chordOf(press: Press, mac = onMac): string {
	const mod = mac ? press.metaKey : press.ctrlKey;
	const letter = press.key.length === 1;
	const key = letter ? press.key.toLowerCase() : press.key;
	// `?` is already shifted on some keyboards and not on others: the sign alone counts.
	const shift = press.shiftKey && (!letter || /[a-z]/i.test(press.key));
	return [mod && "mod", press.altKey && "alt", shift && "shift", key].filter(Boolean).join("+");
}

/** Whether the press would write into something, so that letters are not keys of the page. */
export function isTyping(target: EventTarget | null): boolean {
	if (!(target instanceof HTMLElement)) return false;
	return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
}
