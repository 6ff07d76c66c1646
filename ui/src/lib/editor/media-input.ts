/** Files that are pasted or dropped, and HTML that is pasted: files become media, HTML becomes text. */
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { mediaMarkdown } from "./media-syntax";
import { insertBlock } from "./slash-menu";

/** Keeps one file and answers how it is known from now on. Throws when it could not be kept. */
export type KeepFile = (file: File) => Promise<{ hash: string; name: string; mime: string }>;

/** At once from one drop; more is almost certainly a folder dropped by mistake. */
const FILES_MAX = 40;

/** Keeps files one after another and writes their Markdown where the cursor is. */
export async function addFiles(view: EditorView, files: File[], keep: KeepFile): Promise<void> {
	for (const file of files.slice(0, FILES_MAX)) placeMedium(view, await keep(file));
}

/** Writes the Markdown of a medium where the cursor is. */
export function placeMedium(view: EditorView, medium: { hash: string; name: string; mime: string }): void {
	const line = view.state.doc.lineAt(view.state.selection.main.head);
	// A picture beside a picture joins its row, so only words ask for an empty line.
	const markdown = mediaMarkdown(medium);
	if (line.text.trim() === "") {
		const insert = `${markdown}\n`;
		view.dispatch({
			changes: { from: line.from, to: line.to, insert },
			selection: { anchor: line.from + insert.length },
			userEvent: "input.media",
			scrollIntoView: true,
		});
	} else insertBlock(view, markdown);
}

/** The words of pasted HTML. A detached document: nothing in it loads or runs. */
function textOfHtml(html: string): string {
	const parsed = new DOMParser().parseFromString(html, "text/html");
	for (const unread of parsed.querySelectorAll("script, style, template")) unread.remove();
	for (const block of parsed.querySelectorAll("p, div, li, br, h1, h2, h3, h4, h5, h6, tr")) block.append("\n");
	return (parsed.body.textContent ?? "").replace(/\n{3,}/g, "\n\n").trim();
}

/** Paste and drop. `failed` hears of files that could not be kept. */
export function mediaInput(keep: KeepFile, failed: (error: unknown) => void): Extension {
	const take = (view: EditorView, files: FileList | undefined): boolean => {
		if (!files || files.length === 0 || view.state.readOnly) return false;
		addFiles(view, [...files], keep).catch(failed);
		return true;
	};
	return EditorView.domEventHandlers({
		paste(event, view) {
			const data = event.clipboardData;
			if (!data) return false;
			const text = data.getData("text/plain");
			// Office programs add a picture of copied text; the words are what was meant.
			if (text === "" && take(view, data.files)) {
				event.preventDefault();
				return true;
			}
			const html = data.getData("text/html");
			if (text !== "" || html === "") return false;
			event.preventDefault();
			view.dispatch(view.state.replaceSelection(textOfHtml(html)), { userEvent: "input.paste" });
			return true;
		},
		drop(event, view) {
			const files = event.dataTransfer?.files;
			if (!files || files.length === 0) return false;
			event.preventDefault();
			const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
			if (at !== null) view.dispatch({ selection: { anchor: view.state.doc.lineAt(at).to } });
			return take(view, files);
		},
	});
}
