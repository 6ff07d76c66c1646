/** Everything an entry's editor is made of, in one list. */
import { EditorState, type Extension } from "@codemirror/state";
import { drawSelection, dropCursor, EditorView, placeholder } from "@codemirror/view";
import { editorKeys } from "./keymap";
import { linkClicks } from "./links";
import { livePreview } from "./live-preview";
import { entryMarkdown } from "./markdown-language";
import { mediaBlocks } from "./media-blocks";
import { type KeepFile, mediaInput } from "./media-input";
import { type SlashItem, slashMenu } from "./slash-menu";
import { editorTheme } from "./theme";

export type EditorParts = {
	label: string;
	taskLabel: string;
	placeholder: string;
	/** CodeMirror's own words, translated. */
	phrases: Record<string, string>;
	slash: () => SlashItem[];
	keep: KeepFile;
	keepFailed: (error: unknown) => void;
	open: (address: string) => void;
	changed: () => void;
	left: () => void;
};

/** `parts.changed` runs after every change of the text that the person made. */
export function editorExtensions(parts: EditorParts): Extension {
	const nonce = document.getElementById("csp-nonce")?.nonce ?? "";
	return [
		EditorView.cspNonce.of(nonce),
		EditorView.lineWrapping,
		EditorState.phrases.of(parts.phrases),
		EditorState.allowMultipleSelections.of(true),
		EditorView.contentAttributes.of({
			"aria-label": parts.label,
			"aria-multiline": "true",
			autocapitalize: "sentences",
			autocorrect: "on",
			spellcheck: "true",
		}),
		drawSelection(),
		dropCursor(),
		entryMarkdown(),
		livePreview({ task: parts.taskLabel }),
		mediaBlocks(),
		mediaInput(parts.keep, parts.keepFailed),
		linkClicks(parts.open),
		slashMenu(parts.slash),
		editorKeys(),
		placeholder(parts.placeholder),
		editorTheme,
		EditorView.updateListener.of((update) => {
			if (update.docChanged) parts.changed();
			if (update.focusChanged && !update.view.hasFocus) parts.left();
		}),
	];
}
