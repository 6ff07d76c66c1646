/** The keys of the editor. Keys that it handles stop here and never reach the shell. */
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { insertNewlineContinueMarkupCommand } from "@codemirror/lang-markdown";
import { searchKeymap } from "@codemirror/search";
import { Prec, type Extension } from "@codemirror/state";
import { keymap, type KeyBinding } from "@codemirror/view";
import { insertLink, toggleHeading, toggleMark } from "./format-commands";
import { indentList, leaveQuote, outdentList, toggleLines, toggleTask } from "./list-commands";

const FORMAT: KeyBinding[] = [
	{ key: "Mod-b", run: toggleMark("**") },
	{ key: "Mod-i", run: toggleMark("*") },
	{ key: "Mod-e", run: toggleMark("`") },
	{ key: "Mod-Shift-h", run: toggleMark("==") },
	{ key: "Mod-Shift-x", run: toggleMark("~~") },
	// Without a selection this is not handled, and the palette opens as everywhere.
	{ key: "Mod-k", run: insertLink },
	{ key: "Mod-Shift-7", run: toggleLines("ordered") },
	{ key: "Mod-Shift-8", run: toggleLines("bullet") },
	{ key: "Mod-Shift-9", run: toggleLines("task") },
	{ key: "Mod-Shift-.", run: toggleLines("quote") },
	{ key: "Mod-Enter", run: toggleTask },
	{ key: "Mod-Alt-1", run: toggleHeading(1) },
	{ key: "Mod-Alt-2", run: toggleHeading(2) },
	{ key: "Mod-Alt-3", run: toggleHeading(3) },
	{ key: "Enter", run: leaveQuote },
	// Enter on an empty item ends a list of any length; the parser's own would first set a short one apart.
	{ key: "Enter", run: insertNewlineContinueMarkupCommand({ nonTightLists: false }) },
	{ key: "Tab", run: indentList, shift: outdentList },
];

/** Formatting first, then undo, search and the usual movement keys. */
export function editorKeys(): Extension {
	const stop = (binding: KeyBinding): KeyBinding => ({ ...binding, stopPropagation: true });
	return [
		history(),
		Prec.highest(keymap.of(FORMAT.map(stop))),
		keymap.of([...historyKeymap, ...searchKeymap].map(stop)),
		keymap.of(defaultKeymap),
	];
}
