/** Films and sounds whose truth is known, and a browser whose camera and microphone play them. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { chromium } from "playwright-core";
import { LAUNCH, open } from "./browser.mjs";
import { folder, program } from "./programs.mjs";

/** Long enough that a figure is told well before a film begins anew, which no body does. */
const SECONDS = 60;
const FACE = join(import.meta.dirname, "../../fixtures/faces/astronaut.png");

/**
 * Makes `person.y4m`, `photo.y4m`, `breath.wav` and `speech.wav` in a folder of their own.
 * @returns {{path: (name: string) => string, truth: {breaths_per_min: number, pulse_bpm: number, heard_per_min: number}}}
 */
export function makeClips() {
	const maker = join(dirname(program("everkept")), "examples", "clips");
	if (!existsSync(maker)) throw new Error(`${maker} is not there; build it with: cargo build -p synth --example clips`);
	const made = folder("clips");
	const truth = JSON.parse(execFileSync(maker, [FACE, made, String(SECONDS)], { encoding: "utf8" }));
	return { path: (name) => join(made, name), truth };
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
