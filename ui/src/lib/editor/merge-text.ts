/**
 * Text merging on this side of the wire: which small changes turn one text into another, and how a
 * reply that was merged elsewhere lands on words typed in the meantime. Pure; no view, no clock.
 */
import { diff } from "@codemirror/merge";
import { ChangeSet, type ChangeSpec } from "@codemirror/state";

/** Past this many compared steps the difference falls back to larger, still correct, pieces. */
const SCAN_LIMIT = 2000;

/**
 * The smallest sensible edits that turn `before` into `after`, positions in UTF-16 units of
 * `before`. Applying only these keeps a cursor, a selection and folded places where they were.
 */
export function minimalChanges(before: string, after: string): { from: number; to: number; insert: string }[] {
	if (before === after) return [];
	return diff(before, after, { scanLimit: SCAN_LIMIT }).map((piece) => ({
		from: piece.fromA,
		to: piece.toA,
		insert: after.slice(piece.fromB, piece.toB),
	}));
}

/**
 * Carries a merge over newer words. `sent` is the text that was sent, `merged` what came back and
 * `now` what stands in the editor; the result are changes to `now`. Where both inserted at one
 * place the local words stay in front, so that a cursor at their end does not jump.
 */
export function rebase(sent: string, merged: string, now: string): ChangeSpec {
	const remote = ChangeSet.of(minimalChanges(sent, merged), sent.length);
	if (sent === now) return remote;
	const local = ChangeSet.of(minimalChanges(sent, now), sent.length);
	return remote.map(local, false);
}

/** `rebase` applied to plain text, for words that no editor shows any more. */
export function rebaseText(sent: string, merged: string, now: string): string {
	let text = now;
	let shift = 0;
	const changes = ChangeSet.of([rebase(sent, merged, now)], now.length);
	changes.iterChanges((from, to, _fromB, _toB, inserted) => {
		const piece = inserted.toString();
		text = text.slice(0, from + shift) + piece + text.slice(to + shift);
		shift += piece.length - (to - from);
	});
	return text;
}
