// The window that a person has on the desk: what was acknowledged outlives its sudden death.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import webdriver from "selenium-webdriver";
import { PASSPHRASE, endAll, folder } from "../lib/programs.mjs";
import { Desk } from "../lib/window.mjs";

const { By, Key, until } = webdriver;
const WAIT_MS = 45_000;
const WORDS = "The lamp was still burning when I came home.";

after(endAll);

/** A journey takes seven seconds. WebKitWebDriver now and then never answers a request: then once more. */
const STUCK_MS = 60_000;
const ATTEMPTS = 3;

const byText = (tag, text) => By.xpath(`//${tag}[normalize-space()=${JSON.stringify(text)}]`);
const labeled = (label) => By.css(`[aria-label=${JSON.stringify(label)}]`);

/** The element once it is there and can be seen. */
async function seen(page, locator) {
	const element = await page.wait(until.elementLocated(locator), WAIT_MS);
	return page.wait(until.elementIsVisible(element), WAIT_MS);
}

const press = async (page, locator) => (await seen(page, locator)).click();

async function shot(page, name) {
	const where = process.env.EVERKEPT_SHOTS;
	if (!where) return;
	mkdirSync(where, { recursive: true });
	writeFileSync(join(where, `window-${name}.png`), Buffer.from(await page.takeScreenshot(), "base64"));
}

/** Makes the vault: passphrase, words, the word that is asked back. */
async function firstRun(page) {
	await (await seen(page, By.css("input[type=password]"))).sendKeys(PASSPHRASE);
	await shot(page, "first-run");
	await press(page, byText("button", "Create my journal"));
	await seen(page, By.css("ol li"));
	const items = await page.findElements(By.css("ol li span:last-child"));
	const words = await Promise.all(items.map((item) => item.getText()));
	assert.equal(words.length, 24);
	await press(page, byText("button", "I have written them down"));
	const asked = await seen(page, By.css("form input"));
	const heading = await (await seen(page, By.css("h1"))).getText();
	const number = Number(/\d+/.exec(heading)?.[0]);
	await asked.sendKeys(words[number - 1]);
	await press(page, byText("button", "Begin"));
	await page.wait(until.urlContains("/today"), WAIT_MS);
}

async function writeEntry(page) {
	await press(page, byText("button", "New entry"));
	const text = await seen(page, labeled("Text of the entry"));
	await page.wait(until.urlContains("/journal/"), WAIT_MS);
	await text.click();
	await text.sendKeys(WORDS);
	const state = await seen(page, By.css("[data-testid=save-state]"));
	await page.wait(until.elementTextMatches(state, /^saved \d/), WAIT_MS);
}

/** Resolves to `stuck` when the driver has not come to an end in time; a failed assertion is thrown. */
function bounded(journey) {
	let timer;
	const stuck = new Promise((resolve) => (timer = setTimeout(resolve, STUCK_MS, "stuck")));
	journey.catch(() => undefined); // What an abandoned journey says later is no news.
	return Promise.race([journey, stuck]).finally(() => clearTimeout(timer));
}

/** Runs a journey on a new desk, once more when the driver is stuck. */
async function onDesk(journey) {
	for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
		const desk = new Desk(join(folder("window"), "vault"));
		if ((await bounded(journey(desk))) !== "stuck") return;
		await endAll();
	}
	assert.fail(`the driver of the window was stuck ${ATTEMPTS} times`);
}

test("an entry whose save was acknowledged is there after the window was killed", { timeout: 240_000 }, () => onDesk(killedAndStarted));

test("the end of a rest is told by the desktop, with no word of what was trained", { timeout: 240_000 }, () => onDesk(restEnds));

async function killedAndStarted(desk) {
	const first = await desk.start();
	await firstRun(first.page);
	await shot(first.page, "today");
	await writeEntry(first.page);
	await shot(first.page, "entry");
	await first.kill();

	const second = await desk.start();
	const { page } = second;
	await (await seen(page, By.css("input[type=password]"))).sendKeys(PASSPHRASE, Key.ENTER);
	await press(page, By.css("nav a[href='/journal']"));
	const row = await seen(page, By.css("[data-testid=entry-list] a"));
	// What the driver calls the text of a row leaves out lines that are clamped.
	assert.match(await row.getAttribute("textContent"), new RegExp(WORDS));
	await row.click();
	const text = await seen(page, labeled("Text of the entry"));
	await page.wait(until.elementTextContains(text, WORDS), WAIT_MS);
	await shot(page, "after-restart");
	await second.quit();
}

/** Asks the program as the page does. */
async function call(page, cmd, payload = {}) {
	const script = "const [cmd, payload, done] = arguments; window.__TAURI_INTERNALS__.invoke('call', { cmd, payload }).then(done, (error) => done({ error }));";
	const { ok, error } = await page.executeAsyncScript(script, cmd, payload);
	assert.equal(error, undefined, JSON.stringify(error));
	return ok;
}

async function restEnds(desk) {
	const window = await desk.start();
	const { page } = window;
	await firstRun(page);
	const [exercise] = await call(page, "fitness.exercises", { text: "squat" });
	const planned = { exercise: exercise.id, rest_ms: 1000, sets: [{ reps: 5 }] };
	const { id: workout } = await call(page, "fitness.start_workout", { exercises: [planned] });
	const { exercises } = await call(page, "fitness.going");
	await call(page, "fitness.finish_set", { workout, set: exercises[0].sets[0].key });
	const told = () => readFileSync(desk.notifications, "utf8");
	await page.wait(() => told().includes("member=Notify"), WAIT_MS);
	assert.ok(!told().toLowerCase().includes("squat"), told());
	await window.quit();
}
