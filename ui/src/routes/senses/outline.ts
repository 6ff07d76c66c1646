import type { FaceShown } from "$lib/senses/wire";

/** A path in shares of the picture: around the face's own points, or its place where it has none. */
export function outlineOf({ points, place: [left, top, width, height] }: FaceShown): string {
	if (points.length > 2) return `M${points.map(([x, y]) => `${x} ${y}`).join("L")}Z`;
	return `M${left} ${top}h${width}v${height}h${-width}Z`;
}

/** A picture in Base64 as one that can be painted. The desktop's window shows no data addresses. */
export function pictureOf(base64: string): Blob {
	const letters = atob(base64);
	return new Blob([Uint8Array.from(letters, (letter) => letter.charCodeAt(0))], { type: "image/jpeg" });
}
