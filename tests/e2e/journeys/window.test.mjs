// The window that a person has on the desk: what was acknowledged outlives its sudden death, and the computer's
// own camera and microphone are read in it.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import webdriver from "selenium-webdriver";
import { makeClips } from "../lib/clips.mjs";
import { camera, microphone } from "../lib/devices.mjs";
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
function bounded(journey, ms) {
	let timer;
	const stuck = new Promise((resolve) => (timer = setTimeout(resolve, ms, "stuck")));
	journey.catch(() => undefined); // What an abandoned journey says later is no news.
	return Promise.race([journey, stuck]).finally(() => clearTimeout(timer));
}

/**
 * Runs a journey on a new desk, once more when the driver is stuck. `prepare` gives what the journey needs, `env`
 * of it to the program.
 */
async function onDesk(journey, { prepare = async () => ({ env: {} }), stuckMs = STUCK_MS } = {}) {
	for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
		const things = await prepare();
		const desk = new Desk(join(folder("window"), "vault"), things.env);
		if ((await bounded(journey(desk, things), stuckMs)) !== "stuck") return;
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

/** A figure takes half a minute of what is read; a busy machine reads slower. */
const TOLD_MS = 90_000;
const SENSING = { timeout: 600_000 };
const SENSING_STUCK_MS = 190_000;
const part = (name) => By.css(`section[aria-label="${name}"]`);

let made;
/** Made by the first who needs them: it takes a while. */
const theClips = () => (made ??= makeClips());

/** Camera and microphone of the computer, whose clips are known. */
async function prepareDevices() {
	const clips = theClips();
	const [seen, heard] = [camera({ film: clips.path("person.y4m") }), await microphone()];
	return { env: { ...seen.env, ...heard.env }, clips, camera: seen, microphone: heard };
}

/** To what can be read, as a person gets there from the pages of breath. */
async function toSenses(page) {
	await press(page, By.css("nav a[href='/breath']"));
	await press(page, labeled("More of breath"));
	await press(page, By.xpath("//*[@role='menuitem'][contains(., 'Camera and microphone')]"));
	await page.wait(until.urlContains("/senses"), WAIT_MS);
}

/** Turns a sensor on that was allowed. */
async function turnOn(page, sensor) {
	await press(page, byText("button", `Turn on the ${sensor}`));
}

/** Waits until a part of the page tells a figure, and gives it. */
async function told(page, name, unit) {
	const region = await seen(page, part(name));
	const figure = new RegExp(`([\\d.]+)\\s*${unit}`);
	const text = async () => figure.exec(await region.getAttribute("textContent"))?.[1] ?? null;
	return Number(await page.wait(text, TOLD_MS, `${name} tells ${unit}`));
}

test("the computer's own camera and microphone are read, and closed by one key", SENSING, () =>
	onDesk(devicesRead, { prepare: prepareDevices, stuckMs: SENSING_STUCK_MS }));

async function devicesRead(desk, { clips, camera: film, microphone: sound }) {
	const window = await desk.start();
	const { page } = window;
	await firstRun(page);
	for (const what of ["camera", "camera_breathing", "camera_pulse", "microphone", "microphone_breathing"]) await call(page, "senses.consent", { what, given: true });
	await toSenses(page);
	sound.play(clips.path("breath.wav"));
	await turnOn(page, "microphone");
	await seen(page, By.xpath("//section[@aria-label='Microphone']//*[contains(text(), 'VirtualMicrophone')]"));
	const heard = await told(page, "Microphone", "breaths a minute");
	await shot(page, "microphone");
	assert.ok(Math.abs(heard - clips.truth.heard_per_min) <= 1.5, `${heard} breaths are heard where ${clips.truth.heard_per_min} is true`);
	await turnOn(page, "camera");
	const figures = [await told(page, "Camera", "breaths a minute"), await told(page, "Camera", "beats a minute")];
	await shot(page, "camera");
	assert.ok(Math.abs(figures[0] - clips.truth.breaths_per_min) <= 1.5, `${figures[0]} breaths are seen where ${clips.truth.breaths_per_min} is true`);
	assert.ok(Math.abs(figures[1] - clips.truth.pulse_bpm) <= 4, `${figures[1]} beats are seen where ${clips.truth.pulse_bpm} is true`);
	await page.actions().keyDown(Key.CONTROL).sendKeys(".").keyUp(Key.CONTROL).perform();
	await seen(page, byText("button", "Turn on the camera"));
	await seen(page, byText("button", "Turn on the microphone"));
	await page.wait(() => film.log().at(-1) === "close", WAIT_MS, "the camera is closed");
	assert.deepEqual((await call(page, "senses.state")).open, []);
	await window.quit();
}

const MISSING = [
	{ how: "is not there", words: "No camera was found", make: () => camera() },
	{ how: "may not be opened", words: "The camera was refused", make: () => camera({ film: theClips().path("photo.y4m"), mode: "refused" }) },
	{ how: "is used by another program", words: "The camera does not start", make: () => camera({ film: theClips().path("photo.y4m"), mode: "busy" }) },
];
for (const { how, words, make } of MISSING) {
	test(`a camera that ${how} is told in words`, { timeout: 240_000 }, () => onDesk((desk) => troubled(desk, words), { prepare: async () => make() }));
}

async function troubled(desk, words) {
	const window = await desk.start();
	const { page } = window;
	await firstRun(page);
	await call(page, "senses.consent", { what: "camera", given: true });
	await toSenses(page);
	await turnOn(page, "camera");
	await seen(page, By.xpath(`//section[@aria-label='Camera']//*[@role='alert'][contains(., '${words}')]`));
	await shot(page, words.toLowerCase().replaceAll(" ", "-"));
	await window.quit();
}
