/** How the editor looks: journal type on paper, marks in third ink. Only tokens, so every theme follows. */
import { EditorView } from "@codemirror/view";

/** Width of a bullet, number or box, in em: also how far a nested list moves in. */
const LIST_STEP = 1.6;

const listLevels = Object.fromEntries(
	[1, 2, 3, 4, 5, 6].flatMap((level) => [
		[`.cm-line.cm-li${level}`, { paddingLeft: `${LIST_STEP * level}em` }],
		[`.cm-line.cm-li.cm-li${level}`, { paddingLeft: `${LIST_STEP * level}em`, textIndent: `-${LIST_STEP}em` }],
	]),
);

/** The column itself: type, width, cursor, selection. */
const page = EditorView.theme({
	"&": { color: "var(--ink)", backgroundColor: "transparent", fontSize: "1.125rem" },
	"&.cm-focused": { outline: "none" },
	".cm-scroller": { fontFamily: "var(--font-serif)", lineHeight: "1.6667", overflow: "visible" },
	".cm-content": {
		// Room to write into; a page that has something below gives less.
		padding: "0 0 var(--editor-room, 40vh)",
		maxWidth: "66ch",
		width: "100%",
		caretColor: "var(--accent)",
		overflowWrap: "anywhere",
	},
	".cm-line": { padding: "0" },
	".cm-placeholder": { color: "var(--second)", fontStyle: "italic" },
	".cm-cursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
	"&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": { background: "var(--selected)" },
	".cm-selectionBackground": { background: "var(--selected)" },
	".cm-searchMatch": { backgroundColor: "var(--caution-soft)" },
	".cm-panels": {
		backgroundColor: "var(--raised)",
		color: "var(--ink)",
		fontFamily: "var(--font-sans)",
		fontSize: "0.8125rem",
		borderColor: "var(--line)",
	},
});

/** What the words mean. */
const prose = EditorView.theme({
	".cm-h": { fontWeight: "600", lineHeight: "1.35" },
	".cm-h1": { fontSize: "1.5em", paddingTop: "0.2em" },
	".cm-h2": { fontSize: "1.25em", paddingTop: "0.15em" },
	".cm-h3": { fontSize: "1.1em", paddingTop: "0.1em" },
	".cm-h4, .cm-h5, .cm-h6": { fontSize: "1em" },
	".cm-em": { fontStyle: "italic" },
	".cm-strong": { fontWeight: "600" },
	".cm-strike, .cm-done": { textDecoration: "line-through", color: "var(--second)" },
	".cm-highlight": { backgroundColor: "var(--caution-soft)", borderRadius: "2px", padding: "0 1px" },
	".cm-dim, .cm-address": { color: "var(--second)", fontWeight: "400" },
	".cm-address": { fontSize: "0.85em", overflowWrap: "anywhere" },
	".cm-link": {
		color: "var(--accent)",
		textDecoration: "underline",
		textDecorationThickness: "1px",
		textUnderlineOffset: "3px",
		cursor: "pointer",
	},
	".cm-line.cm-quote": {
		paddingLeft: "1em",
		borderLeftWidth: "2px",
		borderLeftStyle: "solid",
		color: "var(--second)",
		fontStyle: "italic",
	},
	".cm-code": {
		fontFamily: "var(--font-mono)",
		fontSize: "0.82em",
		backgroundColor: "var(--sunken)",
		borderRadius: "4px",
		padding: "1px 4px",
	},
	".cm-line.cm-pre, .cm-line.cm-table": {
		fontFamily: "var(--font-mono)",
		fontSize: "0.8em",
		backgroundColor: "var(--sunken)",
		padding: "0 12px",
	},
	...listLevels,
	".cm-bullet, .cm-list-mark, .cm-task": {
		display: "inline-block",
		textIndent: "0",
		minWidth: `${LIST_STEP}em`,
		fontVariantNumeric: "tabular-nums",
	},
	".cm-list-mark": { color: "var(--second)" },
	".cm-bullet": { paddingLeft: "0.35em", boxSizing: "border-box" },
	".cm-rule": {
		display: "inline-block",
		width: "100%",
		verticalAlign: "middle",
		borderTop: "1px solid var(--line)",
	},
	".cm-task": { position: "relative", cursor: "pointer", height: "1em" },
	".cm-task::before": {
		content: "''",
		position: "absolute",
		left: "1px",
		top: "0.14em",
		width: "0.92em",
		height: "0.92em",
		border: "1.5px solid var(--second)",
		borderRadius: "4px",
		boxSizing: "border-box",
	},
	// The box is small, what a finger meets is not.
	".cm-task::after": { content: "''", position: "absolute", inset: "-0.5em -0.2em -0.5em -0.6em" },
	".cm-task-done::before": {
		backgroundColor: "var(--accent)",
		borderColor: "var(--accent)",
		content: "'✓'",
		color: "var(--on-accent)",
		fontSize: "0.92em",
		lineHeight: "0.9",
		fontWeight: "600",
		fontFamily: "var(--font-sans)",
		textAlign: "center",
	},
});

/** Rows of pictures, players, the slash menu. */
const blocks = EditorView.theme({
	".cm-media": { display: "flex", flexDirection: "column", gap: "4px", padding: "4px 0", maxWidth: "66ch" },
	".cm-media-row": { display: "flex", gap: "4px" },
	".cm-media-picture": {
		position: "relative",
		flexBasis: "0",
		minWidth: "0",
		padding: "0",
		border: "0",
		borderRadius: "6px",
		overflow: "hidden",
		backgroundColor: "var(--sunken)",
		cursor: "zoom-in",
	},
	".cm-media-single .cm-media-picture": { maxHeight: "460px" },
	".cm-media-picture img": { width: "100%", height: "100%", objectFit: "cover", display: "block" },
	".cm-media-picture:focus-visible": { outline: "2px solid var(--accent)", outlineOffset: "2px" },
	".cm-media figure": { margin: "0", fontFamily: "var(--font-sans)" },
	".cm-media figcaption": { fontSize: "0.75rem", lineHeight: "1.33", color: "var(--second)", paddingTop: "4px" },
	".cm-media audio": { width: "100%", height: "44px" },
	".cm-media video": { width: "100%", maxHeight: "460px", borderRadius: "6px", backgroundColor: "var(--sunken)" },
	".cm-media-missing": {
		margin: "0",
		padding: "14px 16px",
		border: "1px dashed var(--line)",
		borderRadius: "6px",
		fontFamily: "var(--font-sans)",
		fontSize: "0.8125rem",
		color: "var(--second)",
	},
	".cm-tooltip.cm-slash": {
		backgroundColor: "var(--raised)",
		border: "1px solid var(--line)",
		borderRadius: "12px",
		boxShadow: "var(--shadow-shape)",
		padding: "6px",
		overflow: "hidden",
	},
	".cm-tooltip.cm-slash > ul": {
		fontFamily: "var(--font-sans)",
		fontSize: "0.875rem",
		maxHeight: "22rem",
		minWidth: "15rem",
	},
	".cm-tooltip.cm-slash > ul > li": {
		display: "flex",
		alignItems: "center",
		justifyContent: "space-between",
		gap: "24px",
		minHeight: "36px",
		padding: "0 10px",
		borderRadius: "6px",
		color: "var(--ink)",
	},
	".cm-tooltip.cm-slash > ul > li[aria-selected]": {
		backgroundColor: "var(--press)",
		color: "var(--ink)",
	},
	".cm-slash .cm-completionMatchedText": { textDecoration: "none", fontWeight: "600" },
	".cm-slash .cm-completionDetail": { color: "var(--second)", fontStyle: "normal", fontSize: "0.75rem" },
	"@media (pointer: coarse)": { ".cm-tooltip.cm-slash > ul > li": { minHeight: "44px" } },
});

export const editorTheme = [page, prose, blocks];
