/** Lists, tasks and quotes: the start of a line is the only thing that changes. */
import type { ChangeSpec, EditorState, Line, StateCommand } from "@codemirror/state";

export type LineKind = "bullet" | "ordered" | "task" | "quote";

const START = /^(\s*)(?:(>)\s?|([-*+])\s+(?:\[([ xX])\]\s+)?|(\d{1,9})[.)]\s+)?/;

type LineStart = { indent: string; kind: LineKind | null; length: number };

/** What a line begins with. `length` counts the indent and the mark. */
export function lineStart(text: string): LineStart {
	const found = START.exec(text);
	const indent = found?.[1] ?? "";
	const kind = found?.[2]
		? "quote"
		: found?.[4] !== undefined
			? "task"
			: found?.[3]
				? "bullet"
				: found?.[5]
					? "ordered"
					: null;
	return { indent, kind, length: kind ? (found?.[0].length ?? 0) : indent.length };
}

function mark(kind: LineKind, position: number): string {
	switch (kind) {
		case "bullet":
			return "- ";
		case "ordered":
			return `${position}. `;
		case "task":
			return "- [ ] ";
		case "quote":
			return "> ";
	}
}

function selectedLines(state: EditorState): Line[] {
	const numbers = new Set<number>();
	for (const range of state.selection.ranges) {
		const last = state.doc.lineAt(range.to).number;
		for (let n = state.doc.lineAt(range.from).number; n <= last; n += 1) numbers.add(n);
	}
	const lines = [...numbers].sort((a, b) => a - b).map((n) => state.doc.line(n));
	const written = lines.filter((line) => line.text.trim() !== "");
	return written.length > 0 ? written : lines;
}

/** Makes the selected lines a list of `kind`; when all of them already are, makes them plain. */
export function toggleLines(kind: LineKind): StateCommand {
	return ({ state, dispatch }) => {
		if (state.readOnly) return false;
		const lines = selectedLines(state);
		const all = lines.every((line) => lineStart(line.text).kind === kind);
		const changes: ChangeSpec[] = lines.map((line, index) => {
			const { indent, length } = lineStart(line.text);
			const insert = all ? "" : mark(kind, index + 1);
			return { from: line.from + indent.length, to: line.from + length, insert };
		});
		const set = state.changes(changes);
		dispatch(
			state.update({ changes: set, selection: state.selection.map(set, 1), userEvent: "input.format" }),
		);
		return true;
	};
}

const BOX = /^(\s*(?:>\s?)*(?:[-*+]|\d{1,9}[.)])\s+\[)([ xX])(\])/;

/** The edit that ticks or clears the task box of the line at `position`, or null when it has none. */
export function taskChange(state: EditorState, position: number): ChangeSpec | null {
	const line = state.doc.lineAt(position);
	const found = BOX.exec(line.text);
	if (!found) return null;
	const at = line.from + (found[1]?.length ?? 0);
	return { from: at, to: at + 1, insert: found[2] === " " ? "x" : " " };
}

/** Ticks or clears the boxes of the selected lines. */
export const toggleTask: StateCommand = ({ state, dispatch }) => {
	if (state.readOnly) return false;
	const changes = selectedLines(state)
		.map((line) => taskChange(state, line.from))
		.filter((change) => change !== null);
	if (changes.length === 0) return false;
	dispatch(state.update({ changes, userEvent: "input.task" }));
	return true;
};

const INDENT = "    ";

/** Moves list lines one level in. Anywhere else Tab leaves the editor, as it must for keyboards. */
export const indentList: StateCommand = ({ state, dispatch }) => {
	const lines = selectedLines(state);
	if (state.readOnly || !lines.every((line) => isList(line.text))) return false;
	const changes = lines.map((line) => ({ from: line.from, insert: INDENT }));
	dispatch(state.update({ changes, userEvent: "input.indent" }));
	return true;
};

/** Moves list lines one level out. */
export const outdentList: StateCommand = ({ state, dispatch }) => {
	const lines = selectedLines(state);
	if (state.readOnly || !lines.every((line) => isList(line.text))) return false;
	const changes = lines.map((line) => {
		const spaces = /^(\t| {1,4})/.exec(line.text)?.[0].length ?? 0;
		return { from: line.from, to: line.from + spaces };
	});
	dispatch(state.update({ changes, userEvent: "delete.dedent" }));
	return true;
};

function isList(text: string): boolean {
	const { kind } = lineStart(text);
	return kind !== null && kind !== "quote";
}

const ONLY_QUOTE = /^\s*(?:>\s?)+$/;

/** Enter on an empty line of a quote leaves the quote, as it leaves a list. */
export const leaveQuote: StateCommand = ({ state, dispatch }) => {
	const range = state.selection.main;
	const line = state.doc.lineAt(range.head);
	if (!range.empty || state.readOnly || !ONLY_QUOTE.test(line.text)) return false;
	dispatch(state.update({ changes: { from: line.from, to: line.to }, userEvent: "delete.markup" }));
	return true;
};
