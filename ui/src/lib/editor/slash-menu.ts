/** `/` at the start of a line opens a short menu. What it offers is given by the page. */
import {
	autocompletion,
	type Completion,
	type CompletionContext,
	type CompletionResult,
} from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import { toggleHeading } from "./format-commands";
import { toggleLines } from "./list-commands";

export type SlashItem = {
	id: string;
	title: string;
	/** A small word at the right: what will be written. */
	hint?: string;
	/** Runs after the typed `/words` are gone; the cursor stands where they were. */
	run: (view: EditorView) => void;
};

const TYPED = /^\s*(?:[-*+>]\s+)?\/[\p{L}\d ]{0,24}$/u;

/** Writes text at the cursor. `cursor` counts from the start of the text; default is its end. */
export function insertText(view: EditorView, text: string, cursor = text.length): void {
	const { from, to } = view.state.selection.main;
	view.dispatch({
		changes: { from, to, insert: text },
		selection: { anchor: from + cursor },
		userEvent: "input.slash",
		scrollIntoView: true,
	});
	view.focus();
}

/** Writes text on lines of its own: with an empty line before and after when words are near. */
export function insertBlock(view: EditorView, text: string): void {
	const { state } = view;
	const { from, to } = state.selection.main;
	const line = state.doc.lineAt(from);
	const before = state.sliceDoc(line.from, from).trim() === "" ? "" : "\n\n";
	const rest = state.sliceDoc(to, state.doc.lineAt(to).to).trim();
	insertText(view, `${before}${text}${rest === "" ? "\n" : "\n\n"}`);
}

type Titles = Record<"heading" | "subheading" | "list" | "numbers" | "task" | "quote" | "divider", string>;

/** The part of the menu that every editor has. */
export function writingItems(titles: Titles): SlashItem[] {
	return [
		{ id: "heading", title: titles.heading, hint: "#", run: toggleHeading(1) },
		{ id: "subheading", title: titles.subheading, hint: "##", run: toggleHeading(2) },
		{ id: "list", title: titles.list, hint: "-", run: toggleLines("bullet") },
		{ id: "numbers", title: titles.numbers, hint: "1.", run: toggleLines("ordered") },
		{ id: "task", title: titles.task, hint: "- [ ]", run: toggleLines("task") },
		{ id: "quote", title: titles.quote, hint: ">", run: toggleLines("quote") },
		{ id: "divider", title: titles.divider, hint: "---", run: (view) => insertBlock(view, "---\n") },
	];
}

function option(item: SlashItem, rank: number): Completion {
	return {
		label: `/${item.title}`,
		displayLabel: item.title,
		...(item.hint ? { detail: item.hint } : {}),
		boost: -rank,
		apply: (view, _completion, from, to) => {
			view.dispatch({ changes: { from, to }, userEvent: "delete.slash" });
			item.run(view);
		},
	};
}

/** The menu. `items` is asked each time it opens, so that the time in a hint is the time now. */
export function slashMenu(items: () => SlashItem[]): Extension {
	const source = (cx: CompletionContext): CompletionResult | null => {
		const typed = cx.matchBefore(TYPED);
		if (!typed) return null;
		const slash = typed.text.indexOf("/");
		return {
			from: typed.from + slash,
			options: items().map(option),
			validFor: /^\/[\p{L}\d ]*$/u,
		};
	};
	return autocompletion({
		override: [source],
		icons: false,
		activateOnTyping: true,
		defaultKeymap: true,
		optionClass: () => "cm-slash-option",
		tooltipClass: () => "cm-slash",
		interactionDelay: 0,
	});
}
