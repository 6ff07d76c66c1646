/**
 * The real window: `everkept-desktop` under Xvfb with a session bus of its own, driven by
 * WebKitWebDriver. Linux only, as the driver is.
 */
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { Builder, Capabilities } from "selenium-webdriver";
import { ended, environment, folder, keep, kill, program } from "./programs.mjs";

/** What has to be installed, by the program that is looked for. */
const NEEDED = { WebKitWebDriver: "webkit2gtk-driver", Xvfb: "xvfb", "dbus-run-session": "dbus", "dbus-monitor": "dbus" };
const START_MS = 60_000;

function assertInstalled() {
	const missing = Object.keys(NEEDED).filter((name) => spawnSync("which", [name]).status !== 0);
	if (missing.length === 0) return;
	const packages = missing.map((name) => NEEDED[name]).join(" ");
	throw new Error(`${missing.join(", ")} not found. The window is tested with them; install: apt-get install ${packages}`);
}

function freePort() {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once("error", reject);
		server.listen(0, "127.0.0.1", () => {
			const { port } = server.address();
			server.close(() => resolve(port));
		});
	});
}

/** A screen that nobody sees. Gives its name. */
async function startScreen() {
	// The server picks a free number itself and says it on the third channel.
	const screen = keep(spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1280x900x24", "-nolisten", "tcp"], { stdio: ["ignore", "ignore", "ignore", "pipe"] }));
	const number = await new Promise((resolve, reject) => {
		screen.stdio[3].once("data", (data) => resolve(String(data).trim()));
		screen.once("exit", (code) => reject(new Error(`Xvfb ended with ${code}`)));
	});
	return { screen, display: `:${number}` };
}

/** Waits until the driver answers. */
async function answering(port, driver) {
	for (;;) {
		if (driver.exitCode !== null) throw new Error(`WebKitWebDriver ended with ${driver.exitCode}`);
		const status = await fetch(`http://127.0.0.1:${port}/status`).catch(() => null);
		if (status?.ok) return;
		await new Promise(setImmediate);
	}
}

/** A place to start the window in, as often as wanted, on one vault. */
export class Desk {
	#vault;
	#more;
	#home = folder("home");
	#screen;
	#display;
	/** The file with the notifications that the window asked the desktop for. */
	notifications = join(folder("notifications"), "told.txt");

	/** @param {Record<string, string>} more what the program finds in its environment beside the usual */
	constructor(vault, more = {}) {
		this.#vault = vault;
		this.#more = more;
	}

	/** Starts the window and gives the driver of its page. */
	async start() {
		assertInstalled();
		const app = program("everkept-desktop");
		if (!this.#screen) ({ screen: this.#screen, display: this.#display } = await startScreen());
		const runtime = folder("runtime");
		chmodSync(runtime, 0o700);
		const port = await freePort();
		const env = environment({
			EVERKEPT_VAULT: this.#vault,
			HOME: this.#home,
			XDG_RUNTIME_DIR: runtime,
			XDG_DATA_HOME: `${this.#home}/data`,
			XDG_CONFIG_HOME: `${this.#home}/config`,
			XDG_CACHE_HOME: `${this.#home}/cache`,
			DISPLAY: this.#display,
			GDK_BACKEND: "x11",
			LANG: "en_GB.UTF-8",
			TZ: "Europe/London",
			NO_AT_BRIDGE: "1",
			TAURI_WEBVIEW_AUTOMATION: "true",
			...this.#more,
		});
		delete env.WAYLAND_DISPLAY;
		// What is asked of the desktop's notifications stands in a file: there is no desktop here to show them.
		const watched = "type='method_call',interface='org.freedesktop.Notifications',member='Notify'";
		const run = 'dbus-monitor --session "$1" > "$2" & exec WebKitWebDriver "--port=$3"';
		const session = spawn("dbus-run-session", ["--", "sh", "-c", run, "sh", watched, this.notifications, String(port)], { env, stdio: "ignore", detached: true });
		const driver = keep(session, { leads: true });
		await answering(port, driver);
		const wishes = new Capabilities();
		wishes.setBrowserName("wry");
		wishes.set("webkitgtk:browserOptions", { binary: app, args: [] });
		const page = await new Builder().withCapabilities(wishes).usingServer(`http://127.0.0.1:${port}/`).build();
		await page.manage().setTimeouts({ script: START_MS, pageLoad: START_MS });
		return new Window(page, driver, app, this.#vault);
	}

}

function environmentOf(pid) {
	try {
		return readFileSync(`/proc/${pid}/environ`, "latin1");
	} catch {
		// It ended meanwhile.
		return "";
	}
}

/** One run of the program. */
export class Window {
	#driver;
	#app;
	#vault;

	constructor(page, driver, app, vault) {
		this.page = page;
		this.#driver = driver;
		this.#app = app;
		this.#vault = vault;
	}

	/** The process of the window: the program that has this vault in its environment. */
	get pid() {
		const { stdout } = spawnSync("pgrep", ["-f", this.#app], { encoding: "utf8" });
		const mine = stdout.split("\n").filter((pid) => pid && environmentOf(pid).includes(`EVERKEPT_VAULT=${this.#vault}\0`));
		if (mine.length !== 1) throw new Error(`expected one window, found ${mine.length}`);
		return Number(mine[0]);
	}

	/** Ends the program as a power cut would: no goodbye, no flush. */
	async kill() {
		process.kill(this.pid, "SIGKILL");
		kill(this.#driver);
		await ended(this.#driver);
	}

	/** Ends the program through its driver. */
	async quit() {
		await this.page.quit();
		kill(this.#driver);
		await ended(this.#driver);
	}
}
