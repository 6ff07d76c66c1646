// Settings: a look is chosen once and holds, on the lock screen too.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SIZES, close, finish, open } from "../lib/browser.mjs";
import { settled } from "../lib/pages.mjs";
import { PASSPHRASE, newVault, serve } from "../lib/programs.mjs";

let server;
before(async () => {
	server = await serve(newVault());
});
after(finish);

/** Lightness of the page, 0 to 255. */
const paper = (page) =>
	page.evaluate(() => {
		const canvas = document.createElement("canvas").getContext("2d");
		canvas.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
		canvas.fillRect(0, 0, 1, 1);
		return canvas.getImageData(0, 0, 1, 1).data[0];
	});

for (const size of Object.keys(SIZES)) {
	test(`themes chosen on the ${size} show at once, after a reload and on the lock screen`, async () => {
		const page = await open(server, { size, path: "/settings" });
		page.watch.allow(/status of 423/);
		const choose = (name) => page.getByRole("radiogroup", { name: "Theme" }).getByRole("radio", { name }).click();
		const root = page.locator("html");
		await choose("Light");
		await page.locator("html[data-theme=light]").waitFor();
		assert.equal((await paper(page)) > 230, true);
		await choose("High contrast");
		await page.locator("html[data-theme=contrast]").waitFor();
		await choose("Dark");
		await page.locator("html[data-theme=dark]").waitFor();
		assert.equal((await paper(page)) < 60, true);
		await page.reload();
		await settled(page);
		assert.equal(await root.getAttribute("data-theme"), "dark");
		assert.equal((await server.call("settings.get")).theme, "dark");

		await page.keyboard.press("Control+Shift+L");
		await page.getByText("Everkept is locked.").waitFor();
		await page.reload();
		await page.getByText("Everkept is locked.").waitFor();
		assert.equal((await paper(page)) < 60, true, "the lock screen keeps the look");
		await page.getByLabel("Passphrase", { exact: true }).fill(PASSPHRASE);
		await page.keyboard.press("Enter");
		await choose("System");
		await page.locator("html[data-theme=system]").waitFor();
		await close(page);
	});
}

test("the system's own look is followed", async () => {
	const page = await open(server, { scheme: "dark" });
	await settled(page);
	assert.equal((await paper(page)) < 60, true);
	await page.emulateMedia({ colorScheme: "light" });
	assert.equal((await paper(page)) > 230, true);
	await close(page);
});

test("switches are kept, and journals are named", async () => {
	const page = await open(server, { path: "/settings" });
	await settled(page);
	const { streaks } = await server.call("settings.get");
	await page.getByRole("switch", { name: "Writing streaks" }).click();
	await page.watch.quiet();
	assert.equal((await server.call("settings.get")).streaks, !streaks);

	await page.getByLabel("New journal").fill("Allotment");
	await page.getByRole("region", { name: "Journals" }).getByRole("button", { name: "Add", exact: true }).click();
	await page.getByText("Allotment").first().waitFor();
	await close(page);
});

test("a changed passphrase opens, the old one does not", async () => {
	const own = await serve(newVault());
	const page = await open(own, { path: "/settings" });
	page.watch.allow(/status of (403|423)/);
	await settled(page);
	await page.getByRole("button", { name: "Change", exact: true }).click();
	const dialog = page.getByRole("dialog");
	await dialog.getByLabel("New passphrase", { exact: true }).fill("quiet harbor violet spoon");
	await dialog.getByRole("button", { name: "Change", exact: true }).click();
	await page.getByRole("status").getByText("Passphrase changed").waitFor();
	await page.keyboard.press("Control+Shift+L");
	const field = page.getByLabel("Passphrase", { exact: true });
	await field.fill(PASSPHRASE);
	await page.keyboard.press("Enter");
	await page.getByRole("alert").waitFor();
	await field.fill("quiet harbor violet spoon");
	await page.keyboard.press("Enter");
	await page.getByRole("heading", { name: "Settings", exact: true }).waitFor();
	await close(page);
	await own.stop();
});

test("whose work is in the program is found by name, with the text of the licence", async () => {
	const page = await open(server, { size: "phone", path: "/settings" });
	await page.getByRole("link", { name: "Open Licences" }).click();
	const search = page.getByRole("searchbox", { name: "Search by name or licence" });
	await search.fill("automerge");
	await page.getByRole("button", { name: /^automerge / }).waitFor();
	await search.fill("serde_json");
	await page.getByRole("button", { name: /^serde_json / }).click();
	await page.getByText("Permission is hereby granted, free of charge").first().waitFor();
	await page.getByRole("radio", { name: "Fonts" }).click();
	await page.getByText("Nothing of that name is in Everkept.").waitFor();
	await search.fill("");
	await page.getByRole("button", { name: /^Source Serif 4 / }).waitFor();
	await close(page);
});
