/** Films and sounds whose truth is known, and a browser whose camera and microphone play them. */
import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { chromium } from "playwright-core";
import { LAUNCH, open } from "./browser.mjs";
import { folder, program } from "./programs.mjs";

/** Long enough that a figure is told well before a film begins anew, which no body does. */
const SECONDS = 60;
const FACE = join(import.meta.dirname, "../../fixtures/faces/astronaut.png");

/** A WAV file of so many seconds in which nothing is heard. */
function silence(seconds) {
	const [rate, head] = [48_000, 44];
	const bytes = Buffer.alloc(head + seconds * rate * 2);
	bytes.write("RIFF\0\0\0\0WAVEfmt ", "latin1");
	bytes.writeUInt32LE(bytes.length - 8, 4);
	bytes.writeUInt32LE(16, 16);
	// Whole numbers, one channel, two bytes a sample.
	bytes.writeUInt16LE(1, 20);
	bytes.writeUInt16LE(1, 22);
	bytes.writeUInt32LE(rate, 24);
	bytes.writeUInt32LE(rate * 2, 28);
	bytes.writeUInt16LE(2, 32);
	bytes.writeUInt16LE(16, 34);
	bytes.write("data", 36, "latin1");
	bytes.writeUInt32LE(bytes.length - head, 40);
	return bytes;
}

/**
 * Makes `person.y4m`, `photo.y4m`, `breath.wav`, `speech.wav` and `silence.wav` in a folder of their own.
 * @returns {{path: (name: string) => string, truth: {breaths_per_min: number, pulse_bpm: number, heard_per_min: number}}}
 */
export function makeClips() {
	const maker = join(dirname(program("everkept")), "examples", "clips");
	if (!existsSync(maker)) throw new Error(`${maker} is not there; build it with: cargo build -p synth --example clips`);
	const made = folder("clips");
	const truth = JSON.parse(execFileSync(maker, [FACE, made, String(SECONDS)], { encoding: "utf8" }));
	writeFileSync(join(made, "silence.wav"), silence(SECONDS));
	return { path: (name) => join(made, name), truth };
}

/** A program at the pace of the clip of breath: in, out and a rest in the parts in which it breathes. */
export function asTheClip({ heard_per_min }) {
	const cycle = 60_000 / heard_per_min;
	const [inhale, exhale] = [Math.round(cycle * 0.4), Math.round(cycle * 0.44)];
	const phase = (kind, ms) => ({ kind, ms, route: "any" });
	return { rounds: [{ cycles: 1, phases: [phase("inhale", inhale), phase("exhale", exhale), phase("hold_out", Math.round(cycle) - inhale - exhale)] }] };
}

const running = new Set();

/**
 * A browser of its own, whose devices play clips over and over. Without clips it has devices and is asked
 * for them as anybody's is.
 * @param {{film?: string, sound?: string}} clips
 */
export async function browserWith({ film, sound } = {}) {
	const args = [...LAUNCH.args, "--use-fake-device-for-media-stream"];
	if (film || sound) args.push("--use-fake-ui-for-media-stream");
	if (film) args.push(`--use-file-for-fake-video-capture=${film}`);
	if (sound) args.push(`--use-file-for-fake-audio-capture=${sound}`);
	const browser = await chromium.launch({ ...LAUNCH, args });
	running.add(browser);
	return browser;
}

/** A page of such a browser. It remembers every track that it was given, and can lose them as if they were unplugged. */
export async function openWith(browser, server, { path = "/", ...options } = {}) {
	const page = await open(server, { browser, ...options });
	// What comes a moment before the program listens, or after it closed, is refused and of no use.
	page.watch.allow(/404 .*\/call\/senses\.feed/);
	await page.addInitScript(() => {
		const given = [];
		globalThis.tracksGiven = () => given.map(({ kind, readyState }) => `${kind} ${readyState}`);
		globalThis.unplug = () => {
			for (const track of given) {
				track.stop();
				track.dispatchEvent(new Event("ended"));
			}
		};
		const { mediaDevices } = navigator;
		const ask = mediaDevices.getUserMedia.bind(mediaDevices);
		mediaDevices.getUserMedia = async (wish) => {
			const media = await ask(wish);
			given.push(...media.getTracks());
			return media;
		};
	});
	await page.goto(server.address + path);
	return page;
}

/** Ends the browsers that were made here. */
export async function endBrowsers() {
	await Promise.all([...running].map((browser) => browser.close()));
	running.clear();
}
