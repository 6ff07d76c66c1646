/** An entry's own words without the marks of Markdown: what is read for suggestions. */

/** Pictures, sound and files: their names were given by a camera, not by the person. */
const MEDIA = /!?\[(?:[^[\]\\]|\\.)*\]\(media:[^)]*\)/g;
const LINK = /!?\[((?:[^[\]\\]|\\.)*)\]\([^)\s]*\)/g;
const FENCE = /^ {0,3}(```|~~~)/;
const QUOTE = /^\s*>/;
const RULE = /^\s*(?:[-*_]\s*){3,}$/;
/** What may stand before the words of a line: a heading's marks, a list's, a task's box. */
const LEAD = /^\s*(?:#{1,6}\s+|(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?)/;
/** A mark of emphasis, or a sign that a backslash makes an ordinary one. */
const MARKS = /\\([!-/:-@[-`{-~])|\*\*|__|~~|`|(?<![\p{L}\d])[*_](?=\S)|(?<=\S)[*_](?![\p{L}\d])/gu;

/** Quotations and code are left out, because somebody else may have written them. */
export function plainWords(markdown: string): string {
	const lines: string[] = [];
	let fenced = false;
	for (const line of markdown.split("\n")) {
		if (FENCE.test(line)) fenced = !fenced;
		else if (!fenced && !QUOTE.test(line) && !RULE.test(line)) lines.push(plainLine(line));
	}
	return lines.join("\n").replace(/\n{3,}/g, "\n\n").trim();
}

function plainLine(line: string): string {
	const bare = line.replace(MEDIA, "").replace(LINK, "$1").replace(LEAD, "");
	return bare.replace(MARKS, (_, escaped?: string) => escaped ?? "").trimEnd();
}
