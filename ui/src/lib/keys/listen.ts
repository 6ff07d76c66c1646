import { registry } from "$lib/actions/registry.svelte";
import { chordOf, isTyping, type Press } from "./keys";

/** How long the second key of a sequence may be waited for, in milliseconds. */
const SEQUENCE_MS_MAX = 1200;

let first = "";
let firstAt = 0;

/** Runs the action whose keys were pressed. Handed every key press of the window by the shell. */
export function onKey(event: KeyboardEvent): void {
	if (event.defaultPrevented || event.isComposing) return;
	const press: Press = event;
	const chord = chordOf(press);
	const typing = isTyping(event.target);
	// While something is typed only keys with Ctrl or Cmd are ours; a field's own undo stays its own.
	if (typing && (!chord.startsWith("mod+") || chord === "mod+z" || chord === "mod+shift+z")) return;
	// A dialog has the keys to itself.
	if (!chord.startsWith("mod+") && document.querySelector('[role="dialog"][data-state="open"], [role="menu"]')) return;

	const sequence = event.timeStamp - firstAt < SEQUENCE_MS_MAX && first ? `${first} ${chord}` : "";
	// Those of the open page come last, and are meant before those that are there everywhere.
	const actions = registry.available;
	const found =
		(sequence && actions.findLast((action) => action.keys?.includes(sequence))) ||
		actions.findLast((action) => action.keys?.includes(chord));
	first = found ? "" : chord;
	firstAt = event.timeStamp;
	if (!found) return;
	event.preventDefault();
	void found.run();
}
