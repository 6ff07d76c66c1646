// The pacer as a microphone would hear it: node pacer.mjs [MINUTES] [BUSY]
//
// Ten minutes of box breathing in a real browser, played to a sound server of our own and recorded from
// it, with BUSY programs that do nothing but keep the processors busy. Prints how far the beginnings of
// the phases lie from where they belong, in ms: `jitter` from one to the next, `drift` over all of it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { LAUNCH, open } from "./lib/browser.mjs";
import { go } from "./lib/pages.mjs";
import { endAll, folder, keep, newVault, serve } from "./lib/programs.mjs";

const [minutes = "10", busy = "0"] = process.argv.slice(2);
const RATE = 48_000;
const BYTES = 2;
/** Every phase of box breathing, in ms. */
const PHASE_MS = 4000;
/** A note has begun where its envelope first reaches this share of its height. */
const BEGUN = 0.25;
/** The envelope: the loudest sample of so many ms, which is more than one wave of the lowest note. */
const ENVELOPE_MS = 4;
/** A note reaches its height within this time; before it there was silence as long. */
const SWELL_MS = 150;
/** What is louder than this share of full scale is a note. */
const HEARD = 0.01;

/** A sound server whose speaker can be recorded. Gives what programs need to find it. */
async function soundServer() {
	const home = folder("sound");
	const socket = join(home, "socket");
	writeFileSync(join(home, "cookie"), Buffer.alloc(256));
	const env = { ...process.env, HOME: home, XDG_RUNTIME_DIR: home, PULSE_RUNTIME_PATH: join(home, "run"), PULSE_COOKIE: join(home, "cookie"), PULSE_SERVER: `unix:${socket}` };
	const args = ["-n", "--daemonize=no", "--exit-idle-time=-1", "-L", `module-native-protocol-unix auth-anonymous=1 socket=${socket}`, "-L", `module-null-sink sink_name=speaker rate=${RATE} channels=1`];
	keep(spawn("pulseaudio", args, { env: { ...env, PULSE_SERVER: undefined }, stdio: "ignore" }));
	for (;;) {
		const [code] = await once(spawn("pactl", ["info"], { env, stdio: "ignore" }), "exit");
		if (code === 0) return env;
	}
}

/** Records the speaker until it is told to end; gives all samples, -1 to 1. */
function recorded(env) {
	const parts = [];
	const recorder = keep(spawn("parec", ["-d", "speaker.monitor", "--format=s16le", `--rate=${RATE}`, "--channels=1", "--raw", "--latency-msec=20"], { env, stdio: ["ignore", "pipe", "inherit"] }));
	recorder.stdout.on("data", (part) => parts.push(part));
	return async () => {
		recorder.kill();
		await once(recorder, "exit");
		const bytes = Buffer.concat(parts);
		return Float32Array.from({ length: bytes.length / BYTES }, (_, at) => bytes.readInt16LE(at * BYTES) / 32_768);
	};
}

/** When notes begin after silence, in ms from the first sample. */
function beginnings(samples) {
	const wide = (RATE * ENVELOPE_MS) / 1000;
	const loud = (at) => {
		let most = 0;
		for (let near = at; near < Math.min(at + wide, samples.length); near += 1) most = Math.max(most, Math.abs(samples[near]));
		return most;
	};
	const found = [];
	const step = RATE / 1000;
	let silentMs = SWELL_MS;
	for (let at = 0; at < samples.length; at += step) {
		if (loud(at) < HEARD) {
			silentMs += 1;
			continue;
		}
		if (silentMs >= SWELL_MS) {
			let height = 0;
			for (let near = at; near < at + SWELL_MS * step; near += wide) height = Math.max(height, loud(near));
			let begun = at;
			while (loud(begun) < height * BEGUN) begun += step / 4;
			found.push((begun * 1000) / RATE);
		}
		silentMs = 0;
	}
	return found;
}

const env = await soundServer();
const server = await serve(newVault());
// Chromium without a window is told to be silent otherwise.
const browser = await chromium.launch({ ...LAUNCH, env, ignoreDefaultArgs: ["--mute-audio"] });
const page = await open(server, { browser, path: "/today" });
await go(page, "/breath?begin=box");
await page.getByRole("radio", { name: `${minutes} min`, exact: true }).click();
const crowd = Array.from({ length: Number(busy) }, () => keep(spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore" })));
const stop = recorded(env);
await page.getByRole("button", { name: "Begin", exact: true }).click();
await page.waitForURL("**/breath/live");
await page.getByRole("button", { name: "Pause" }).waitFor();
const { total_ms: total } = await server.call("breath.live");
// Ends by itself when its time is over.
await page.waitForURL("**/breath/after**", { timeout: total + 60_000 });
const samples = await stop();
for (const one of crowd) one.kill();
const { items } = await server.call("breath.sessions", { limit: 1 });
const at = beginnings(samples);
const begun = at[0];
const off = at.map((ms, place) => ms - begun - Math.round((ms - begun) / PHASE_MS) * PHASE_MS);
const steps = off.slice(1).map((ms, place) => Math.abs(ms - off[place]));
const figures = {
	minutes: Number(minutes),
	busy: Number(busy),
	planned_ms: total,
	session: items[0],
	phases: at.length,
	expected: total / PHASE_MS,
	jitter_ms: Math.max(...steps),
	farthest_ms: Math.max(...off.map(Math.abs)),
	drift_ms: off.at(-1) - off[0],
	off_ms: off.map((ms) => Math.round(ms * 10) / 10),
};
console.log(JSON.stringify(figures));
await browser.close();
await endAll();
process.exit(0);
