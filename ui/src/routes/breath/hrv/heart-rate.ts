/**
 * The Heart Rate Measurement of a chest strap (Bluetooth characteristic 0x2A37), as the Heart Rate Service 1.0 of
 * the Bluetooth SIG lays it out: flags, the rate, perhaps the energy spent, then the times from beat to beat.
 */

/** Bits of the first byte. */
const RATE_IS_WIDE = 0x01;
const CONTACT = 0x02;
const CONTACT_IS_KNOWN = 0x04;
const HAS_ENERGY = 0x08;
const HAS_BEATS = 0x10;
/** A time from beat to beat is in parts of this many to a second. */
const BEAT_PARTS = 1024;

export type HeartRate = {
	/** Beats a minute, as the strap counts them. */
	rate: number;
	/** Whether it touches skin; null: it does not say. */
	contact: boolean | null;
	/** Times from beat to beat in milliseconds, oldest first. */
	rr_ms: number[];
};

/** Reads one message; null: it is cut off or no such message. */
export function readHeartRate(bytes: DataView): HeartRate | null {
	if (bytes.byteLength < 2) return null;
	const flags = bytes.getUint8(0);
	const wide = (flags & RATE_IS_WIDE) !== 0;
	let at = wide ? 3 : 2;
	if (bytes.byteLength < at) return null;
	const rate = wide ? bytes.getUint16(1, true) : bytes.getUint8(1);
	if (flags & HAS_ENERGY) at += 2;
	if (bytes.byteLength < at) return null;
	const rr_ms: number[] = [];
	if (flags & HAS_BEATS) for (; at + 2 <= bytes.byteLength; at += 2) rr_ms.push((bytes.getUint16(at, true) * 1000) / BEAT_PARTS);
	return { rate, contact: flags & CONTACT_IS_KNOWN ? (flags & CONTACT) !== 0 : null, rr_ms };
}
