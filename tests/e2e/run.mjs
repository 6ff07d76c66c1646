// Runs the journeys: all, or those whose file name contains one of the given words.
//
//     node run.mjs                  everything, as `cargo xtask test` does
//     node run.mjs search photo     two of them
//
// One browser and one demo vault serve all files; without this script each file makes its own.
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { LAUNCH } from "./lib/browser.mjs";
import { endAll, fillDemo, folder, program } from "./lib/programs.mjs";

const FILES_AT_ONCE = 2;
/** Longest files first, so that no core waits for them at the end; those that need no demo before them. */
const FIRST = ["first-run", "entry", "window", "routes"];

const wanted = process.argv.slice(2);
const here = join(import.meta.dirname, "journeys");
const rank = (file) => {
	const at = FIRST.findIndex((name) => file.startsWith(name));
	return at < 0 ? FIRST.length : at;
};
const files = readdirSync(here)
	.filter((file) => file.endsWith(".test.mjs") && (wanted.length === 0 || wanted.some((word) => file.includes(word))))
	.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b))
	.map((file) => join(here, file));
if (files.length === 0) throw new Error(`no journey is called ${wanted.join(" or ")}`);
program("everkept");

// The first who asks for the demo has it made; the others wait for the same one.
let demo;
const host = createServer((_, response) => {
	demo ??= (async () => {
		const path = join(folder("demo"), "vault");
		await fillDemo(path);
		return path;
	})();
	demo.then((path) => response.end(path)).catch((error) => response.writeHead(500).end(String(error)));
});
await new Promise((resolve) => host.listen(0, "127.0.0.1", resolve));
const browser = await chromium.launchServer(LAUNCH);

const flags = ["--test", `--test-concurrency=${FILES_AT_ONCE}`, "--test-reporter=spec", "--test-reporter-destination=stdout"];
const tests = spawn(process.execPath, [...flags, ...files], {
	stdio: "inherit",
	env: {
		...process.env,
		EVERKEPT_E2E_BROWSER: browser.wsEndpoint(),
		EVERKEPT_E2E_DEMO: `http://127.0.0.1:${host.address().port}/`,
	},
});
const code = await new Promise((resolve) => tests.once("exit", (status) => resolve(status ?? 1)));
await browser.close();
await endAll();
host.close();
process.exit(code);
