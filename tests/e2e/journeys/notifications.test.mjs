// Notifications: what rang stays until it is read, quiet hours and words are set once and hold.
import assert from "node:assert/strict";
import { mkdirSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { assertForAll } from "../lib/axe.mjs";
import { close, finish, open } from "../lib/browser.mjs";
import { assertNoOverflow, go } from "../lib/pages.mjs";
import { folder, newVault, serve } from "../lib/programs.mjs";

let server;
before(async () => {
	server = await serve(newVault());
});
after(finish);

/** Makes the folder for backups disappear, and asks for a backup. */
async function fail() {
	const drive = join(folder("drive"), "drive");
	mkdirSync(drive);
	await server.call("backups.set", { folder: drive });
	rmdirSync(drive);
	await assert.rejects(server.call("backups.make", {}));
}

test("a backup that fails is told, waits to be read, and leads to where it is mended", async () => {
	const page = await open(server, { size: "phone", path: "/notifications" });
	await page.getByText("Nothing rang, and nothing is wrong.").waitFor();
	await assertForAll(page, "empty");
	await fail();
	// Told in the page when it happens, and kept in the list.
	await page.getByRole("status").getByText("No backup could be made").waitFor();
	const line = page.getByRole("link", { name: /No backup could be made/ });
	await line.getByText("not read").waitFor({ state: "attached" });
	await page.getByRole("button", { name: /^More\s*, not read/ }).click();
	await page.getByRole("dialog").getByRole("link", { name: /^Notifications 1/ }).waitFor();
	await page.keyboard.press("Escape");
	await assertForAll(page, "one that was not read");
	await assertNoOverflow(page, "notifications");
	await line.click();
	await page.getByRole("heading", { name: "Backups", level: 1 }).waitFor();
	await page.goBack();
	await line.waitFor();
	await page.getByRole("button", { name: "More", exact: true }).waitFor();
	assert.equal((await server.call("notifications.list")).unread, 0);
	await close(page);
});

test("quiet hours and what is said outside are set and hold", async () => {
	const page = await open(server, { path: "/settings#notifications" });
	// The same time twice is refused.
	page.watch.allow(/status of 400/);
	await page.getByRole("switch", { name: "Quiet hours" }).click();
	const until = page.getByLabel("Until", { exact: true });
	await until.fill("22:00");
	await page.getByText("Two different times of the day, please.").waitFor();
	await until.fill("06:30");
	await page.getByText("Two different times of the day, please.").waitFor({ state: "hidden" });
	await page.getByRole("switch", { name: "Show what it is about" }).click();
	await assertForAll(page, "settings");
	await go(page, "/today");
	await go(page, "/settings");
	await page.getByRole("switch", { name: "Show what it is about", checked: true }).waitFor();
	const { on, show_words, quiet, quiet_from, quiet_until } = await server.call("notifications.settings");
	assert.deepEqual([on, show_words, quiet, quiet_from, quiet_until], [true, true, true, "22:00", "06:30"]);
	await close(page);
});
