/**
 * The programs under test, started the way a person starts them. A vault lives in a folder of its own
 * under the system's temporary folder and is gone when the test process ends.
 */
import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** Opens every vault that the tests make. */
export const PASSPHRASE = "lantern orchard umbrella tide";

/** Where `cargo` of this project builds when nothing else is said. */
const BUILT = process.env.CARGO_TARGET_DIR ?? join(homedir(), ".cache/everkept/target");
const NAMES = { everkept: "EVERKEPT_BIN", "everkept-desktop": "EVERKEPT_DESKTOP_BIN", "everkept-server": "EVERKEPT_SERVER_BIN" };

/**
 * The path of a program: `EVERKEPT_BIN`, `EVERKEPT_DESKTOP_BIN`, `EVERKEPT_SERVER_BIN`, else the debug build. Throws with the
 * line to type when there is none.
 */
export function program(name) {
	const path = process.env[NAMES[name]] ?? join(BUILT, "debug", name);
	if (!existsSync(path)) throw new Error(`${path} is not there; build it with: cargo build -p ${name} (or set ${NAMES[name]})`);
	return path;
}

const folders = new Set();

/** A new folder for one test. */
export function folder(name = "vault") {
	const path = mkdtempSync(join(tmpdir(), `everkept-e2e-${name}-`));
	folders.add(path);
	return path;
}

process.on("exit", () => {
	for (const path of folders) rmSync(path, { recursive: true, force: true, maxRetries: 3 });
});

/** The environment of a program: nothing of the person who runs the tests reaches it. */
export function environment(more = {}) {
	const { EVERKEPT_VAULT: _, EVERKEPT_PASSPHRASE: __, ...rest } = process.env;
	return { ...rest, ...more };
}

/** Runs one verb of the command line and gives its JSON. Throws with its words when it fails. */
export function everkept(vault, ...args) {
	const done = spawnSync(program("everkept"), ["--vault", vault, "--json", "--no-keyring", ...args], {
		env: environment({ EVERKEPT_PASSPHRASE: PASSPHRASE }),
		encoding: "utf8",
		maxBuffer: 64 * 1024 * 1024,
	});
	if (done.status !== 0) throw new Error(`everkept ${args.join(" ")}: ${done.stderr || done.stdout || done.error}`);
	const last = done.stdout.trim().split("\n").at(-1);
	return last ? JSON.parse(last) : null;
}

/** A vault that is there and empty. Its key is derived at the least cost that is accepted. */
export function newVault() {
	const path = join(folder(), "vault");
	everkept(path, "init", "--kdf-floor");
	return path;
}

/** A vault with the believable year in it: made once for all test files when `run.mjs` runs them. */
export async function demoVault() {
	const path = join(folder("demo"), "vault");
	const made = process.env.EVERKEPT_E2E_DEMO;
	// It answers with the folder once the year is written.
	if (made) cpSync(await (await fetch(made)).text(), path, { recursive: true });
	else await fillDemo(path);
	return path;
}

/** Makes a vault at `path` and writes the year of seed 7 into it. */
export async function fillDemo(path) {
	everkept(path, "init", "--kdf-floor");
	const args = ["--vault", path, "--json", "--no-keyring", "demo", "--seed", "7"];
	const child = keep(spawn(program("everkept"), args, { env: environment({ EVERKEPT_PASSPHRASE: PASSPHRASE }), stdio: ["ignore", "ignore", "inherit"] }));
	await ended(child);
	if (child.exitCode !== 0) throw new Error(`everkept demo ended with ${child.exitCode}`);
}

/** Everything started here, to be ended with the test process whatever happens. */
const running = new Set();
process.on("exit", () => {
	for (const child of running) kill(child, "SIGKILL");
});

/** Ends a child and what it started itself, where it leads a group (`detached`). */
export function kill(child, signal = "SIGTERM") {
	if (!child.leads) return void child.kill(signal);
	try {
		process.kill(-child.pid, signal);
	} catch (error) {
		// The group has ended by itself.
		if (error.code !== "ESRCH") throw error;
	}
}

/** Remembers a child process for `endAll`; `leads` says that it was started as the leader of a group. */
export function keep(child, { leads = false } = {}) {
	child.leads = leads;
	running.add(child);
	child.once("exit", () => running.delete(child));
	return child;
}

/** Ends everything that was started here; a test file that is left open by one never ends. */
export async function endAll() {
	const children = [...running];
	for (const child of children) kill(child, "SIGKILL");
	await Promise.all(children.map(ended));
}

/** Resolves when the child has ended. */
export function ended(child) {
	if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
	return new Promise((resolve) => child.once("exit", resolve));
}

/**
 * Serves a vault on a free port. With `unlock` it is open from the start, otherwise the page asks; `args` are more words of
 * the command line.
 * @returns {Promise<Server>}
 */
export async function serve(vault, { unlock = true, args = [] } = {}) {
	const env = environment(unlock ? { EVERKEPT_PASSPHRASE: PASSPHRASE } : {});
	const child = spawn(program("everkept"), ["--vault", vault, "--json", "--no-keyring", "serve", ...args], {
		env,
		stdio: ["ignore", "pipe", "pipe"],
	});
	keep(child);
	let words = "";
	child.stderr.on("data", (data) => {
		words += data;
	});
	const { address, token } = await new Promise((resolve, reject) => {
		createInterface({ input: child.stdout }).once("line", (line) => resolve(JSON.parse(line)));
		child.once("exit", (code) => reject(new Error(`everkept serve ended with ${code}: ${words}`)));
	});
	return new Server(child, address, token);
}

/** Starts a server for sync in a folder of its own; gives its address, as a person types it. */
export async function syncServer() {
	const open = ["--registration", "open", "--rate-strict", "off", "--rate-normal", "off", "--quota", "0", "--day", "0"];
	const data = folder("server");
	const args = ["serve", "--data", data, "--listen", "127.0.0.1:0", ...open];
	const child = keep(spawn(program("everkept-server"), args, { env: environment(), stdio: ["ignore", "pipe", "ignore"] }));
	const { url } = await new Promise((resolve, reject) => {
		createInterface({ input: child.stdout }).once("line", (line) => resolve(JSON.parse(line)));
		child.once("exit", (code) => reject(new Error(`everkept-server ended with ${code}`)));
	});
	syncServers.set(url, { child, data });
	return url;
}

const syncServers = new Map();

/** Where the server of this address keeps what it has. */
export const serverFolder = (url) => syncServers.get(url).data;

/** Does something while the server of this address answers nobody; afterward it goes on where it stood. */
export async function whileStill(url, work) {
	const { child } = syncServers.get(url);
	child.kill("SIGSTOP");
	try {
		return await work();
	} finally {
		child.kill("SIGCONT");
	}
}

/** A running `everkept serve`, and its commands without a browser. */
export class Server {
	#child;
	constructor(child, address, token) {
		this.#child = child;
		this.address = address;
		this.token = token;
	}

	/** The address that lets a browser in and leads to the first page. */
	get entrance() {
		return `${this.address}/?token=${this.token}`;
	}

	/** Runs one command as the page would. Throws with the error's words. */
	async call(cmd, payload = {}) {
		const response = await fetch(`${this.address}/call/${cmd}`, {
			method: "POST",
			headers: { "content-type": "application/json", cookie: `everkept=${this.token}`, origin: this.address },
			body: JSON.stringify(payload),
		});
		const answer = await response.json();
		if ("error" in answer) throw new Error(`${cmd}: ${answer.error.code} ${answer.error.message}`);
		return answer.ok;
	}

	/** Ends it as a power cut would. */
	async kill() {
		this.#child.kill("SIGKILL");
		await ended(this.#child);
	}

	async stop() {
		this.#child.kill("SIGTERM");
		await ended(this.#child);
	}
}
