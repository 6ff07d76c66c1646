// Pictures and sound of this page as the other side reads them (`capture::page`): a head of 16 bytes,
// little-endian, then the raw pixels or samples.

const HEAD = 16;
const VERSION = 1;
/** Bytes of a pixel of red, green and blue, and of a sample of 32 bits. */
const RGB = 3;
const F32 = 4;

/** A picture as a canvas gives it: red, green, blue and alpha of each pixel, rows from the top. */
export type Pixels = { width: number; height: number; rgba: Uint8ClampedArray };
/** One channel, full scale is -1 to 1. */
export type Samples = { rate: number; samples: Float32Array };

/** A message with its head begun: what it holds, and when it was taken. */
function begun(unit: number, atUs: number, length: number): { bytes: Uint8Array<ArrayBuffer>; view: DataView } {
	const bytes = new Uint8Array(HEAD + length);
	const view = new DataView(bytes.buffer);
	view.setUint8(0, unit);
	view.setUint8(1, VERSION);
	view.setBigInt64(8, BigInt(Math.round(atUs)), true);
	return { bytes, view };
}

/** A picture with the time at which it was taken, in microseconds on the page's own clock. Its alpha is left out. */
export function packFrame(atUs: number, { width, height, rgba }: Pixels): Uint8Array<ArrayBuffer> {
	const pixels = width * height;
	const { bytes, view } = begun(RGB, atUs, pixels * RGB);
	view.setUint16(2, width, true);
	view.setUint16(4, height, true);
	for (let from = 0, to = HEAD; from < pixels * 4; from += 4, to += RGB) {
		bytes[to] = rgba[from] ?? 0;
		bytes[to + 1] = rgba[from + 1] ?? 0;
		bytes[to + 2] = rgba[from + 2] ?? 0;
	}
	return bytes;
}

/** A piece of sound with the time of its first sample, in microseconds on the page's own clock. */
export function packSound(atUs: number, { rate, samples }: Samples): Uint8Array<ArrayBuffer> {
	const { bytes, view } = begun(F32, atUs, samples.length * F32);
	view.setUint32(4, rate, true);
	samples.forEach((sample, at) => view.setFloat32(HEAD + at * F32, sample, true));
	return bytes;
}
