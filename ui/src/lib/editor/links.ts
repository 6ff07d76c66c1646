/** Links open on a plain click where they are drawn as links, with Ctrl or Cmd everywhere. */
import { syntaxTree } from "@codemirror/language";
import type { EditorState, Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

/** Entries come from other programs: only these may leave the window, and only by a click. */
const ALLOWED = /^(https?:\/\/|mailto:)/i;

/** The address of the link at a position, or null. */
export function linkAt(state: EditorState, position: number): string | null {
	let node = syntaxTree(state).resolveInner(position, -1);
	if (!["Link", "URL", "Autolink"].includes(node.name) && node.parent) {
		const near = syntaxTree(state).resolveInner(position, 1);
		node = ["Link", "URL", "Autolink"].includes(near.name) ? near : node;
	}
	for (let up: typeof node | null = node; up; up = up.parent) {
		if (up.name === "URL") return safe(state.sliceDoc(up.from, up.to));
		if (up.name === "Link" || up.name === "Autolink") {
			const url = up.getChild("URL");
			return url ? safe(state.sliceDoc(url.from, url.to)) : null;
		}
	}
	return null;
}

function safe(address: string): string | null {
	const full = address.startsWith("www.") ? `https://${address}` : address;
	return ALLOWED.test(full) ? full : null;
}

/** `open` receives an https, http or mailto address. */
export function linkClicks(open: (address: string) => void): Extension {
	return EditorView.domEventHandlers({
		mousedown(event, view) {
			const target = event.target instanceof Element ? event.target.closest(".cm-link") : null;
			if (!target || event.button !== 0) return false;
			const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
			if (at === null) return false;
			const line = view.state.doc.lineAt(at);
			const { head } = view.state.selection.main;
			const writing = view.hasFocus && line.from <= head && head <= line.to;
			if (writing && !event.ctrlKey && !event.metaKey) return false;
			const address = linkAt(view.state, at);
			if (!address) return false;
			event.preventDefault();
			open(address);
			return true;
		},
	});
}
