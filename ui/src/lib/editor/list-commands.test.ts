import { EditorState, type StateCommand } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import { insertLink, toggleHeading, toggleMark } from "./format-commands";
import { indentList, leaveQuote, lineStart, outdentList, toggleLines, toggleTask } from "./list-commands";

/** Runs a command on text with the selection marked `<` `>` or the cursor `|`; answers the same way. */
function run(command: StateCommand, marked: string): string | null {
	const anchor = marked.indexOf(marked.includes("|") ? "|" : "<");
	const plain = marked.replace(/[<>|]/g, "");
	const head = marked.includes("|") ? anchor : marked.indexOf(">") - 1;
	let state = EditorState.create({ doc: plain, selection: { anchor, head } });
	const handled = command({ state, dispatch: (transaction) => (state = transaction.state) });
	if (!handled) return null;
	const { from, to } = state.selection.main;
	const text = state.doc.toString();
	if (from === to) return `${text.slice(0, from)}|${text.slice(from)}`;
	return `${text.slice(0, from)}<${text.slice(from, to)}>${text.slice(to)}`;
}

describe("marks", () => {
	it("wrap a selection and unwrap it again", () => {
		expect(run(toggleMark("**"), "a <word> here")).toBe("a **<word>** here");
		expect(run(toggleMark("**"), "a **<word>** here")).toBe("a <word> here");
		expect(run(toggleMark("**"), "a <**word**> here")).toBe("a <word> here");
	});

	it("take the word at the cursor, or make room", () => {
		expect(run(toggleMark("*"), "a wo|rd")).toBe("a *wo|rd*");
		expect(run(toggleMark("=="), "a |")).toBe("a ==|==");
	});

	it("make links of a selection only", () => {
		expect(run(insertLink, "see <this>")).toBe("see [this](|)");
		expect(run(insertLink, "see |")).toBe(null);
	});

	it("make headings and plain lines", () => {
		expect(run(toggleHeading(2), "Da|y")).toBe("## Da|y");
		expect(run(toggleHeading(1), "## Da|y")).toBe("# Da|y");
		expect(run(toggleHeading(1), "# Da|y")).toBe("Da|y");
	});
});

describe("lists", () => {
	it("know how a line begins", () => {
		expect(lineStart("  - [x] done")).toEqual({ indent: "  ", kind: "task", length: 8 });
		expect(lineStart("12. twelfth").kind).toBe("ordered");
		expect(lineStart("-no list").kind).toBe(null);
		expect(lineStart("> said").kind).toBe("quote");
	});

	it("change kind line by line and number from one", () => {
		expect(run(toggleLines("ordered"), "<tea\n- milk>")).toBe("1. <tea\n2. milk>");
		expect(run(toggleLines("bullet"), "- te|a")).toBe("te|a");
		expect(run(toggleLines("task"), "- te|a")).toBe("- [ ] te|a");
		expect(run(toggleLines("bullet"), "|")).toBe("- |");
	});

	it("leave empty lines between selected lines alone", () => {
		expect(run(toggleLines("bullet"), "<a\n\nb>")).toBe("- <a\n\n- b>");
	});

	it("tick and clear boxes", () => {
		expect(run(toggleTask, "- [ ] te|a")).toBe("- [x] te|a");
		expect(run(toggleTask, "1. [X] te|a")).toBe("1. [ ] te|a");
		expect(run(toggleTask, "plain| words")).toBe(null);
	});

	it("leave a quote on its empty line", () => {
		expect(run(leaveQuote, "sa|id")).toBe(null);
		const state = EditorState.create({ doc: "> said\n> ", selection: { anchor: 9 } });
		let after = "";
		leaveQuote({ state, dispatch: (transaction) => (after = transaction.state.doc.toString()) });
		expect(after).toBe("> said\n");
	});

	it("indent by Tab only where there is a list", () => {
		expect(run(indentList, "- te|a")).toBe("    - te|a");
		expect(run(outdentList, "    - te|a")).toBe("- te|a");
		expect(run(indentList, "plain|")).toBe(null);
	});
});
