/**
 * Pages to look at: one Chromium for all test files when `run.mjs` runs them, a context of its own for
 * every page. Each page is watched: an error on the console, a refused policy, a request to anybody
 * else or an uncaught exception fails the test that closes it.
 */
import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { endAll } from "./programs.mjs";

/** The widths that the design names: desktop, tablet, phone. */
export const SIZES = {
	desktop: { width: 1280, height: 900 },
	tablet: { width: 768, height: 1024 },
	phone: { width: 390, height: 844 },
};

const CHROMIUM = process.env.EVERKEPT_CHROMIUM ?? "/usr/bin/chromium";

export const LAUNCH = {
	executablePath: CHROMIUM,
	args: [
		"--no-sandbox",
		"--disable-gpu",
		"--disable-quic",
		"--no-first-run",
		"--disable-background-networking",
		"--disable-component-update",
		"--disable-sync",
		"--font-render-hinting=none",
	],
};

/** Frames without any request after which a page is taken to be done. */
const CALM_FRAMES = 3;

let browser;

async function theBrowser() {
	const shared = process.env.EVERKEPT_E2E_BROWSER;
	browser ??= shared ? chromium.connect(shared) : chromium.launch(LAUNCH);
	return browser;
}

/** Ends everything that a test file started; call it in `after`. */
export async function finish() {
	await (await browser)?.close();
	browser = undefined;
	await endAll();
}

/**
 * A page of the server, let in and at `path`.
 * @param {{address: string, token: string, entrance: string}} server
 * @param {{size?: keyof typeof SIZES, path?: string, touch?: boolean, scheme?: "light" | "dark", seen?: (request: string) => boolean, browser?: import("playwright-core").Browser}} options
 */
export async function open(server, { size = "desktop", path = "/", scheme = "light", browser: own, ...more } = {}) {
	const context = await (own ?? (await theBrowser())).newContext({
		viewport: SIZES[size],
		hasTouch: size === "phone",
		colorScheme: scheme,
		reducedMotion: "reduce",
		locale: "en-GB",
		timezoneId: "Europe/London",
		acceptDownloads: true,
		...more,
	});
	context.setDefaultTimeout(20_000);
	const page = await context.newPage();
	const watch = new Watch(page, server.address);
	await page.goto(server.entrance);
	if (path !== "/") await page.goto(server.address + path);
	return Object.assign(page, { watch });
}

/** Ends the page and fails when anything went wrong on it that nobody looked at. */
export async function close(page) {
	const { troubles } = page.watch;
	await page.context().close();
	assert.deepEqual(troubles, [], "the page kept quiet and to itself");
}

/** What a page said and asked for. */
class Watch {
	/** @type {string[]} */
	troubles = [];
	// The page of components shows what a picture that is missing looks like.
	#allowed = [/\/thumb\/0{64}/];
	#flying = new Set();
	#page;

	constructor(page, origin) {
		this.#page = page;
		page.on("request", (request) => {
			// The page hears of changes as long as it lives.
			if (!request.url().endsWith("/events")) this.#flying.add(request);
		});
		for (const end of ["requestfinished", "requestfailed"]) page.on(end, (request) => this.#flying.delete(request));
		page.on("request", (request) => {
			const url = request.url();
			const own = url.startsWith(`${origin}/`) || url.startsWith("blob:") || url.startsWith("data:");
			if (!own) this.#trouble(`request to ${url}`);
		});
		page.on("console", (message) => {
			if (message.type() !== "error" && message.type() !== "warning") return;
			this.#trouble(`console: ${message.text()} ${message.location().url ?? ""}`);
		});
		page.on("pageerror", (error) => this.#trouble(`exception: ${error.message}`));
	}

	/** Resolves when the page asks for nothing any more and has drawn what it got. */
	async quiet() {
		let calm = 0;
		while (calm < CALM_FRAMES) {
			await this.#page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
			calm = this.#flying.size === 0 ? calm + 1 : 0;
		}
	}

	/** Says that a trouble which matches is meant to be: a refused passphrase answers 403, say. */
	allow(pattern) {
		this.#allowed.push(pattern);
		// The page may have been faster.
		this.troubles = this.troubles.filter((words) => !pattern.test(words));
	}

	#trouble(words) {
		if (!this.#allowed.some((pattern) => pattern.test(words))) this.troubles.push(words);
	}
}
