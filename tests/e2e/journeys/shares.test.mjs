// Publishing: a report goes to a real server under a link, somebody without Everkept opens it in a browser,
// and it ends when it should. What ended, and a link that is not whole, are said in words.
import assert from "node:assert/strict";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { assertForAll } from "../lib/axe.mjs";
import { close, finish, open } from "../lib/browser.mjs";
import { go, settled } from "../lib/pages.mjs";
import { demoVault, serve, serverFolder, syncServer } from "../lib/programs.mjs";

let address;
let server;
let page;
/** The link of what was published last. */
let link;
before(async () => {
	address = await syncServer();
	server = await serve(await demoVault());
});
after(finish);

/** The link as somebody opens it who has nothing else. */
const visit = (to, more = {}) => open({ address, entrance: to }, { path: "/", ...more });
const said = (guest, name) => guest.getByRole("heading", { name, exact: true }).waitFor();

async function publish({ views, stay } = {}) {
	await page.getByRole("button", { name: "Publish", exact: true }).click();
	const dialog = page.getByRole("dialog");
	if (stay) await dialog.getByRole("radio", { name: stay }).click();
	if (views) await dialog.getByLabel("Most views").fill(views);
	await dialog.getByRole("button", { name: "Publish", exact: true }).click();
	link = await dialog.getByRole("textbox", { name: "The link" }).inputValue();
	await assertForAll(page, "published");
	await dialog.getByRole("button", { name: "Done" }).click();
	await dialog.waitFor({ state: "detached" });
}

test("without sync nothing is published, and the page says what is missing", async () => {
	page = await open(server, { path: "/listening/report" });
	await settled(page);
	assert.equal(await page.getByRole("button", { name: "Publish", exact: true }).count(), 0);
	await page.getByRole("link", { name: "Turn on sync first" }).waitFor();
	await server.call("sync.turn_on", { server: address, name: "Desk" });
	await page.getByRole("button", { name: "Publish", exact: true }).waitFor();
});

test("a report is published for a week and three views, and anybody with the link reads it", async () => {
	await page.getByLabel("Title").fill("Songs of the sea");
	await page.frameLocator("iframe").getByRole("heading", { name: "Songs of the sea" }).waitFor();
	await page.getByRole("button", { name: "Publish", exact: true }).click();
	const dialog = page.getByRole("dialog");
	await assertForAll(page, "publish");
	await dialog.getByLabel("Most views").fill("no");
	await dialog.getByText("A whole number, or nothing").waitFor();
	await page.keyboard.press("Escape");
	await dialog.waitFor({ state: "detached" });
	await publish({ views: "3" });
	assert.match(link, new RegExp(`^${address}/s/[0-9a-f]{32}#[A-Za-z0-9_-]{48}$`));
	await page.getByText(/^3 of 3 views left · until /).waitFor();

	const guest = await visit(link);
	const asked = [];
	guest.on("request", (request) => asked.push(request.url()));
	await guest.frameLocator("iframe").getByRole("heading", { name: "Songs of the sea" }).waitFor();
	assert.equal(await guest.title(), "Songs of the sea");
	// The styles of the report hold, too: its policy lets them in, and nothing else.
	const font = await guest.frameLocator("iframe").locator("h1").evaluate((heading) => getComputedStyle(heading).fontSize);
	assert.notEqual(font, "32px", "the report has its own look");
	await assertForAll(guest, "opened");
	const key = link.split("#")[1];
	assert.equal(asked.some((url) => url.includes(key)), false, "the key is in no request");
	await close(guest);
});

test("the server's folder holds neither the page nor the key", () => {
	const words = ["Songs of the sea", link.split("#")[1]];
	const walk = (folder) => readdirSync(folder).flatMap((name) => (statSync(join(folder, name)).isDirectory() ? walk(join(folder, name)) : [join(folder, name)]));
	for (const file of walk(serverFolder(address))) {
		const bytes = readFileSync(file);
		for (const word of words) assert.equal(bytes.includes(word), false, `${word} in ${file}`);
	}
});

test("a link that is not whole, or of another key, says so and costs no view", async () => {
	const cut = await visit(link.slice(0, -5), { size: "phone" });
	await said(cut, "This link is not whole");
	await assertForAll(cut, "cut");
	await close(cut);
	const other = await visit(link.replace(/#.*/, `#${"A".repeat(48)}`), { size: "phone" });
	await said(other, "This link does not open the page");
	await close(other);
});

test("what was taken back, seen often enough or is over cannot be opened", async () => {
	const gone = /status of 404/;
	// Of three views one was the guest's, one that of another key, so this is the last.
	const last = await visit(link);
	await last.frameLocator("iframe").getByRole("heading", { name: "Songs of the sea" }).waitFor();
	await close(last);
	const late = await visit(link);
	late.watch.allow(gone);
	await said(late, "This page is not there any more");
	await close(late);

	await go(page, "/listening/report");
	await publish({ stay: "One day" });
	// The one that was used up stands beside it, and says so.
	const fresh = page.getByRole("listitem").filter({ hasText: /Not opened yet · until / });
	await fresh.getByRole("button", { name: /^Take back / }).click();
	await page.getByText("Taken back. The server has deleted it.").waitFor();
	const revoked = await visit(link);
	revoked.watch.allow(gone);
	await said(revoked, "This page is not there any more");
	// The end of the link tells when it was to be over: a past one is told in other words.
	const bytes = Buffer.from(link.split("#")[1], "base64url");
	bytes.writeUInt32BE(1_700_000_000, 32);
	const expired = await visit(link.replace(/#.*/, `#${bytes.toString("base64url")}`));
	expired.watch.allow(gone);
	await said(expired, "This link has expired");
	await Promise.all([revoked, expired, page].map(close));
});
