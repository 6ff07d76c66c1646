// The senses: a camera and a microphone that play clips whose truth is known, through the page's own way.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { close, finish } from "../lib/browser.mjs";
import { browserWith, endBrowsers, makeClips, openWith } from "../lib/clips.mjs";
import { assertNoOverflow, body, newEntry, saved, settled } from "../lib/pages.mjs";
import { newVault, serve } from "../lib/programs.mjs";

/** A figure takes half a minute of what is read; a busy machine reads slower. */
const TOLD_MS = 90_000;
const LONG = { timeout: 240_000 };

let server;
let clips;
/** How long the living person was looked at until all was told. */
let lookedMs = TOLD_MS / 2;
before(async () => {
	clips = makeClips();
	server = await serve(newVault());
});
after(async () => {
	await endBrowsers();
	await finish();
});

const region = (page, name) => page.getByRole("region", { name, exact: true });
/** One thing that is read, by the name of its switch. */
const reading = (part, name) => part.getByRole("listitem").filter({ has: part.page().getByRole("switch", { name, exact: true }) });
const light = (page) => page.getByRole("button", { name: /on\W*turn off$/i });
const stateOf = (part, words) => part.locator("header").getByText(words, { exact: true });

/** Waits until the page tells a figure, and gives it. */
async function told(row, unit) {
	const figure = row.locator("p").filter({ hasText: unit }).first();
	await figure.waitFor({ timeout: TOLD_MS });
	return Number.parseFloat(await figure.innerText());
}

function assertNear(value, truth, reach, what) {
	assert.ok(Math.abs(value - truth) <= reach, `${what}: ${value} where ${truth} is true`);
}

/** Says yes to a sensor where it was not yet, and to everything that is read of it, on the page. */
async function allow(part, sensor) {
	const button = part.getByRole("button", { name: `Allow the ${sensor}` });
	const on = part.getByRole("button", { name: `Turn on the ${sensor}` });
	await button.or(on).waitFor();
	if (await button.isVisible()) await button.click();
	await on.waitFor();
	for (const one of await part.getByRole("switch").all()) {
		if (await one.isChecked()) continue;
		await one.click();
		// It shows what the program remembers, not what was clicked.
		await one.and(part.getByRole("switch", { checked: true })).waitFor();
	}
}

/** Everything is closed: on the page, in the browser and in the program. */
async function assertAllClosed(page) {
	await light(page).waitFor({ state: "hidden" });
	const tracks = await page.evaluate(() => globalThis.tracksGiven());
	assert.ok(tracks.length > 0);
	assert.deepEqual(tracks.filter((track) => !track.endsWith("ended")), []);
	assert.deepEqual((await server.call("senses.state")).open, []);
}

test("a person's breathing and pulse are told, a light says what is open, and one key closes it", LONG, async () => {
	const browser = await browserWith({ film: clips.path("person.y4m"), sound: clips.path("breath.wav") });
	const page = await openWith(browser, server, { path: "/senses" });
	await settled(page);
	const [camera, microphone] = [region(page, "Camera"), region(page, "Microphone")];
	await camera.getByText("The camera is not used").waitFor();
	await allow(camera, "camera");
	await allow(microphone, "microphone");
	assert.equal(await light(page).count(), 0, "what is allowed is not open yet");

	await camera.getByRole("button", { name: "Turn on the camera" }).click();
	await page.getByRole("button", { name: /^Camera on\W*turn off$/i }).waitFor();
	const began = Date.now();
	await reading(camera, "The camera").getByText("One face").waitFor();
	const [seen, pulse] = await Promise.all([
		told(reading(camera, "Breathing"), "breaths a minute"),
		told(reading(camera, "Pulse"), "beats a minute"),
	]);
	lookedMs = Date.now() - began;
	assertNear(seen, clips.truth.breaths_per_min, 1.5, "breathing that is seen");
	assertNear(pulse, clips.truth.pulse_bpm, 4, "pulse that is seen");
	await stateOf(camera, "On").waitFor();
	await page.keyboard.press("Control+.");
	await stateOf(camera, "Off").waitFor();
	await assertAllClosed(page);

	await microphone.getByRole("button", { name: "Turn on the microphone" }).click();
	const heard = await told(reading(microphone, "Breathing"), "breaths a minute");
	assertNear(heard, clips.truth.heard_per_min, 1.5, "breathing that is heard");
	// Both at once, also where the camera was closed a moment ago.
	await camera.getByRole("button", { name: "Turn on the camera" }).click();
	await page.getByRole("button", { name: /^Camera, microphone on\W*turn off$/i }).click();
	await stateOf(camera, "Off").waitFor();
	await stateOf(microphone, "Off").waitFor();
	await assertAllClosed(page);
	await assertNoOverflow(page, "what can be read");

	await camera.getByRole("button", { name: "Turn on the camera" }).click();
	await reading(camera, "The camera").getByText("One face").waitFor();
	await page.evaluate(() => globalThis.unplug());
	await stateOf(camera, "Unplugged").waitFor();
	await assertAllClosed(page);
	// It is said for good: the end of what was read does not take it back.
	await page.watch.quiet();
	await camera.getByRole("alert").getByText("The camera is gone").waitFor({ timeout: 1000 });
	await close(page);
});

test("a photo in a hand has neither breath nor pulse, only reasons", LONG, async () => {
	const browser = await browserWith({ film: clips.path("photo.y4m") });
	const page = await openWith(browser, server, { path: "/senses" });
	await settled(page);
	const camera = region(page, "Camera");
	await allow(camera, "camera");
	await camera.getByRole("button", { name: "Turn on the camera" }).click();
	await reading(camera, "The camera").getByText("One face").waitFor();
	const [breathing, pulse] = [reading(camera, "Breathing"), reading(camera, "Pulse")];
	const figure = breathing.getByText("breaths a minute").or(pulse.getByText("beats a minute"));
	await assert.rejects(figure.first().waitFor({ timeout: lookedMs }), /Timeout/, "no figure came in all the time");
	for (const row of [breathing, pulse]) {
		await row.getByText("Not known", { exact: true }).waitFor();
		assert.equal(await row.getByText("Not enough came in yet").count(), 0, "there was enough to tell");
	}
	// Leaving the page closes the camera, too.
	await light(page).waitFor();
	await page.getByRole("navigation").getByRole("link", { name: "Today" }).click();
	await page.waitForURL("**/today");
	await assertAllClosed(page);
	await close(page);
});

test("where the browser says no, the page says so and what to do", async () => {
	const browser = await browserWith();
	const page = await openWith(browser, server, { path: "/senses", permissions: [] });
	await settled(page);
	for (const [name, sensor] of [["Camera", "camera"], ["Microphone", "microphone"]]) {
		const part = region(page, name);
		await allow(part, sensor);
		await part.getByRole("button", { name: `Turn on the ${sensor}` }).click();
		await stateOf(part, "Refused").waitFor();
		const words = part.getByRole("alert");
		await words.getByText(`The ${sensor} was refused`).waitFor();
		await part.getByRole("button", { name: "Try again" }).waitFor();
	}
	assert.equal(await light(page).count(), 0);
	await close(page);
});

test("a voice note is cut to its words, stands in its entry and plays", async () => {
	const browser = await browserWith({ sound: clips.path("speech.wav") });
	const page = await openWith(browser, server, { size: "phone" });
	await server.call("senses.consent", { what: "microphone", given: false });
	const id = await newEntry(page);
	await page.getByRole("button", { name: "Record a voice note" }).click();
	await page.getByRole("dialog").getByRole("button", { name: "Allow and record" }).click();
	await page.getByText("Speech heard").waitFor();
	await light(page).waitFor();
	await assertNoOverflow(page, "while a note is recorded");
	await page.getByRole("timer").filter({ hasText: /0:0[3-9]/ }).waitFor();
	await page.getByRole("button", { name: "Stop and keep" }).click();
	const player = body(page).locator("audio");
	await player.waitFor();
	await saved(page);
	await assertAllClosed(page);

	const { media } = await server.call("journal.entry", { id });
	assert.equal(media.length, 1);
	assert.equal(media[0].mime, "audio/flac");
	assert.ok(media[0].duration_ms > 1500, `${media[0].duration_ms} ms are kept`);
	const played = await player.evaluate(async (audio) => {
		audio.muted = true;
		const moved = new Promise((resolve) => audio.addEventListener("timeupdate", () => audio.currentTime > 0 && resolve()));
		await audio.play();
		await moved;
		return audio.duration;
	});
	assertNear(played * 1000, media[0].duration_ms, 50, "length of what plays");
	await close(page);
});

test("a file goes through the same steps as a microphone", async () => {
	const browser = await browserWith();
	const page = await openWith(browser, server, { path: "/senses" });
	await settled(page);
	const part = region(page, "Try a file");
	await part.locator("input[type=file]").setInputFiles(clips.path("breath.wav"));
	const row = part.locator("dl > div").filter({ hasText: "Breathing" });
	await row.waitFor({ timeout: TOLD_MS });
	assertNear(Number.parseFloat(await row.locator("dd").innerText()), clips.truth.heard_per_min, 1.5, "breathing in the file");
	await close(page);
});
