// Without a mouse: everything can be reached, and one always sees where one is.
import assert from "node:assert/strict";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { after, test } from "node:test";
import { close, finish, open } from "../lib/browser.mjs";
import { body, focused, goByPalette, saved, settled, tabTo } from "../lib/pages.mjs";
import { PASSPHRASE, folder, newVault, serve } from "../lib/programs.mjs";
import { unzip } from "../lib/zip.mjs";

after(finish);

async function firstRun(page) {
	await page.getByLabel("Passphrase", { exact: true }).waitFor();
	await page.keyboard.type(PASSPHRASE);
	await tabTo(page, /^Create my journal$/);
	await page.keyboard.press("Enter");
	await page.getByRole("heading", { name: "Twenty-four words" }).waitFor();
	const words = await page.locator("ol li span:last-child").allInnerTexts();
	await tabTo(page, /^I have written them down$/);
	await page.keyboard.press("Enter");
	const heading = await page.getByRole("heading", { name: /^What was word/ }).innerText();
	await page.keyboard.type(words[Number(/\d+/.exec(heading)[0]) - 1]);
	await page.keyboard.press("Enter");
	await page.waitForURL("**/today");
	await page.getByRole("main").getByRole("textbox", { name: "Quick capture" }).waitFor();
}

test("from the first run to an export with nothing but the keyboard (E1)", async () => {
	const server = await serve(join(folder(), "vault"), { unlock: false });
	const page = await open(server);
	await firstRun(page);

	await tabTo(page, /^New entry$/);
	await page.keyboard.press("Enter");
	await page.waitForURL(/\/journal\/[^/?]+$/);
	await body(page).waitFor();
	assert.match((await focused(page)).name, /^Text of the entry/, "a new entry is ready to write in");
	await page.keyboard.type("The heron stood in the rain.");
	await saved(page);

	await goByPalette(page, "Search");
	await page.getByRole("searchbox", { name: "Search everything you kept" }).waitFor();
	await page.keyboard.type("heron");
	await page.getByRole("status").getByText("1 thing fits").waitFor();
	await tabTo(page, /heron stood/);
	await page.keyboard.press("Enter");
	await body(page).getByText("The heron stood in the rain.").waitFor();

	await goByPalette(page, "Export");
	await page.getByRole("heading", { name: "Export", exact: true }).waitFor();
	await settled(page);
	await tabTo(page, /^I know that anyone who gets such a file can read it/);
	await page.keyboard.press("Space");
	await tabTo(page, /^Download$/);
	const [file] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
	const files = unzip(await buffer(await file.createReadStream()));
	assert.match(files.get("records/journal.entry.jsonl").toString(), /The heron stood in the rain/);
	await close(page);
	await server.stop();
});

test("the first Tab offers a way past the side bar, and dialogs give the focus back", async () => {
	const server = await serve(newVault());
	const page = await open(server, { path: "/settings" });
	await settled(page);
	await page.keyboard.press("Tab");
	assert.equal((await focused(page)).name, "Skip to the content");
	await page.keyboard.press("Enter");
	await tabTo(page, /^Change$/);
	await page.keyboard.press("Enter");
	await page.getByRole("dialog").waitFor();
	assert.equal((await focused(page)).name, "New passphrase");
	await page.keyboard.press("Escape");
	await page.getByRole("dialog").waitFor({ state: "hidden" });
	assert.equal((await focused(page)).name, "Change");
	await close(page);
	await server.stop();
});

test("letters are keys of the page, in lists and months too", async () => {
	const server = await serve(newVault());
	for (const day of ["2026-03-01", "2026-03-02", "2026-03-03"]) await server.call("journal.create_entry", { title: `Of ${day}`, date: day });
	const page = await open(server, { path: "/journal" });
	await page.getByRole("link", { name: /Of 2026-03-03/ }).waitFor();
	await page.keyboard.press("j");
	await page.getByRole("article", { name: "Of 2026-03-03" }).waitFor();
	await page.keyboard.press("j");
	await page.getByRole("article", { name: "Of 2026-03-02" }).waitFor();
	await page.keyboard.press("k");
	await page.getByRole("article", { name: "Of 2026-03-03" }).waitFor();
	await page.keyboard.press("g");
	await page.keyboard.press("c");
	await page.waitForURL("**/calendar");
	await page.keyboard.press("?");
	await page.waitForURL("**/keys");
	await page.keyboard.press("/");
	await page.waitForURL("**/search");
	await close(page);
	await server.stop();
});
