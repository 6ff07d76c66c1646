/** A picture made here, so that no file of anybody's is in the tree. */
import { crc32, deflateSync } from "node:zlib";

function chunk(type, data) {
	const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
	const frame = Buffer.alloc(4);
	frame.writeUInt32BE(data.length);
	const check = Buffer.alloc(4);
	check.writeUInt32BE(crc32(body));
	return Buffer.concat([frame, body, check]);
}

/** A PNG of a sky over a field; `hue` (0 to 255) makes one unlike another. */
export function png(width, height, hue = 120) {
	const rows = Buffer.alloc(height * (width * 3 + 1));
	for (let y = 0; y < height; y += 1) {
		for (let x = 0; x < width; x += 1) {
			const at = y * (width * 3 + 1) + 1 + x * 3;
			const sky = y < height * 0.6 + Math.sin(x / 40) * height * 0.05;
			rows[at] = sky ? 150 + (y % 60) : hue;
			rows[at + 1] = sky ? 190 : 120 + (x % 40);
			rows[at + 2] = sky ? 220 : 80;
		}
	}
	const head = Buffer.alloc(13);
	head.writeUInt32BE(width, 0);
	head.writeUInt32BE(height, 4);
	// Eight bits, true color.
	head.set([8, 2, 0, 0, 0], 8);
	const mark = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
	return Buffer.concat([mark, chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}
