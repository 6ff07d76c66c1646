// Breath: a session with closed eyes and nothing but the keyboard, its sound at its moments, calm motion, and a way back.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { close, finish, open } from "../lib/browser.mjs";
import { asTheClip, browserWith, endBrowsers, makeClips, openWith } from "../lib/clips.mjs";
import { assertNoOverflow, focused, go, settled, tabTo } from "../lib/pages.mjs";
import { newVault, serve } from "../lib/programs.mjs";

let clips;
before(() => {
	clips = makeClips();
});
after(async () => {
	await endBrowsers();
	await finish();
});

const breath = (server, cmd, payload = {}) => server.call(`breath.${cmd}`, payload);
const GRAVE = ["serious", "critical"];

/** What axe finds that keeps somebody out. */
async function barriers(page) {
	await page.evaluate(axe.source);
	const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
	return violations.filter(({ impact }) => GRAVE.includes(impact)).flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}

/** Remembers every note that the page hands to the sound device: its pitch, and when it is to be heard. */
async function listen(page) {
	await page.addInitScript(() => {
		globalThis.notes = [];
		const start = OscillatorNode.prototype.start;
		OscillatorNode.prototype.start = function (when) {
			globalThis.notes.push({ hz: Math.round(this.frequency.value), at: when, handedOver: this.context.currentTime });
			return start.call(this, when);
		};
	});
}

const screen = (page) => page.getByRole("group", { name: "Breathing session" });

/** Begins a pattern from anywhere by its address, with the keyboard. */
async function begin(page, pattern) {
	await go(page, `/breath?begin=${pattern}`);
	const button = page.getByRole("button", { name: "Begin", exact: true });
	await button.and(page.locator(":focus")).waitFor();
	await page.keyboard.press("Enter");
	await page.waitForURL("**/breath/live");
	await screen(page).getByRole("button", { name: "Pause" }).waitFor();
}

/** Waits until the other side says so of the session that goes on. */
async function until(server, says) {
	for (;;) {
		const live = await breath(server, "live");
		if (says(live)) return live;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}

test("a session is begun, paused, resumed and ended with closed eyes, by keyboard and sound alone", { timeout: 120_000 }, async () => {
	const server = await serve(newVault());
	const page = await open(server, { path: "/today", reducedMotion: "no-preference" });
	await listen(page);
	await page.reload();
	await settled(page);

	// To the library, and into a pattern: its button has the focus.
	await page.keyboard.press("g");
	await page.keyboard.press("b");
	await page.waitForURL("**/breath");
	await settled(page);
	await tabTo(page, /^Box$/);
	await page.keyboard.press("Enter");
	await page.getByRole("button", { name: "Begin", exact: true }).and(page.locator(":focus")).waitFor();
	await page.keyboard.press("Enter");
	await page.waitForURL("**/breath/live");
	await screen(page).getByRole("button", { name: "Pause" }).waitFor();
	assert.equal((await focused(page)).name, "Pause", "the whole field has the focus");
	assert.deepEqual(await barriers(page), []);

	// What sounds is handed over long before: two rising notes for in, one for the hold, two falling for out.
	await page.waitForFunction(() => globalThis.notes.filter(({ hz }) => hz < 500).length >= 12);
	const notes = (await page.evaluate(() => globalThis.notes)).filter(({ hz }) => hz < 500).sort((a, b) => a.at - b.at);
	assert.deepEqual(notes.slice(0, 6).map(({ hz }) => hz), [264, 396, 330, 396, 264, 330]);
	const ins = notes.filter(({ hz }, at) => hz === 264 && notes[at + 1]?.hz === 396);
	for (const [at, note] of ins.entries()) {
		// The first one sounds at once; from then on each is exactly its own sixteen seconds later.
		if (at > 1) assert.ok(Math.abs(note.at - ins[at - 1].at - 16) < 0.001, `${note.at - ins[at - 1].at} s from in to in`);
	}
	assert.ok(notes.at(-1).at - notes.at(-1).handedOver > 60, "a hidden page could sleep for a minute");

	await until(server, (live) => live.elapsed_ms > 2000);
	await page.keyboard.press("Space");
	await screen(page).getByRole("button", { name: "Go on" }).waitFor();
	const paused = await until(server, ({ state }) => state === "paused");
	await page.getByRole("status").filter({ hasText: "Paused" }).waitFor();
	await page.keyboard.press("Space");
	await screen(page).getByRole("button", { name: "Pause" }).waitFor();
	const resumed = await until(server, ({ state }) => state === "active");
	assert.ok(resumed.elapsed_ms - paused.elapsed_ms < 1500, "what stood still was not counted");

	// A reload in the middle loses nothing.
	await page.reload();
	await screen(page).getByRole("button", { name: "Pause" }).waitFor();
	await until(server, (live) => live.elapsed_ms > 9000);
	await page.keyboard.press("Escape");
	await page.getByTestId("farewell").filter({ hasText: "Enough is enough." }).waitFor();
	await page.keyboard.press("Enter");
	await page.waitForURL(/\/breath\/after\?session=/);
	await settled(page);
	await page.getByRole("heading", { name: /Enough is enough\./ }).waitFor();
	assert.equal(await breath(server, "live"), null);
	const { items } = await breath(server, "sessions");
	assert.equal(items[0].pattern, "box");
	assert.ok(items[0].practiced_ms >= 9000 && items[0].practiced_ms < 30_000, `${items[0].practiced_ms} ms`);
	assert.deepEqual(await barriers(page), []);

	// How one feels is set by the arrow keys.
	const pleasant = page.getByRole("group", { name: "How are you now?" }).getByRole("slider", { name: "Unpleasant or pleasant" });
	await pleasant.focus();
	await page.keyboard.press("ArrowRight");
	await page.waitForFunction((slider) => slider.value === "10", await pleasant.elementHandle());
	assert.equal((await breath(server, "session", { id: items[0].id })).mood_after.valence, 10);
	await close(page);
	await server.stop();
});

test("where motion is unwelcome a bar stands for the disc, and nothing grows", async () => {
	const server = await serve(newVault());
	const page = await open(server, { size: "phone" });
	await begin(page, "coherent_5");
	await page.getByTestId("bar").waitFor();
	assert.equal(await page.locator(".disc").count(), 0);
	await page.getByTestId("phase").filter({ hasText: /^(In|Out)$/ }).waitFor();
	await assertNoOverflow(page, "a session");
	// A mistake leaves nothing behind.
	await page.keyboard.press("Escape");
	await page.waitForURL("**/breath");
	assert.equal((await breath(server, "sessions")).items.length, 0);
	await close(page);
	await server.stop();
});

test("long holds are begun only after the words on safety, which stay on the screen; a tap ends a hold", { timeout: 120_000 }, async () => {
	const server = await serve(newVault());
	// Its own, so that the hold comes soon.
	const phase = (kind, ms) => ({ kind, ms, route: "any" });
	const { id } = await breath(server, "save_pattern", {
		name: "Soon",
		minutes: 1,
		program: { rounds: [{ cycles: 1, phases: [phase("inhale", 1000), phase("exhale", 1000)] }, { cycles: 1, phases: [phase("free_hold", null)] }, { cycles: 1, phases: [phase("recovery", 15_000)] }] },
	});
	const page = await open(server, { path: `/breath?begin=${id}` });
	await settled(page);
	const button = page.getByRole("button", { name: "Begin", exact: true });
	assert.equal(await button.isDisabled(), true);
	await page.getByTestId("gate").getByText(/Never in water/).waitFor();
	await page.getByRole("checkbox").and(page.locator(":focus")).waitFor();
	await page.keyboard.press("Space");
	await tabTo(page, /^Begin$/);
	await page.keyboard.press("Enter");
	await page.getByTestId("safety").filter({ hasText: "Breathe normally." }).waitFor();
	await screen(page).getByRole("button", { name: "End the hold and breathe" }).waitFor();
	await page.keyboard.press("Space");
	await page.getByTestId("phase").filter({ hasText: "In, and hold" }).waitFor();
	const live = await until(server, ({ taps }) => taps.length === 1);
	assert.ok(live.taps[0] > 2000);
	await page.getByTestId("safety").waitFor();
	await close(page);
	await server.stop();
});

test("help is one key or one press away and needs nobody", async () => {
	const server = await serve(newVault());
	const page = await open(server, { size: "phone", path: "/breath/help" });
	await settled(page);
	await page.getByRole("link", { name: /^988/ }).first().waitFor();
	await page.getByText(/Looked over on/).waitFor();
	await assertNoOverflow(page, "help");
	assert.deepEqual(await barriers(page), []);
	await close(page);
	await server.stop();
});

/** So long a figure needs, and a little longer: the clips begin anew after a minute. */
const MEASURED_MS = 50_000;
const light = (page, name) => screen(page).getByRole("button", { name: `${name} on: turn off` });
/** How many points are drawn of breath that was heard or seen. */
const drawn = (page) => page.getByTestId("ribbon").locator("path").evaluateAll((paths) => paths.reduce((sum, path) => sum + path.getAttribute("d").split("L").length - 1, 0));

/** A session at the pace of the clips, with camera and microphone turned on where it is begun. */
async function beginMeasured({ film, sound }) {
	const server = await serve(newVault());
	const { id } = await breath(server, "save_pattern", { name: "As the clip", minutes: 2, program: asTheClip(clips.truth) });
	const browser = await browserWith({ film: clips.path(film), sound: clips.path(sound) });
	const page = await openWith(browser, server, { path: `/breath?begin=${id}` });
	await settled(page);
	for (const sensor of ["Microphone", "Camera"]) {
		const choice = page.getByRole("dialog").getByRole("switch", { name: sensor, exact: true });
		await choice.click();
		await choice.and(page.getByRole("switch", { checked: true })).waitFor();
	}
	await page.getByRole("button", { name: "Begin", exact: true }).click();
	await page.waitForURL("**/breath/live");
	await light(page, "Camera").waitFor();
	await light(page, "Microphone").waitFor();
	return { server, page };
}

/** Ends the session kindly and gives its facts, by name, as they stand on the page. */
async function endAndRead(page) {
	await page.keyboard.press("Escape");
	await page.waitForURL(/\/breath\/after\?session=/);
	await settled(page);
	const rows = await page.getByRole("region", { name: "What happened" }).locator("dl > div").all();
	return Object.fromEntries(await Promise.all(rows.map(async (row) => [await row.locator("dt").innerText(), await row.locator("dd").first().innerText()])));
}
const openTracks = async (page) => (await page.evaluate(() => globalThis.tracksGiven())).filter((track) => !track.endsWith("ended"));
const near = (text, truth, reach) => assert.ok(Math.abs(Number.parseFloat(text) - truth) <= reach, `${text} where ${truth} is true`);

test("breath that is heard and seen stands on the ribbon, and afterward as facts that say how much was read", { timeout: 240_000 }, async () => {
	const { truth } = clips;
	const { server, page } = await beginMeasured({ film: "person.y4m", sound: "breath.wav" });
	await until(server, (live) => live?.elapsed_ms > 10_000);
	await assertNoOverflow(page, "a session that is measured");
	await until(server, (live) => live.elapsed_ms > MEASURED_MS);
	assert.ok((await drawn(page)) > 30, "what was read runs along the ribbon");
	// One tap closes one of them at once, and the session goes on.
	await light(page, "Camera").click();
	await light(page, "Camera").waitFor({ state: "hidden" });
	assert.deepEqual(await openTracks(page), ["audio live"]);
	assert.equal((await breath(server, "live")).state, "active");

	const facts = await endAndRead(page);
	near(facts.Breathing, truth.heard_per_min, 1.5);
	near(facts.Pulse, truth.pulse_bpm, 4);
	assert.match(facts["Matched the pacer"], /\d+% of the \d+ s I could hear/);
	assert.match(facts.Stillness, /^\d+ of 100/);
	await page.getByRole("button", { name: "How it was measured: Pulse" }).click();
	await page.getByText(/It could be read in \d+% of the time/).waitFor();
	await page.getByRole("region", { name: "The whole of it" }).waitFor();
	assert.deepEqual(await barriers(page), []);
	assert.deepEqual(await openTracks(page), []);
	assert.deepEqual((await server.call("senses.state")).open, []);
	await close(page);
	await server.stop();
});

test("a photo and silence measure nothing, and no figure is made of them", { timeout: 240_000 }, async () => {
	const { server, page } = await beginMeasured({ film: "photo.y4m", sound: "silence.wav" });
	await until(server, (live) => live?.elapsed_ms > MEASURED_MS);
	await screen(page).getByText("not sure").waitFor();
	const { Breaths: _, ...facts } = await endAndRead(page);
	assert.deepEqual(Object.keys(facts), ["Breathing", "Matched the pacer", "In step", "Pulse", "Stillness"]);
	for (const name of ["Breathing", "Matched the pacer", "In step", "Pulse"]) {
		const [value, ...why] = facts[name].split("\n");
		assert.equal(value, "Not measured", name);
		assert.doesNotMatch(why.join(" ").replace(/asked for [\d.]+/, ""), /\d/, `${name} has no figure`);
	}
	const { items } = await breath(server, "sessions");
	assert.equal(items[0].matched, null);
	await close(page);
	await server.stop();
});

test("who leaves the page of a session finds it paused, with nothing open and a way back everywhere", { timeout: 120_000 }, async () => {
	const { server, page } = await beginMeasured({ film: "photo.y4m", sound: "silence.wav" });
	await until(server, (live) => live?.elapsed_ms > 2000);
	await light(page, "Microphone").click();
	await page.goBack();
	await page.waitForURL((url) => !url.pathname.endsWith("/live"));
	const paused = await until(server, ({ state }) => state === "paused");
	await page.waitForFunction(() => globalThis.tracksGiven().every((track) => track.endsWith("ended")));
	await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
	await page.getByRole("navigation").getByRole("link", { name: "Journal" }).first().click();
	await page.waitForURL("**/journal");
	await page.getByRole("link", { name: /Paused.*Continue/ }).click();
	await page.waitForURL("**/breath/live");
	await screen(page).getByRole("button", { name: "Go on" }).click();
	await light(page, "Camera").waitFor();
	assert.equal(await light(page, "Microphone").count(), 0, "what was turned off stays off");
	const again = await until(server, ({ state }) => state === "active");
	assert.ok(again.elapsed_ms - paused.elapsed_ms < 1500, "what stood still was not counted");
	await page.keyboard.press("Escape");
	await page.waitForURL((url) => !url.pathname.endsWith("/live"));
	await close(page);
	await server.stop();
});
