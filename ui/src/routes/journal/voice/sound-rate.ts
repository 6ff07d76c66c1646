/** Where a piece of sound (`$lib/senses/pack`) says its rate: after four bytes, 32 bits, little-endian. */
const RATE_AT = 4;

/** Samples a second of a piece of sound that a page hands in. */
export async function rateOf(piece: Blob): Promise<number> {
	return new DataView(await piece.slice(RATE_AT, RATE_AT + 4).arrayBuffer()).getUint32(0, true);
}
