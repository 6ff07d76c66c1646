// Others see the screen: one key takes amounts and words out of sight everywhere, and keys bring them back.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertForAll } from "../lib/axe.mjs";
import { close, finish, open } from "../lib/browser.mjs";
import { body, go, settled } from "../lib/pages.mjs";
import { newVault, serve } from "../lib/programs.mjs";

const KEY = "Control+Shift+E";
let server;
let entry;
before(async () => {
	server = await serve(newVault());
	entry = (await server.call("journal.create_entry", { title: "A quiet word", body: "Nobody else reads this." })).id;
	await server.call("mood.check_in", { valence: -60, energy: 20, words: [], factors: [], note: "Tired of meetings" });
});
after(finish);

/** Whether what has these words can be read. */
const clear = (page, text) => legible(page.getByText(text).first());

const legible = (locator) =>
	locator.evaluate((element) => {
		for (let one = element; one; one = one.parentElement) if (getComputedStyle(one).filter !== "none") return false;
		return true;
	});

/** Nothing is pointed at. */
const away = (page) => page.mouse.move(0, 0);

for (const size of ["desktop", "phone"]) {
	test(`words are hidden on the ${size} until the focus is on them, and the window has no name to tell`, async () => {
		const page = await open(server, { size, path: "/today" });
		await settled(page);
		assert.equal(await clear(page, "A quiet word"), true);
		assert.equal(await page.title(), "Today");
		await page.keyboard.press(KEY);
		const show = page.getByRole("button", { name: /^Amounts and words are hidden/ });
		await show.filter({ visible: true }).waitFor();
		await away(page);
		assert.equal(await page.title(), "Everkept");
		assert.equal(await clear(page, "A quiet word"), false);
		await page.getByRole("link", { name: /A quiet word/ }).first().focus();
		await page.keyboard.press("Shift+Tab");
		assert.equal(await clear(page, "A quiet word"), false);
		await page.keyboard.press("Tab");
		assert.equal(await clear(page, "A quiet word"), true, "the focus brings it back");
		await assertForAll(page, "hidden");

		await go(page, `/journal/${entry}`);
		await away(page);
		await page.locator("body").click({ position: { x: 1, y: 1 } });
		assert.equal(await legible(body(page)), false, "also after a move to another page");
		await body(page).focus();
		assert.equal(await legible(body(page)), true, "who writes can read");
		await page.keyboard.press(KEY);
		await show.first().waitFor({ state: "detached" });
		await close(page);
	});
}

test("what is hidden stays hidden after a reload, and moods are out of sight, too", async () => {
	const page = await open(server, { path: "/mood" });
	await settled(page);
	await page.keyboard.press("$");
	await page.reload();
	await settled(page);
	await away(page);
	assert.equal(await clear(page, "Tired of meetings"), false);
	await page.getByRole("button", { name: /^Amounts and words are hidden/ }).click();
	assert.equal(await clear(page, "Tired of meetings"), true);
	await close(page);
});
