/** Bold, italic and their kin: put marks around the selection, or take them away when they are there. */
import { EditorSelection, type ChangeSpec, type StateCommand } from "@codemirror/state";

/** Wraps each selection in `mark`; with nothing selected the word at the cursor, else an empty pair. */
export function toggleMark(mark: string): StateCommand {
	return ({ state, dispatch }) => {
		if (state.readOnly) return false;
		const changes = state.changeByRange((range) => {
			const word = range.empty ? state.wordAt(range.head) : null;
			const { from, to } = word ?? range;
			const size = mark.length;
			const inside = state.sliceDoc(from, to);
			if (state.sliceDoc(from - size, from) === mark && state.sliceDoc(to, to + size) === mark) {
				return {
					changes: [
						{ from: from - size, to: from },
						{ from: to, to: to + size },
					],
					range: EditorSelection.range(range.anchor - size, range.head - size),
				};
			}
			if (inside.length >= 2 * size && inside.startsWith(mark) && inside.endsWith(mark)) {
				return {
					changes: [
						{ from, to: from + size },
						{ from: to - size, to },
					],
					range: EditorSelection.range(from, to - 2 * size),
				};
			}
			return {
				changes: [
					{ from, insert: mark },
					{ from: to, insert: mark },
				],
				range: EditorSelection.range(range.anchor + size, range.head + size),
			};
		});
		dispatch(state.update(changes, { userEvent: "input.format", scrollIntoView: true }));
		return true;
	};
}

/** Turns the selection into `[words](…)` with the cursor in the target. Without a selection: not handled. */
export const insertLink: StateCommand = ({ state, dispatch }) => {
	const range = state.selection.main;
	if (range.empty || state.readOnly) return false;
	const words = state.sliceDoc(range.from, range.to);
	const isAddress = /^(https?:\/\/|mailto:)\S+$/.test(words);
	const insert = isAddress ? `[](${words})` : `[${words}]()`;
	const cursor = isAddress ? range.from + 1 : range.from + insert.length - 1;
	dispatch(
		state.update({
			changes: { from: range.from, to: range.to, insert },
			selection: { anchor: cursor },
			userEvent: "input.format",
		}),
	);
	return true;
};

const HEADING = /^(#{1,6})\s+/;

/** Makes the selected lines headings of `level` (1 to 6), or plain again when they already are. */
export function toggleHeading(level: number): StateCommand {
	return ({ state, dispatch }) => {
		if (state.readOnly) return false;
		const changes: ChangeSpec[] = [];
		const seen = new Set<number>();
		for (const range of state.selection.ranges) {
			const last = state.doc.lineAt(range.to).number;
			for (let n = state.doc.lineAt(range.from).number; n <= last; n += 1) {
				if (seen.has(n)) continue;
				seen.add(n);
				const line = state.doc.line(n);
				const old = HEADING.exec(line.text);
				const to = line.from + (old?.[0].length ?? 0);
				const insert = old?.[1]?.length === level ? "" : `${"#".repeat(level)} `;
				changes.push({ from: line.from, to, insert });
			}
		}
		// A cursor at the line's start stands after the mark, where the words will be typed.
		const made = state.changes(changes);
		dispatch(state.update({ changes: made, selection: state.selection.map(made, 1), userEvent: "input.format" }));
		return true;
	};
}
