import { expect, test } from "vitest";
import { readHeartRate } from "./heart-rate";

const read = (...bytes: number[]) => readHeartRate(new DataView(new Uint8Array(bytes).buffer));

test("a narrow rate with two beats", () => {
	expect(read(0x16, 72, 0x00, 0x04, 0x33, 0x03)).toEqual({ rate: 72, contact: true, rr_ms: [1000, (0x333 * 1000) / 1024] });
});

test("a wide rate, energy spent, one beat; nothing is said of contact", () => {
	expect(read(0x19, 0x2c, 0x01, 0x10, 0x00, 0x00, 0x02)).toEqual({ rate: 300, contact: null, rr_ms: [500] });
});

test("no beats, and no contact", () => {
	expect(read(0x04, 60)).toEqual({ rate: 60, contact: false, rr_ms: [] });
});

test("what is cut off is nothing, and half a beat is none", () => {
	expect(read()).toBeNull();
	expect(read(0x10)).toBeNull();
	expect(read(0x01, 60)).toBeNull();
	expect(read(0x08, 60, 1)).toBeNull();
	expect(read(0x10, 60, 0x00, 0x04, 0x01)).toEqual({ rate: 60, contact: null, rr_ms: [1000] });
});

test("any bytes at all give a reading or nothing", () => {
	let state = 7;
	for (let turn = 0; turn < 5000; turn += 1) {
		const bytes = Array.from({ length: turn % 24 }, () => (state = (state * 48_271) % 2_147_483_647) % 256);
		const heard = read(...bytes);
		if (heard) for (const ms of heard.rr_ms) expect(Number.isFinite(ms) && ms >= 0).toBe(true);
	}
});
