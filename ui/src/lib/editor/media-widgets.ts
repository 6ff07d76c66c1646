/** The row of pictures and players that stands in an entry. Plain DOM: it lives inside the editor. */
import { WidgetType } from "@codemirror/view";
import type { MediaHost } from "./media-blocks";
import { mediaKind, type MediaKind, type MediaMark } from "./media-syntax";

/** More pictures than this start a new row. */
const ROW_LENGTH = 3;
const GUESSED_ASPECT = 4 / 3;
/** Wide panoramas and tall screenshots are cropped to these, or a row would be a thread or a tower. */
const ASPECT_MIN = 0.7;
const ASPECT_MAX = 2.2;

const ENDINGS: [RegExp, MediaKind][] = [
	[/\.(jpe?g|png|gif|webp|avif|bmp|heic)$/i, "image"],
	[/\.(mp3|m4a|aac|ogg|opus|wav|flac)$/i, "audio"],
	[/\.(mp4|m4v|mov|webm|mkv)$/i, "video"],
];

/** What a medium is: by its type when known, otherwise by its name, otherwise a picture. */
function kindOf(mark: MediaMark, host: MediaHost): MediaKind {
	const known = host.about(mark.hash);
	if (known) return mediaKind(known.mime);
	const guess = ENDINGS.find(([ending]) => ending.test(mark.name));
	return guess ? guess[1] : mark.embedded ? "image" : "file";
}

function aspect(mark: MediaMark, host: MediaHost): number {
	const known = host.about(mark.hash);
	if (!known?.width || !known.height) return GUESSED_ASPECT;
	return Math.min(ASPECT_MAX, Math.max(ASPECT_MIN, known.width / known.height));
}

/** The players on the screen and the way to stop each. */
const playing = new WeakMap<HTMLMediaElement, () => void>();

export class MediaRowWidget extends WidgetType {
	constructor(
		readonly media: MediaMark[],
		readonly host: MediaHost,
	) {
		super();
	}

	override eq(other: MediaRowWidget): boolean {
		return (
			other.host === this.host &&
			other.media.length === this.media.length &&
			other.media.every((mark, index) => {
				const mine = this.media[index];
				return mark.hash === mine?.hash && mark.name === mine.name;
			})
		);
	}

	override get estimatedHeight(): number {
		return 240 * Math.ceil(this.media.length / ROW_LENGTH);
	}

	toDOM(): HTMLElement {
		const root = document.createElement("div");
		root.className = "cm-media";
		root.contentEditable = "false";
		let row: HTMLElement | null = null;
		const pictures = this.media.filter((mark) => kindOf(mark, this.host) === "image").length;
		for (const mark of this.media) {
			const kind = kindOf(mark, this.host);
			if (kind !== "image") {
				row = null;
				root.append(player(mark, kind, this.host));
				continue;
			}
			if (!row || row.childElementCount >= ROW_LENGTH) {
				row = document.createElement("div");
				row.className = pictures === 1 ? "cm-media-row cm-media-single" : "cm-media-row";
				root.append(row);
			}
			row.append(picture(mark, this.host, pictures === 1));
		}
		return root;
	}

	override destroy(root: HTMLElement): void {
		for (const element of root.querySelectorAll<HTMLMediaElement>("audio, video")) playing.get(element)?.();
	}

	override ignoreEvent(): boolean {
		return true;
	}
}

function picture(mark: MediaMark, host: MediaHost, alone: boolean): HTMLElement {
	const button = document.createElement("button");
	button.type = "button";
	button.className = "cm-media-picture";
	button.setAttribute("aria-label", host.labels.open(mark.name));
	const ratio = aspect(mark, host);
	// Through the object model: a style attribute in markup would be refused by the content policy.
	button.style.flexGrow = String(ratio);
	button.style.aspectRatio = String(ratio);
	const width = host.about(mark.hash)?.width;
	// A small picture alone keeps its size; drawn larger it would only be blurred.
	if (alone && width) button.style.maxWidth = `${width}px`;
	const image = document.createElement("img");
	image.alt = mark.name;
	image.decoding = "async";
	image.src = alone ? host.url(mark.hash) : host.thumb(mark.hash, 480);
	image.addEventListener("error", () => button.replaceWith(missing(mark, host)), { once: true });
	button.append(image);
	button.addEventListener("click", () => host.open(mark.hash));
	return button;
}

function player(mark: MediaMark, kind: MediaKind, host: MediaHost): HTMLElement {
	const figure = document.createElement("figure");
	figure.className = `cm-media-${kind}`;
	const caption = document.createElement("figcaption");
	caption.textContent = mark.name;
	if (kind === "file") {
		const link = document.createElement("a");
		if (host.downloads) link.href = host.url(mark.hash);
		link.download = mark.name;
		link.textContent = mark.name;
		figure.append(link);
		return figure;
	}
	const media = document.createElement(kind === "audio" ? "audio" : "video");
	media.controls = true;
	media.preload = "metadata";
	playing.set(media, host.play(media, mark.hash));
	media.setAttribute("aria-label", mark.name);
	media.addEventListener("error", () => figure.replaceWith(missing(mark, host)), { once: true });
	figure.append(media, caption);
	return figure;
}

function missing(mark: MediaMark, host: MediaHost): HTMLElement {
	const note = document.createElement("p");
	note.className = "cm-media-missing";
	note.textContent = host.labels.missing(mark.name);
	return note;
}
