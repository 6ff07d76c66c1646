/**
 * Markdown that looks like what it means. Marks are hidden except on the lines that the cursor is
 * in, the text itself is never changed. Pictures and sound are in `media-blocks.ts`.
 */
import { syntaxTree } from "@codemirror/language";
import { Facet, type EditorState, type Extension, type Range } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import type { SyntaxNodeRef } from "@lezer/common";
import { BulletWidget, RuleWidget, TaskWidget } from "./preview-widgets";

/** The accessible name of a task box. */
const taskLabel = Facet.define<string, string>({ combine: (values) => values[0] ?? "" });

const HIDDEN = Decoration.replace({});
const BULLET = Decoration.replace({ widget: new BulletWidget() });
const RULE = Decoration.replace({ widget: new RuleWidget() });

/** Nodes whose words get a class. */
const INLINE: Record<string, Decoration> = Object.fromEntries(
	Object.entries({
		Emphasis: "cm-em",
		StrongEmphasis: "cm-strong",
		Strikethrough: "cm-strike",
		Highlight: "cm-highlight",
		InlineCode: "cm-code",
		Link: "cm-link",
		Autolink: "cm-link",
		Image: "cm-link",
		HTMLTag: "cm-dim",
		Comment: "cm-dim",
	}).map(([node, name]) => [node, Decoration.mark({ class: name })]),
);
const DIM = Decoration.mark({ class: "cm-dim" });
const ADDRESS = Decoration.mark({ class: "cm-address" });
const NUMBER = Decoration.mark({ class: "cm-list-mark" });
const DONE = Decoration.mark({ class: "cm-done" });

/** Marks that vanish from lines without a cursor. */
const MARKS = new Set(["EmphasisMark", "StrikethroughMark", "HighlightMark", "LinkMark", "LinkTitle"]);
const DEEPEST = 6;

/** Line numbers that hold a cursor or a selection; none while the editor has no focus. */
export function activeLines(state: EditorState, focused: boolean): (from: number, to: number) => boolean {
	if (!focused) return () => false;
	const spans = state.selection.ranges.map((range) => ({
		from: state.doc.lineAt(range.from).from,
		to: state.doc.lineAt(range.to).to,
	}));
	return (from, to) => spans.some((span) => span.from <= to && from <= span.to);
}

class Drawing {
	readonly ranges: Range<Decoration>[] = [];
	readonly #lines = new Map<number, Set<string>>();
	readonly #state: EditorState;
	readonly #isActive: (from: number, to: number) => boolean;

	constructor(view: EditorView) {
		this.#state = view.state;
		this.#isActive = activeLines(view.state, view.hasFocus);
		for (const { from, to } of view.visibleRanges) {
			syntaxTree(view.state).iterate({ from, to, enter: (node) => this.#enter(node, from, to) });
		}
	}

	finish(): DecorationSet {
		for (const [from, names] of this.#lines) {
			this.ranges.push(Decoration.line({ class: [...names].join(" ") }).range(from));
		}
		return Decoration.set(this.ranges, true);
	}

	#enter(node: SyntaxNodeRef, from: number, to: number): boolean | undefined {
		const { name } = node;
		const inline = INLINE[name];
		if (inline && node.from < node.to) this.ranges.push(inline.range(node.from, node.to));
		if (MARKS.has(name)) this.#hide(node.from, node.to);
		else if (/^(ATX|Setext)Heading\d$/.test(name)) this.#eachLine(node, from, to, `cm-h cm-h${name.slice(-1)}`);
		else if (name === "HeaderMark") this.#headerMark(node);
		else if (name === "Blockquote") this.#eachLine(node, from, to, "cm-quote hue-edge");
		else if (name === "QuoteMark") this.#hide(node.from, this.#pastSpace(node.to));
		else if (name === "ListItem") this.#listItem(node, from, to);
		else if (name === "ListMark") this.#listMark(node);
		else if (name === "Task") this.#task(node);
		else if (name === "FencedCode" || name === "CodeBlock") this.#eachLine(node, from, to, "cm-pre");
		else if (name === "Table") this.#eachLine(node, from, to, "cm-table");
		else if (name === "HTMLBlock" || name === "CommentBlock") this.#eachLine(node, from, to, "cm-pre");
		else if (name === "HorizontalRule") this.#rule(node);
		else if (name === "URL") this.#address(node);
		else if (name === "CodeMark" || name === "CodeInfo") this.#codeMark(node);
		else if (name === "Escape") this.#hide(node.from, node.from + 1);
		return undefined;
	}

	#hide(from: number, to: number): void {
		if (from >= to) return;
		if (this.#isActive(from, to)) this.ranges.push(DIM.range(from, to));
		else this.ranges.push(HIDDEN.range(from, to));
	}

	#pastSpace(at: number): number {
		return this.#state.sliceDoc(at, at + 1) === " " ? at + 1 : at;
	}

	#eachLine(node: SyntaxNodeRef, from: number, to: number, names: string): void {
		let at = Math.max(node.from, from);
		const end = Math.min(node.to, to);
		while (at <= end) {
			const line = this.#state.doc.lineAt(at);
			this.#classLine(line.from, names);
			at = line.to + 1;
		}
	}

	#classLine(from: number, names: string): void {
		const known = this.#lines.get(from) ?? new Set();
		known.add(names);
		this.#lines.set(from, known);
	}

	#headerMark(node: SyntaxNodeRef): void {
		const line = this.#state.doc.lineAt(node.from);
		const opening = this.#state.sliceDoc(line.from, node.from).trim() === "";
		if (opening) this.#hide(node.from, Math.min(this.#pastSpace(node.to), line.to));
		else this.#hide(node.from, node.to);
	}

	#listItem(node: SyntaxNodeRef, from: number, to: number): void {
		let depth = 0;
		for (let up = node.node.parent; up; up = up.parent) if (up.name === "ListItem") depth += 1;
		const level = Math.min(depth + 1, DEEPEST);
		const first = this.#state.doc.lineAt(node.from);
		if (first.from >= from - first.length) this.#classLine(first.from, `cm-li cm-li${level}`);
		const indent = /^[ \t]+/.exec(first.text)?.[0].length ?? 0;
		const mark = node.node.getChild("ListMark");
		// The depth is drawn as padding; the spaces themselves would double it.
		if (indent > 0 && mark?.from === first.from + indent) {
			this.ranges.push(HIDDEN.range(first.from, first.from + indent));
		}
		if (node.to <= first.to) return;
		const nested = node.node.getChildren("BulletList").concat(node.node.getChildren("OrderedList"));
		const end = Math.min(nested[0] ? this.#state.doc.lineAt(nested[0].from).from - 1 : node.to, to, node.to);
		let at = Math.max(first.to + 1, from);
		while (at <= end) {
			const line = this.#state.doc.lineAt(at);
			this.#classLine(line.from, `cm-li${level}`);
			const spaces = /^[ \t]+/.exec(line.text)?.[0].length ?? 0;
			if (spaces > 0) this.#hide(line.from, line.from + spaces);
			at = line.to + 1;
		}
	}

	#listMark(node: SyntaxNodeRef): void {
		const item = node.node.parent;
		const list = item?.parent?.name;
		const task = item?.getChild("Task");
		const to = this.#pastSpace(node.to);
		if (task && list === "BulletList") return;
		if (list === "BulletList" && !this.#cursorIn(node.from, to)) {
			this.ranges.push(BULLET.range(node.from, to));
		} else this.ranges.push(NUMBER.range(node.from, to));
	}

	#task(node: SyntaxNodeRef): void {
		const marker = node.node.getChild("TaskMarker");
		const item = node.node.parent;
		if (!marker || !item) return;
		const done = this.#state.sliceDoc(marker.from + 1, marker.from + 2) !== " ";
		const bullet = item.parent?.name === "BulletList";
		const from = (bullet ? item.getChild("ListMark")?.from : undefined) ?? marker.from;
		const to = this.#pastSpace(marker.to);
		if (this.#cursorIn(from, to)) this.ranges.push(NUMBER.range(from, to));
		else {
			const widget = new TaskWidget(done, this.#state.facet(taskLabel));
			this.ranges.push(Decoration.replace({ widget }).range(from, to));
		}
		if (done && to < node.to) this.ranges.push(DONE.range(to, node.to));
	}

	/** A cursor strictly inside, so that one resting at the start of the words keeps the box drawn. */
	#cursorIn(from: number, to: number): boolean {
		if (!this.#isActive(from, to)) return false;
		return this.#state.selection.ranges.some((range) => range.from < to && range.to > from);
	}

	#rule(node: SyntaxNodeRef): void {
		if (this.#isActive(node.from, node.to)) this.ranges.push(DIM.range(node.from, node.to));
		else this.ranges.push(RULE.range(node.from, node.to));
	}

	#address(node: SyntaxNodeRef): void {
		const parent = node.node.parent?.name;
		const target = parent === "Link" || parent === "Image";
		if (target && !this.#isActive(node.from, node.to)) this.ranges.push(HIDDEN.range(node.from, node.to));
		else this.ranges.push((target ? ADDRESS : (INLINE["Link"] ?? ADDRESS)).range(node.from, node.to));
	}

	#codeMark(node: SyntaxNodeRef): void {
		const inline = node.node.parent?.name === "InlineCode";
		if (inline) this.#hide(node.from, node.to);
		else this.ranges.push(DIM.range(node.from, node.to));
	}
}

const plugin = ViewPlugin.fromClass(
	class {
		decorations: DecorationSet;

		constructor(view: EditorView) {
			this.decorations = new Drawing(view).finish();
		}

		update(update: ViewUpdate): void {
			const parsed = syntaxTree(update.startState) !== syntaxTree(update.state);
			const moved = update.selectionSet || update.focusChanged;
			if (update.docChanged || update.viewportChanged || moved || parsed) {
				this.decorations = new Drawing(update.view).finish();
			}
		}
	},
	{ decorations: (value) => value.decorations },
);

/** The inline part of the live preview. */
export function livePreview(labels: { task: string }): Extension {
	return [taskLabel.of(labels.task), plugin];
}
