/** Zip files, small ones: written without compression, read with it. */
import { crc32, inflateRawSync } from "node:zlib";

/** `{name: text or bytes}` to a zip file. */
export function zip(files) {
	const parts = [];
	const index = [];
	let at = 0;
	for (const [name, content] of Object.entries(files)) {
		const data = Buffer.from(content);
		const label = Buffer.from(name);
		const shared = Buffer.alloc(26);
		shared.writeUInt16LE(20, 0);
		// Names are UTF-8.
		shared.writeUInt16LE(0x0800, 2);
		// 1 January 2026, midnight.
		shared.writeUInt16LE((2026 - 1980) * 512 + 33, 8);
		shared.writeUInt32LE(crc32(data), 10);
		shared.writeUInt32LE(data.length, 14);
		shared.writeUInt32LE(data.length, 18);
		shared.writeUInt16LE(label.length, 22);
		parts.push(Buffer.from("PK\u0003\u0004"), shared, label, data);
		const rest = Buffer.alloc(14);
		rest.writeUInt32LE(at, 10);
		index.push(Buffer.from("PK\u0001\u0002\u0014\u0000"), shared, rest, label);
		at += 30 + label.length + data.length;
	}
	const table = Buffer.concat(index);
	const end = Buffer.alloc(22);
	end.write("PK\u0005\u0006", "latin1");
	const count = Object.keys(files).length;
	end.writeUInt16LE(count, 8);
	end.writeUInt16LE(count, 10);
	end.writeUInt32LE(table.length, 12);
	end.writeUInt32LE(at, 16);
	return Buffer.concat([...parts, table, end]);
}

/** A zip file to `Map` of name to bytes. Throws when it is not one. */
export function unzip(bytes) {
	const end = bytes.lastIndexOf("PK\u0005\u0006", undefined, "latin1");
	if (end < 0) throw new Error("not a zip file");
	const files = new Map();
	let at = bytes.readUInt32LE(end + 16);
	for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
		const method = bytes.readUInt16LE(at + 10);
		const size = bytes.readUInt32LE(at + 20);
		const lengths = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
		const name = bytes.toString("utf8", at + 46, at + 46 + lengths[0]);
		const local = bytes.readUInt32LE(at + 42);
		const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
		const data = bytes.subarray(start, start + size);
		files.set(name, method === 8 ? inflateRawSync(data) : data);
		at += 46 + lengths[0] + lengths[1] + lengths[2];
	}
	return files;
}
