import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { scoreOf, type Cue } from "../pacer/cues";
import { stepsOf } from "../pacer/schedule";
import type { Planned, Sound } from "../sound/sound";
import type { Program } from "../wire";
import { Conductor, LEAD_MS } from "./conductor";

const EVEN: Program = { rounds: [{ cycles: 60, phases: [{ kind: "inhale", ms: 5000, route: "nose" }, { kind: "exhale", ms: 5000, route: "nose" }] }] };

/** A sound device that runs `ppm` off the page's clock and remembers what it was given. */
function device(ppm = 0) {
	const notes = new Set<{ hz: number; at: number; given: number }>();
	const audio = () => (performance.now() - 100) * (1 + ppm / 1e6);
	const fake = {
		on: true,
		heard: () => (fake.on ? { audio: audio(), page: performance.now() } : null),
		note: ({ hz, after_ms }: { hz: number; after_ms: number }, at: number): Planned => {
			const note = { hz, at: at + after_ms, given: audio() };
			notes.add(note);
			return { at, cancel: () => void notes.delete(note) };
		},
		bell: () => [],
		wake: (at: number, call: () => void): Planned => {
			const timer = setTimeout(call, Math.max(0, at - audio()));
			return { at, cancel: () => clearTimeout(timer) };
		},
	};
	return { fake, sound: fake as unknown as Sound, notes: () => [...notes].sort((a, b) => a.at - b.at) };
}

let cues: { cue: Cue; late: boolean }[];
const conductorOf = (sound: Sound) => {
	const conductor = new Conductor({ sound, tones: () => true, oncue: (cue, late) => void cues.push({ cue, late }) });
	conductor.open();
	vi.advanceTimersByTime(1000);
	conductor.setScore(scoreOf(stepsOf(EVEN)));
	return conductor;
};
beforeEach(() => {
	cues = [];
	vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

test("ten minutes are handed over exactly, each long before it sounds, and told of at their moment", () => {
	const { sound, notes } = device(60);
	const conductor = conductorOf(sound);
	conductor.start(30);
	vi.advanceTimersByTime(599_000);
	const lows = notes().filter(({ hz }, at, all) => hz === 264 && all[at + 1]?.hz === 396);
	expect(lows.length).toBe(60);
	for (const [at, { at: moment }] of lows.entries()) expect(moment - (lows[0]?.at ?? 0)).toBeCloseTo(at * 10_000, 6);
	for (const { at, given } of notes().slice(60)) expect(at - given).toBeGreaterThan(60_000);
	expect(cues.map(({ cue }) => cue.place)).toEqual(Array.from({ length: 120 }, (_, at) => at));
	expect(cues.every(({ late }) => !late)).toBe(true);
	conductor.close();
});

test("what has not begun is taken back by a pause, and comes anew where it goes on", () => {
	const { sound, notes } = device();
	const conductor = conductorOf(sound);
	conductor.start(0);
	vi.advanceTimersByTime(12_000);
	conductor.stop();
	const at = conductor.elapsed();
	expect(at).toBeCloseTo(12_000 - LEAD_MS, -1);
	const sounded = notes().length;
	expect(sounded).toBe(6);
	vi.advanceTimersByTime(60_000);
	expect(conductor.elapsed()).toBe(at);
	conductor.start(at + LEAD_MS);
	vi.advanceTimersByTime(2900 + LEAD_MS);
	expect(notes().filter(({ at: moment }) => moment < performance.now() - 100).length).toBe(sounded);
	vi.advanceTimersByTime(300);
	expect(cues.at(-1)?.cue).toMatchObject({ at: 15_000, what: "exhale" });
	conductor.close();
});

test("sound that goes and comes back leaves the session where it is", () => {
	const { fake, sound } = device();
	const conductor = conductorOf(sound);
	conductor.start(0);
	vi.advanceTimersByTime(7000);
	fake.on = false;
	vi.advanceTimersByTime(9000);
	expect(conductor.elapsed()).toBeCloseTo(16_000 - LEAD_MS, -1);
	fake.on = true;
	vi.advanceTimersByTime(6000);
	expect(conductor.elapsed()).toBeCloseTo(22_000 - LEAD_MS, -1);
	expect(cues.map(({ cue }) => cue.at)).toEqual([0, 5000, 10_000, 15_000, 20_000]);
	conductor.close();
});

test("a page that slept is told late, and says so", () => {
	const { fake, sound } = device();
	fake.on = false;
	const conductor = conductorOf(sound);
	conductor.start(0);
	vi.advanceTimersByTime(1000);
	// Neither timers nor drawing for nine seconds.
	vi.setSystemTime(Date.now() + 9000);
	const now = performance.now();
	vi.spyOn(performance, "now").mockImplementation(() => now + 9000);
	vi.advanceTimersByTime(300);
	expect(cues.find(({ cue }) => cue.at === 5000)?.late).toBe(true);
	vi.restoreAllMocks();
	conductor.close();
});
