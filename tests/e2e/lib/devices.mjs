/**
 * A camera and a microphone for programs that open the computer's own, where it has none: the shim of the
 * camera's tests stands for the kernel's driver, a sound server of our own for the system's. Linux only.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folder, keep } from "./programs.mjs";

const SHIM = join(import.meta.dirname, "../../../crates/capture/tests/tools/fakecam.c");

/** What has to be installed, by the program that is looked for. */
const NEEDED = { cc: "build-essential", pulseaudio: "pulseaudio", pactl: "pulseaudio-utils", paplay: "pulseaudio-utils" };

function assertInstalled() {
	const missing = Object.keys(NEEDED).filter((name) => spawnSync("which", [name]).status !== 0);
	if (missing.length === 0) return;
	const packages = [...new Set(missing.map((name) => NEEDED[name]))].join(" ");
	throw new Error(`${missing.join(", ")} not found. Devices are tested with them; install: apt-get install ${packages}`);
}

/**
 * A camera that shows a y4m film over and over, or that is not there.
 * @param {{film?: string, mode?: "ok" | "refused" | "busy"}} how
 * @returns {{env: Record<string, string>, log: () => string[]}} `log` tells what was done to it: open, stream on, stream off, close
 */
export function camera({ film, mode = "ok" } = {}) {
	assertInstalled();
	const home = folder("camera");
	const [dev, library, log] = ["dev", "fakecam.so", "log"].map((name) => join(home, name));
	mkdirSync(dev);
	writeFileSync(log, "");
	if (film) {
		writeFileSync(join(dev, "video0"), "");
		writeFileSync(join(dev, "name"), "Fake camera\n");
	}
	const made = spawnSync("cc", ["-shared", "-fPIC", "-O2", "-o", library, SHIM, "-ldl"], { encoding: "utf8" });
	if (made.status !== 0) throw new Error(`cc ${SHIM}: ${made.stderr}`);
	const env = { LD_PRELOAD: library, FAKECAM_DEV: dev, FAKECAM_MODE: mode, FAKECAM_LOG: log, ...(film ? { FAKECAM_Y4M: film } : {}) };
	return { env, log: () => readFileSync(log, "utf8").split("\n").filter((line) => line !== "") };
}

/**
 * A sound server whose microphone hears what is played to its speaker.
 * @returns {Promise<{env: Record<string, string>, play: (wav: string) => void}>} `play` plays a file over and over
 */
export async function microphone() {
	assertInstalled();
	const home = folder("sound");
	const [socket, cookie] = [join(home, "socket"), join(home, "cookie")];
	writeFileSync(cookie, Buffer.alloc(256));
	const own = { ...process.env, HOME: home, XDG_RUNTIME_DIR: home, PULSE_RUNTIME_PATH: join(home, "run") };
	delete own.DBUS_SESSION_BUS_ADDRESS;
	const modules = [
		`module-native-protocol-unix auth-anonymous=1 socket=${socket}`,
		"module-null-sink sink_name=speaker rate=48000",
		"module-remap-source master=speaker.monitor source_name=microphone source_properties=device.description=VirtualMicrophone",
	];
	const args = ["-n", "--daemonize=no", "--exit-idle-time=-1", ...modules.flatMap((module) => ["-L", module])];
	const server = keep(spawn("pulseaudio", args, { env: own, stdio: "ignore" }));
	// Where the server cannot be reached nothing else may be found, least of all a real microphone.
	const env = { PULSE_SERVER: `unix:${socket}`, PULSE_COOKIE: cookie, ALSA_CONFIG_PATH: "/dev/null" };
	const pactl = async (...words) => (await once(spawn("pactl", words, { env: { ...own, ...env }, stdio: "ignore" }), "exit"))[0];
	while ((await pactl("info")) !== 0) if (server.exitCode !== null) throw new Error(`pulseaudio ended with ${server.exitCode}`);
	await pactl("set-default-source", "microphone");
	await pactl("set-default-sink", "speaker");
	const again = 'while paplay "$1"; do :; done';
	const play = (wav) => void keep(spawn("sh", ["-c", again, "sh", wav], { env: { ...own, ...env }, stdio: "ignore", detached: true }), { leads: true });
	return { env, play };
}
