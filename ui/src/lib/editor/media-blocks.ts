/**
 * Pictures, sound and film of an entry, drawn where their Markdown stands. Neighboring lines that hold
 * only media become one edge-to-edge row; on the active line the Markdown is shown with them.
 */
import { Facet, StateEffect, StateField, type EditorState, type Extension, type Range } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view";
import { activeLines } from "./live-preview";
import { isMediaLine, mediaMarks, type MediaMark } from "./media-syntax";
import { MediaRowWidget } from "./media-widgets";

/** What is known about a medium; sizes in pixels, null when unknown. */
export type KnownMedia = { hash: string; name: string; mime: string; width: number | null; height: number | null };

/** Where media come from and what a click does. */
export type MediaHost = {
	url: (hash: string) => string;
	/** Lets a player play; returns the way to stop. */
	play: (player: HTMLMediaElement, hash: string) => () => void;
	/** Whether a click on a file hands it to the person. */
	downloads: boolean;
	/** `size` in pixels of the longer side. */
	thumb: (hash: string, size: 96 | 480) => string;
	about: (hash: string) => KnownMedia | undefined;
	open: (hash: string) => void;
	labels: { open: (name: string) => string; missing: (name: string) => string };
};

/** The host of the open entry; a new value redraws. */
export const mediaHost = Facet.define<MediaHost, MediaHost | null>({ combine: (values) => values[0] ?? null });

const setFocus = StateEffect.define<boolean>();

type Run = { from: number; to: number; media: MediaMark[] };
type Blocks = { runs: Run[]; focused: boolean; decorations: DecorationSet };

/** Stretches of lines that hold only media, in order. */
function mediaRuns(state: EditorState): Run[] {
	const runs: Run[] = [];
	let at = 0;
	let previousEnd = -2;
	for (const text of state.doc.iterLines()) {
		if (text.includes("(media:") && isMediaLine(text)) {
			const last = runs.at(-1);
			if (last && previousEnd + 1 === at) {
				last.to = at + text.length;
				last.media.push(...mediaMarks(text));
			} else runs.push({ from: at, to: at + text.length, media: mediaMarks(text) });
			previousEnd = at + text.length;
		}
		at += text.length + 1;
	}
	return runs;
}

function draw(state: EditorState, runs: Run[], focused: boolean): DecorationSet {
	const host = state.facet(mediaHost);
	if (!host || runs.length === 0) return Decoration.none;
	const isActive = activeLines(state, focused);
	const ranges: Range<Decoration>[] = runs.map((run) => {
		const widget = new MediaRowWidget(run.media, host);
		return isActive(run.from, run.to)
			? Decoration.widget({ widget, block: true, side: 1 }).range(run.to)
			: Decoration.replace({ widget, block: true }).range(run.from, run.to);
	});
	return Decoration.set(ranges, true);
}

const field = StateField.define<Blocks>({
	create(state) {
		const runs = mediaRuns(state);
		return { runs, focused: false, decorations: draw(state, runs, false) };
	},
	update(value, transaction) {
		let { focused } = value;
		for (const effect of transaction.effects) if (effect.is(setFocus)) focused = effect.value;
		const newHost = transaction.startState.facet(mediaHost) !== transaction.state.facet(mediaHost);
		const runs = transaction.docChanged ? mediaRuns(transaction.state) : value.runs;
		const changed = transaction.docChanged || transaction.selection || focused !== value.focused || newHost;
		if (!changed || (runs.length === 0 && value.runs.length === 0)) return { ...value, focused, runs };
		return { runs, focused, decorations: draw(transaction.state, runs, focused) };
	},
	provide: (self) => EditorView.decorations.from(self, (value) => value.decorations),
});

/** The block part of the live preview. */
export function mediaBlocks(): Extension {
	return [field, EditorView.focusChangeEffect.of((_state, focusing) => setFocus.of(focusing))];
}
