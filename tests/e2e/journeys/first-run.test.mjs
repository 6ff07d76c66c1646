// A stranger's first minute: a passphrase, the words on paper, one asked back, and the first line.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, test } from "node:test";
import { SIZES, close, finish, open } from "../lib/browser.mjs";
import { assertNoOverflow } from "../lib/pages.mjs";
import { PASSPHRASE, folder, serve } from "../lib/programs.mjs";

after(finish);

for (const size of Object.keys(SIZES)) {
	test(`first run on the ${size} leads from nothing to a kept line`, async () => {
		const server = await serve(join(folder(), "vault"), { unlock: false });
		const page = await open(server, { size });

		await page.getByRole("heading", { name: "A private place for your days" }).waitFor();
		const create = page.getByRole("button", { name: "Create my journal" });
		await page.getByLabel("Passphrase", { exact: true }).fill("short");
		assert.equal(await create.isDisabled(), true, "a short passphrase is not taken");
		await page.getByLabel("Passphrase", { exact: true }).fill(PASSPHRASE);
		await assertNoOverflow(page, "passphrase");
		await create.click();

		await page.getByRole("heading", { name: "Twenty-four words" }).waitFor();
		const words = await page.locator("ol li span:last-child").allInnerTexts();
		assert.equal(new Set(words).size > 12 && words.length, 24);
		await assertNoOverflow(page, "recovery words");
		await page.getByRole("button", { name: "I have written them down" }).click();

		const asked = page.getByRole("heading", { name: /^What was word \d+\?$/ });
		const number = Number(/\d+/.exec(await asked.innerText())[0]);
		const answer = page.getByLabel(`Word ${number}`, { exact: true });
		await answer.fill("nonsense");
		await page.getByRole("button", { name: "Begin" }).click();
		await page.getByRole("alert").filter({ hasText: "That is not the word" }).waitFor();
		await answer.fill(words[number - 1]);
		await page.getByRole("button", { name: "Begin" }).click();

		await page.waitForURL("**/today");
		const line = page.getByRole("main").getByRole("textbox", { name: "Quick capture" });
		await line.waitFor();
		assert.equal(await line.evaluate((box) => box === document.activeElement), true, "the first run ends ready to write");
		await page.keyboard.type("Found the old key today");
		await page.keyboard.press("Enter");
		await page.getByRole("status").getByText("Entry created").waitFor();
		const { items } = await server.call("journal.entries");
		assert.equal(items.length, 1);
		assert.match(items[0].title + items[0].excerpt, /Found the old key today/);

		await close(page);
		await server.stop();
	});
}

test("importing can be the first thing that somebody does", async () => {
	const server = await serve(join(folder(), "vault"), { unlock: false });
	const page = await open(server);
	await page.getByLabel("Passphrase", { exact: true }).fill(PASSPHRASE);
	await page.getByRole("button", { name: "Create my journal" }).click();
	await page.getByRole("heading", { name: "Twenty-four words" }).waitFor();
	const words = await page.locator("ol li span:last-child").allInnerTexts();
	await page.getByRole("button", { name: "I have written them down" }).click();
	const heading = await page.getByRole("heading", { name: /^What was word/ }).innerText();
	await page.getByRole("textbox").fill(words[Number(/\d+/.exec(heading)[0]) - 1]);
	await page.getByRole("button", { name: "Import from another app" }).click();
	await page.waitForURL("**/import");
	await page.getByRole("heading", { name: "Import", exact: true }).waitFor();
	await close(page);
	await server.stop();
});
