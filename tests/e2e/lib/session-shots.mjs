/** Pictures of sessions while they go on: kinds of patterns in the middle of a phase, and what may happen in one. */
import { join } from "node:path";
import { open } from "./browser.mjs";
import { asTheClip, browserWith, endBrowsers, makeClips, openWith } from "./clips.mjs";
import { go, settled } from "./pages.mjs";
import { newVault, serve } from "./programs.mjs";

const phase = (kind, ms) => ({ kind, ms, route: "any" });
/** A hold that a person ends, without the minute and a half of breaths that usually stand before it. */
const SOON = { rounds: [{ cycles: 1, phases: [phase("inhale", 1000), phase("exhale", 1000)] }, { cycles: 1, phases: [phase("free_hold", null)] }, { cycles: 1, phases: [phase("recovery", 15_000)] }] };

/** Patterns, and how many milliseconds into a session there is something to see. */
const BREATHED = [
	{ name: "box", pattern: "box", at: { in: 2500, hold: 6500, out: 10_300 } },
	{ name: "478", pattern: "478", at: { hold: 8500, out: 14_000 } },
	{ name: "sigh", pattern: "cyclic_sigh", at: { more: 2600, out: 6000 } },
	{ name: "free", pattern: "soon", at: { hold: 6500 } },
];
const NUMBERS = JSON.stringify({ numbers: true });

/** Waits until the other side says so of the session that goes on. */
async function until(server, says) {
	for (;;) {
		const live = await server.call("breath.live");
		if (live && says(live)) return live;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}

/** Chooses how sessions are shown on this page, then begins what an address offers. */
async function begin(page, server, address, button = "Begin") {
	await go(page, address);
	const gate = page.getByTestId("gate").getByRole("checkbox");
	if (await gate.isVisible()) await gate.check();
	await page.getByRole("button", { name: button, exact: true }).first().click();
	await page.waitForURL("**/breath/live");
	await page.getByTestId("phase").waitFor();
	await page.getByRole("button", { name: /^(Pause|End the hold and breathe)$/ }).waitFor();
}

const chooses = (page, choice) => page.evaluate((text) => localStorage.setItem("everkept.breath", text), choice);
const throwAway = async (server) => {
	const live = await server.call("breath.live");
	if (live) await server.call("breath.discard", { id: live.id });
};

/**
 * @param {string} target a folder
 * @param {{size: "desktop" | "phone", theme: string}} how
 */
export async function shootSessions(target, { size, theme }) {
	const server = await serve(newVault());
	await server.call("settings.set", { theme });
	const { id } = await server.call("breath.save_pattern", { name: "Soon", minutes: 1, program: SOON });
	const page = await open(server, { size, reducedMotion: "no-preference" });
	await settled(page);
	const shoot = (name, of = page) => of.screenshot({ path: join(target, `session-${name}-${size}-${theme}.png`) });
	for (const sheet of ["box", "478", "holds"]) {
		await go(page, `/breath?begin=${sheet}`);
		await page.getByRole("button", { name: "Begin", exact: true }).waitFor();
		await page.waitForTimeout(400);
		await shoot(`sheet-${sheet}`);
	}
	for (const { name, pattern, at } of BREATHED) {
		await begin(page, server, `/breath?begin=${pattern === "soon" ? id : pattern}`);
		for (const [moment, ms] of Object.entries(at)) {
			await until(server, ({ elapsed_ms }) => elapsed_ms >= ms);
			await shoot(`${name}-${moment}`);
		}
		if (name !== "box") await throwAway(server);
		else await shootEnd(page, shoot);
	}
	await shootNumbers(page, server, shoot);
	await shootSitting(page, server, shoot);
	await page.context().close();
	const calm = await open(server, { size });
	await begin(calm, server, "/breath?begin=box");
	await until(server, ({ elapsed_ms }) => elapsed_ms >= 2500);
	await shoot("calm", calm);
	await throwAway(server);
	await calm.context().close();
	await server.stop();
}

/** Paused, gone on, ended: the farewell and what is told after it. */
async function shootEnd(page, shoot) {
	await page.keyboard.press("Space");
	await page.getByRole("button", { name: "Go on" }).waitFor();
	await page.waitForTimeout(700);
	await shoot("paused");
	await page.keyboard.press("Escape");
	await page.getByTestId("farewell").waitFor();
	await page.waitForTimeout(900);
	await shoot("farewell");
	await page.waitForURL(/\/breath\/after/);
	await settled(page);
	await shoot("after-unmeasured");
}

async function shootNumbers(page, server, shoot) {
	await chooses(page, NUMBERS);
	await begin(page, server, "/breath?begin=box");
	await until(server, ({ elapsed_ms }) => elapsed_ms >= 6500);
	// What is not needed has faded by now.
	await shoot("numbers-idle");
	await page.mouse.move(200, 300);
	await page.waitForTimeout(1000);
	await shoot("numbers");
	await throwAway(server);
}

async function shootSitting(page, server, shoot) {
	await page.evaluate(() => localStorage.setItem("everkept.breath.sitting", JSON.stringify({ minutes: 10, ambient: "rain" })));
	await go(page, "/breath/meditate");
	await shoot("sit-choice");
	await begin(page, server, "/breath/meditate", "Sit");
	await until(server, ({ elapsed_ms }) => elapsed_ms >= 3000);
	await shoot("sitting");
	await throwAway(server);
	await begin(page, server, "/breath/meditate", "Begin");
	await until(server, ({ elapsed_ms }) => elapsed_ms >= 9000);
	await shoot("guided");
	await throwAway(server);
}

/** With camera and microphone, whose clips are known: lights and ribbon, then what is told after it. */
export async function shootMeasured(target, { size, theme, film = "person.y4m", sound = "breath.wav", name = "measured", seconds = 75 }) {
	const clips = makeClips();
	const server = await serve(newVault());
	await server.call("settings.set", { theme });
	for (const what of ["camera", "camera_breathing", "camera_pulse", "camera_stillness", "microphone", "microphone_breathing"]) await server.call("senses.consent", { what, given: true });
	const { id } = await server.call("breath.save_pattern", { name: "As the clip", minutes: 2, program: asTheClip(clips.truth) });
	const browser = await browserWith({ film: clips.path(film), sound: clips.path(sound) });
	const page = await openWith(browser, server, { size, path: "/breath", reducedMotion: "no-preference" });
	await settled(page);
	await chooses(page, JSON.stringify({ camera: true, microphone: true, adaptive: true }));
	const shoot = (moment) => page.screenshot({ path: join(target, `session-${name}-${moment}-${size}-${theme}.png`) });
	await begin(page, server, `/breath?begin=${id}`);
	for (const ms of [22_000, 47_500, seconds * 1000]) {
		await until(server, ({ elapsed_ms }) => elapsed_ms >= ms);
		await shoot(`${Math.round(ms / 1000)}s`);
	}
	await page.keyboard.press("Escape");
	await page.waitForURL(/\/breath\/after/);
	await settled(page);
	await page.screenshot({ path: join(target, `session-${name}-after-${size}-${theme}.png`), fullPage: true });
	await endBrowsers();
	await server.stop();
}
