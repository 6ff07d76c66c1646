/** How media stand in an entry's text: `![name](media:<hash>)`, files `[name](media:<hash>)`. */

export type MediaKind = "image" | "audio" | "video" | "file";

export type MediaMark = { name: string; hash: string; embedded: boolean };

const MARK = /(!?)\[((?:[^[\]\\]|\\.)*)\]\(media:([0-9a-f]{16,128})\)/g;
const ONLY_EMBEDS = /^\s*(?:!\[(?:[^[\]\\]|\\.)*\]\(media:[0-9a-f]{16,128}\)\s*)+$/;

/** All media of a text, in order. */
export function mediaMarks(text: string): MediaMark[] {
	return [...text.matchAll(MARK)].map((found) => ({
		embedded: found[1] === "!",
		name: unescape(found[2] ?? ""),
		hash: found[3] ?? "",
	}));
}

/** True when a line holds nothing but embedded media: such lines become a row of pictures. */
export function isMediaLine(text: string): boolean {
	return ONLY_EMBEDS.test(text);
}

/** What a MIME type is shown as. */
export function mediaKind(mime: string): MediaKind {
	if (mime.startsWith("image/")) return "image";
	if (mime.startsWith("audio/")) return "audio";
	if (mime.startsWith("video/")) return "video";
	return "file";
}

/** The Markdown that shows one medium. */
export function mediaMarkdown(medium: { name: string; hash: string; mime: string }): string {
	const name = medium.name.replace(/[[\]\\]/g, "\\$&").replace(/\s+/g, " ");
	const bang = mediaKind(medium.mime) === "file" ? "" : "!";
	return `${bang}[${name}](media:${medium.hash})`;
}

function unescape(name: string): string {
	return name.replace(/\\([[\]\\])/g, "$1");
}
