import { expect, test } from "vitest";
import { outlineOf, pictureOf } from "./outline";

test("a face without points is outlined by its place", () => {
	const face = { place: [0.25, 0.25, 0.5, 0.5] as [number, number, number, number], points: [], faces: 1 };
	expect(outlineOf(face)).toBe("M0.25 0.25h0.5v0.5h-0.5Z");
	expect(outlineOf({ ...face, points: [[0, 0], [1, 0], [0.5, 1]] })).toBe("M0 0L1 0L0.5 1Z");
});

test("a preview becomes a picture byte for byte", async () => {
	const picture = pictureOf(btoa("\u00ff\u00d8\u00ff"));
	expect(picture.type).toBe("image/jpeg");
	expect([...new Uint8Array(await picture.arrayBuffer())]).toEqual([255, 216, 255]);
});
