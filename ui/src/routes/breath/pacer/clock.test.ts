import { describe, expect, test } from "vitest";
import { SessionClock } from "./clock";

/** A sound device that is `ppm` faster than the page and is looked up with up to `noise` milliseconds of error. */
function device(ppm: number, noise: number, since = 0) {
	let turn = 1;
	return (page: number) => {
		turn = (turn * 16807) % 2147483647;
		return { audio: (page - since) * (1 + ppm / 1e6) + ((turn / 2147483647) * 2 - 1) * noise, page };
	};
}

describe("the clock of a session", () => {
	test("counts by the page where there is no sound", () => {
		const clock = new SessionClock();
		clock.start(1000, 500);
		expect(clock.at(1500)).toBe(2000);
		expect(clock.audioOf(3000)).toBeNull();
		clock.stop(1600);
		expect(clock.at(99_000)).toBe(2100);
		clock.start(2100, 99_000);
		expect(clock.at(99_100)).toBe(2200);
	});

	test("goes on without a jump when sound comes and when it goes", () => {
		const clock = new SessionClock();
		const heard = device(40, 0, 700);
		clock.start(0, 0);
		clock.hear(heard(1000), 1000);
		const before = clock.at(1100);
		expect(clock.hear(heard(1100), 1100)).toBe(true);
		expect(clock.byAudio).toBe(true);
		expect(clock.at(1100)).toBeCloseTo(before, 6);
		expect(clock.audioOf(1100)).toBeCloseTo(400, 1);
		expect(clock.hear(null, 1200)).toBe(true);
		expect(clock.at(1200)).toBeCloseTo(1200, 1);
	});

	test("ten minutes of phases are placed exactly on the sound's own time, and seen within 5 ms of it", () => {
		const clock = new SessionClock();
		const heard = device(80, 4);
		clock.start(0, 0);
		let page = 0;
		for (; !clock.byAudio; page += 250) clock.hear(heard(page), page);
		const first = clock.audioOf(0) ?? 0;
		for (; page < 600_000; page += 250) {
			clock.hear(heard(page), page);
			const exact = clock.audioOf(clock.at(page)) ?? 0;
			expect(Math.abs(exact - page * 1.00008)).toBeLessThan(5);
		}
		expect((clock.audioOf(600_000) ?? 0) - first).toBeCloseTo(600_000, 6);
	});

	test("sound that stands still does not stop the session", () => {
		const clock = new SessionClock();
		clock.start(0, 0);
		for (let page = 0; page <= 1000; page += 100) clock.hear({ audio: page, page }, page);
		expect(clock.byAudio).toBe(true);
		for (let page = 1100; page <= 3000; page += 100) clock.hear({ audio: 1000, page }, page);
		expect(clock.byAudio).toBe(false);
		expect(clock.at(3000)).toBeCloseTo(3000, 6);
	});
});
