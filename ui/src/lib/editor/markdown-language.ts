/** The Markdown that entries are written in: GitHub's, with `==highlight==`. HTML stays plain text. */
import { markdown, markdownLanguage } from "@codemirror/lang-markdown";
import type { Extension } from "@codemirror/state";
import type { MarkdownConfig } from "@lezer/markdown";

const EQUALS = 61;
const HIGHLIGHT = { resolve: "Highlight", mark: "HighlightMark" };

/** `==words==`, as Obsidian and Bear write it. */
const highlight: MarkdownConfig = {
	defineNodes: ["Highlight", "HighlightMark"],
	parseInline: [
		{
			name: "Highlight",
			after: "Emphasis",
			parse(cx, next, pos) {
				if (next !== EQUALS || cx.char(pos + 1) !== EQUALS || cx.char(pos + 2) === EQUALS) return -1;
				const before = cx.slice(pos - 1, pos);
				const after = cx.slice(pos + 2, pos + 3);
				const spaceBefore = /\s|^$/.test(before);
				const spaceAfter = /\s|^$/.test(after);
				return cx.addDelimiter(HIGHLIGHT, pos, pos + 2, !spaceAfter, !spaceBefore);
			},
		},
	],
};

/** Parser, list continuation on Enter, and nothing that completes HTML. */
export function entryMarkdown(): Extension {
	return markdown({
		base: markdownLanguage,
		extensions: [highlight],
		completeHTMLTags: false,
		pasteURLAsLink: true,
	});
}
