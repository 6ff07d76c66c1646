/** Links open on a plain click where they are drawn as links, with Ctrl or Cmd everywhere. */
import { syntaxTree } from "@codemirror/language";
import type { EditorState, Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { mediaHost } from "./media-blocks";

const LINKS = ["Link", "Image", "URL", "Autolink"];
const MEDIA = /^media:([0-9a-f]+)$/;
/** Entries come from other programs: only these may leave the window, and only by a click. */
const ALLOWED = /^(https:\/\/|mailto:)/i;

/** The target of the link at a position as it is written, or null. */
function linkAt(state: EditorState, position: number): string | null {
	let node = syntaxTree(state).resolveInner(position, -1);
	if (!LINKS.includes(node.name) && node.parent) {
		const near = syntaxTree(state).resolveInner(position, 1);
		node = LINKS.includes(near.name) ? near : node;
	}
	for (let up: typeof node | null = node; up; up = up.parent) {
		if (up.name === "URL") return state.sliceDoc(up.from, up.to);
		if (LINKS.includes(up.name)) {
			const url = up.getChild("URL");
			return url ? state.sliceDoc(url.from, url.to) : null;
		}
	}
	return null;
}

function safe(address: string): string | null {
	const full = address.startsWith("www.") ? `https://${address}` : address;
	return ALLOWED.test(full) ? full : null;
}

/** `open` receives an https or mailto address. */
export function linkClicks(open: (address: string) => void): Extension {
	return EditorView.domEventHandlers({
		mousedown(event, view) {
			const link = event.target instanceof Element ? event.target.closest(".cm-link") : null;
			if (!link || event.button !== 0) return false;
			const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
			if (at === null) return false;
			const line = view.state.doc.lineAt(at);
			const { head } = view.state.selection.main;
			const writing = view.hasFocus && line.from <= head && head <= line.to;
			if (writing && !event.ctrlKey && !event.metaKey) return false;
			const target = linkAt(view.state, at) ?? "";
			const hash = MEDIA.exec(target)?.[1];
			const address = safe(target);
			if (!hash && !address) return false;
			event.preventDefault();
			if (hash) view.state.facet(mediaHost)?.open(hash);
			else if (address) open(address);
			return true;
		},
	});
}
