// History: every state of an entry can be looked at, compared and brought back.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SIZES, close, finish, open } from "../lib/browser.mjs";
import { assertNoOverflow, body, choose, go, newEntry, saved, write } from "../lib/pages.mjs";
import { newVault, serve } from "../lib/programs.mjs";

let server;
before(async () => {
	server = await serve(newVault());
});
after(finish);

for (const size of Object.keys(SIZES)) {
	test(`an earlier version is found with the slider and restored on the ${size}`, async () => {
		const page = await open(server, { size });
		const id = await newEntry(page);
		await write(page, "The first thought was right.");
		await body(page).click();
		await page.keyboard.press("Control+a");
		// At once: a pause in typing would make a version of its own.
		await page.keyboard.insertText("The second was not.");
		await saved(page);

		await choose(page, "History");
		const history = page.getByRole("region", { name: "History" });
		const slider = history.getByRole("slider", { name: "Version" });
		await history.getByRole("heading", { level: 2 }).waitFor();
		const restore = history.getByRole("button", { name: "Restore" });
		assert.equal(await restore.isDisabled(), true, "the newest version is here already");
		await slider.focus();
		await page.keyboard.press("ArrowLeft");
		await history.locator("ins").getByText("right.").or(history.getByText("The first thought was right.", { exact: true })).first().waitFor();
		await history.getByText("The second was not.").waitFor({ state: "hidden" });
		await assertNoOverflow(page, "history");
		await restore.click();
		await body(page).getByText("The first thought was right.").waitFor();
		await page.waitForFunction(() => !document.body.innerText.includes("The second was not."));
		assert.equal((await server.call("journal.entry", { id })).body, "The first thought was right.");

		// Restoring is a change like any other: the way forward stays.
		await choose(page, "History");
		assert.equal((await server.call("history.versions", { id })).length >= 3, true);
		await close(page);
	});
}

test("the page of changes takes back one step of many", async () => {
	const page = await open(server);
	await server.call("journal.create_journal", { name: "Allotment" });
	await server.call("journal.create_entry", { title: "Not this one" });
	await go(page, "/history");
	const row = page.getByRole("listitem").filter({ hasText: "Journal created" }).first();
	await row.getByRole("button", { name: "Undo: Journal created" }).click();
	await row.getByText("Undone").waitFor();
	const journals = await server.call("journal.journals");
	assert.equal(journals.some(({ name }) => name === "Allotment"), false);
	assert.equal((await server.call("journal.entries")).items.some(({ title }) => title === "Not this one"), true);
	await close(page);
});
