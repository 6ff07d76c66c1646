import { expect, test } from "vitest";
import { Pace, sentSize } from "./camera-feed";
import { alteredBy } from "./microphone-feed";
import { packFrame, packSound } from "./pack";
import { Sender } from "./sender";
import { troubleOfName } from "./trouble";

test("a frame is its head and its pixels without their alpha", () => {
	const bytes = packFrame(1_234_567.4, { width: 2, height: 1, rgba: new Uint8ClampedArray([1, 2, 3, 255, 4, 5, 6, 255]) });
	const view = new DataView(bytes.buffer);
	expect([...bytes.slice(0, 8)]).toEqual([3, 1, 2, 0, 1, 0, 0, 0]);
	expect(view.getBigInt64(8, true)).toBe(1_234_567n);
	expect([...bytes.slice(16)]).toEqual([1, 2, 3, 4, 5, 6]);
});

test("a piece of sound is its head and its samples", () => {
	const bytes = packSound(85_333.3, { rate: 48_000, samples: new Float32Array([0.5, -1]) });
	const view = new DataView(bytes.buffer);
	expect([...bytes.slice(0, 4)]).toEqual([4, 1, 0, 0]);
	expect([view.getUint32(4, true), view.getBigInt64(8, true)]).toEqual([48_000, 85_333n]);
	expect([view.getFloat32(16, true), view.getFloat32(20, true)]).toEqual([0.5, -1]);
});

test("pictures are sent small, in their own shape, at most fifteen a second", () => {
	expect(sentSize(640, 480)).toEqual({ width: 320, height: 240 });
	expect(sentSize(1280, 720)).toEqual({ width: 320, height: 180 });
	expect(sentSize(160, 120)).toEqual({ width: 160, height: 120 });
	for (const [given, sent] of [[60, 15], [30, 15], [20, 15], [15, 15], [10, 10]] as const) {
		const pace = new Pace();
		// Two milliseconds of unrest, as cameras have.
		const times = Array.from({ length: given * 4 }, (_, at) => (at * 1000) / given + (at % 3) - 1);
		expect(Math.round(times.filter((at) => pace.take(at)).length / 4)).toBe(sent);
	}
});

test("one request flies, the newest waits, and what was left out is counted", async () => {
	const bodies: Blob[] = [];
	let land = () => {};
	const sender = new Sender((body) => {
		bodies.push(body);
		return new Promise((resolve) => {
			land = () => resolve(true);
		});
	}, 1);
	for (const byte of [1, 2, 3, 4]) sender.offer(new Uint8Array([byte]));
	expect(bodies).toHaveLength(1);
	land();
	await expect.poll(() => bodies.length).toBe(2);
	land();
	await expect.poll(() => sender.sent).toBe(2);
	expect(sender.dropped).toBe(2);
	expect([...new Uint8Array(await (bodies[1] as Blob).arrayBuffer())]).toEqual([4]);
});

test("what nobody took is left out, and the next is tried again", async () => {
	let answer: Promise<boolean> = Promise.reject(new TypeError("no connection"));
	const sender = new Sender(() => answer, 1);
	sender.offer(new Uint8Array([1]));
	await expect.poll(() => sender.dropped).toBe(1);
	answer = Promise.resolve(false);
	sender.offer(new Uint8Array([2]));
	await expect.poll(() => sender.dropped).toBe(2);
	answer = Promise.resolve(true);
	sender.offer(new Uint8Array([3]));
	await expect.poll(() => sender.sent).toBe(1);
	sender.stop();
	sender.offer(new Uint8Array([4]));
	expect(sender.sent + sender.dropped).toBe(3);
});

test("a refusal, a missing and a busy device are told apart", () => {
	const names = ["NotAllowedError", "NotFoundError", "NotReadableError", "InsecureError", "TypeError"];
	expect(names.map(troubleOfName)).toEqual(["refused", "absent", "busy", "unsafe", "failed"]);
});

test("what the browser still does to the sound is told", () => {
	expect(alteredBy({ echoCancellation: false, noiseSuppression: true })).toEqual(["noiseSuppression"]);
	expect(alteredBy({})).toEqual([]);
});
