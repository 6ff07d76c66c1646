// Mood: a check-in within three interactions, by pointer and by keys alone, and what its days come to.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import axe from "axe-core";
import { SIZES, close, finish, open } from "../lib/browser.mjs";
import { assertNoOverflow, focused, go, settled, tabTo } from "../lib/pages.mjs";
import { newVault, serve } from "../lib/programs.mjs";

after(finish);

const DAY_MS = 86_400_000;
/** The most that a check-in may ask of a person. */
const INTERACTIONS_MAX = 3;

const mood = (server, cmd, payload = {}) => server.call(`mood.${cmd}`, payload);
const field = (page) => page.getByTestId("mood-field");
const grave = ({ impact }) => impact === "serious" || impact === "critical";

/** What axe finds that keeps somebody out. */
async function assertNoBarriers(page, where) {
	await page.evaluate(axe.source);
	const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
	assert.deepEqual(violations.filter(grave).map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)}`), [], where);
}

/** Puts the dot at a place in shares of the field. */
async function press(page, x, y) {
	const box = await field(page).boundingBox();
	await page.mouse.click(box.x + box.width * x, box.y + box.height * y);
}

for (const size of Object.keys(SIZES)) {
	test(`on the ${size} a check-in is a dot, a word and a press, and can be taken back`, async () => {
		const server = await serve(newVault());
		const page = await open(server, { size, path: "/today" });
		await settled(page);
		let interactions = 0;
		const did = async (work) => {
			interactions += 1;
			await work;
		};
		await field(page).scrollIntoViewIfNeeded();
		await did(press(page, 0.75, 0.75));
		const word = field(page).getByRole("button").first();
		const name = await word.innerText();
		await did(word.click());
		await did(page.getByRole("button", { name: "Save", exact: true }).click());
		await page.getByText("Checked in").waitFor();
		assert.ok(interactions <= INTERACTIONS_MAX, `${interactions} interactions`);
		const { check_ins } = await mood(server, "today");
		assert.equal(check_ins.length, 1);
		const [said] = check_ins;
		assert.ok(Math.abs(said.valence - 50) <= 2 && Math.abs(said.energy + 50) <= 2, `${said.valence}, ${said.energy}`);
		assert.deepEqual(said.words, [name]);
		await page.getByRole("region", { name: "Mood" }).getByRole("link", { name: new RegExp(name) }).waitFor();
		await assertNoOverflow(page, "today");
		await page.getByRole("button", { name: "Undo" }).click();
		await page.getByRole("region", { name: "Mood" }).getByRole("link", { name: new RegExp(name) }).waitFor({ state: "detached" });
		assert.equal((await mood(server, "today")).check_ins.length, 0);
		await close(page);
		await server.stop();
	});
}

test("with nothing but the keyboard a check-in is said, set right and removed", async () => {
	const server = await serve(newVault());
	await mood(server, "save_factor", { name: "Yoga", kind: "flag" });
	await mood(server, "save_factor", { name: "Sleep", kind: "scale", low: "poor", high: "deep" });
	const page = await open(server, { path: "/today" });
	await settled(page);
	await page.keyboard.press("g");
	await page.keyboard.press("m");
	await page.waitForURL("**/mood");
	await settled(page);

	// The dot is two sliders that stand for one: arrows to the side and up move it, whichever has the focus.
	await page.keyboard.press("n");
	assert.equal((await focused(page)).name, "Unpleasant or pleasant");
	const [valence, energy] = [page.getByRole("slider", { name: "Unpleasant or pleasant" }), page.getByRole("slider", { name: "Calm or energetic" })];
	assert.equal(await valence.getAttribute("aria-valuetext"), "nothing said yet");
	for (const key of ["ArrowRight", "ArrowRight", "ArrowRight", "ArrowDown", "ArrowDown"]) await page.keyboard.press(key);
	assert.equal((await focused(page)).name, "Calm or energetic");
	assert.equal(await valence.getAttribute("aria-valuetext"), "pleasant, +30");
	assert.equal(await energy.getAttribute("aria-valuetext"), "calm, \u221220");
	await tabTo(page, /^Yoga$/);
	await page.keyboard.press("Space");
	await tabTo(page, /^Sleep: 4/);
	await page.keyboard.press("Space");
	await page.keyboard.press("n");
	await tabTo(page, /^A line|^Note/);
	await page.keyboard.type("Rain on the roof.");
	await assertNoBarriers(page, "a check-in");
	await tabTo(page, /^Save$/);
	await page.keyboard.press("Enter");
	await page.getByText("Rain on the roof.").waitFor();
	const { check_ins } = await mood(server, "today");
	assert.deepEqual([check_ins[0].valence, check_ins[0].energy, check_ins[0].note], [30, -20, "Rain on the roof."]);
	assert.deepEqual(check_ins[0].factors.map(({ value }) => value).sort(), [1, 4]);

	// Enter on the dot alone is enough.
	await page.locator("main").focus();
	await page.keyboard.press("n");
	await page.keyboard.press("ArrowLeft");
	await page.keyboard.press("Enter");
	await page.getByText("Checked in").first().waitFor();
	await page.watch.quiet();
	assert.equal((await mood(server, "today")).check_ins.length, 2);

	// Set right and removed, by the keys of the dialog.
	await page.getByRole("button", { name: /Rain on the roof/ }).focus();
	await page.keyboard.press("Enter");
	const dialog = page.getByRole("dialog", { name: "Change the check-in" });
	await dialog.waitFor();
	await page.watch.quiet();
	await assertNoBarriers(page, "the dialog");
	await dialog.getByRole("slider").first().focus();
	await page.keyboard.press("End");
	await page.keyboard.press("Enter");
	await dialog.waitFor({ state: "hidden" });
	const changed = (await mood(server, "today")).check_ins.find(({ note }) => note !== "");
	assert.equal(changed.valence, 100);
	await page.getByRole("button", { name: /Rain on the roof/ }).focus();
	await page.keyboard.press("Enter");
	await dialog.waitFor();
	await dialog.getByRole("button", { name: "Remove" }).focus();
	await page.keyboard.press("Enter");
	await page.getByText("Rain on the roof.").waitFor({ state: "detached" });
	await page.getByRole("button", { name: "Undo" }).click();
	await page.getByText("Rain on the roof.").waitFor();
	await close(page);
	await server.stop();
});

test("a year of squares: what was said is there, what was not is missing and not neutral", async () => {
	const server = await serve(newVault());
	// At noon, so that no beginning of a day lies between.
	const noon = new Date();
	noon.setUTCHours(12, 0, 0, 0);
	const last = noon.getTime() > Date.now() ? noon.getTime() - DAY_MS : noon.getTime();
	const [low, neither] = [last - 2 * DAY_MS, last];
	await mood(server, "check_in", { valence: -80, energy: 10, at_ms: low });
	await mood(server, "check_in", { valence: 0, energy: 0, at_ms: neither });
	const year = new Date(neither).getUTCFullYear();
	const page = await open(server, { path: `/mood/year?year=${year}` });
	await settled(page);
	const day = (ms) => new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(ms);
	const square = (ms) => page.getByRole("button", { name: new RegExp(`^${day(ms).replace(",", ",?")}`) });
	assert.match(await square(neither).getAttribute("aria-label"), /neither pleasant nor unpleasant/);
	if (new Date(low).getUTCFullYear() === year) {
		assert.match(await square(low).getAttribute("aria-label"), /very unpleasant/);
		assert.match(await square(low + DAY_MS).getAttribute("aria-label"), /nothing said/);
	}
	await assertNoBarriers(page, "the year");
	// Arrows go from square to square; a press leads to the day.
	await square(neither).focus();
	await page.keyboard.press("Home");
	assert.match((await focused(page)).name, / 1 /);
	await page.getByRole("button", { name: "Show as table" }).click();
	assert.equal(await page.getByRole("row").count(), new Date(low).getUTCFullYear() === year ? 3 : 2);
	await page.getByRole("button", { name: "Show as picture" }).click();
	await square(neither).click();
	await page.waitForURL(/\/mood\/timeline\?day=/);
	await settled(page);
	await page.getByRole("heading", { name: new RegExp(day(neither).replace(",", ",?")) }).waitFor();
	await close(page);

	const phone = await open(server, { size: "phone", path: `/mood/year?year=${year}` });
	await settled(phone);
	await assertNoOverflow(phone, "the year");
	await go(phone, "/mood");
	await press(phone, 0.1, 0.1);
	await field(phone).getByRole("button").first().waitFor();
	for (const one of await field(phone).getByRole("button").all()) {
		const { height } = await one.boundingBox();
		assert.ok(height >= 40, `a word for a finger is ${height} px high`);
	}
	await assertNoOverflow(phone, "a check-in");
	await close(phone);
	await server.stop();
});

test("readings of models stand in lanes of their own, and change no figure", async () => {
	const server = await serve(newVault());
	await mood(server, "check_in", { valence: 40, energy: 0 });
	await mood(server, "note_reading", { lane: "text", labels: [{ name: "sadness", probability: 0.8 }], source: "text", model: "emotions", version: "1", quality: 0.8, coverage: 1 });
	const page = await open(server, { path: "/mood/timeline" });
	await settled(page);
	await page.getByText("One reading of a model").click();
	await page.getByText(/sadness 80%/).waitFor();
	await page.getByText("it is not how you felt", { exact: false }).waitFor();
	const { days } = await mood(server, "timeline");
	assert.equal(days[0].valence, 40);
	await assertNoBarriers(page, "the timeline");
	await go(page, "/settings");
	await page.getByRole("button", { name: "Remove those of: Text" }).click();
	await page.getByText("Readings removed").waitFor();
	assert.deepEqual((await mood(server, "timeline")).days[0].lanes, []);
	await close(page);
	await server.stop();
});
