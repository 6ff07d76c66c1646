// What guards the diary: guesses that wait, a vault that can be erased for good.
import assert from "node:assert/strict";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { close, finish, open } from "../lib/browser.mjs";
import { assertForAll } from "../lib/axe.mjs";
import { PASSPHRASE, newVault, serve } from "../lib/programs.mjs";

let server;
let vault;
before(async () => {
	vault = newVault();
	server = await serve(vault);
	await server.call("journal.create_entry", { title: "For nobody else" });
});
after(finish);

/** Wrong passphrases that cost nothing. */
const FREE = 5;

test("wrong passphrases make the next one wait, also after a reload (S9)", async () => {
	const page = await open(server, { size: "phone", path: "/settings" });
	page.watch.allow(/status of (403|423)/);
	await page.getByRole("button", { name: "Lock", exact: true }).last().click();
	await page.getByText("Everkept is locked.").waitFor();
	const field = page.getByLabel("Passphrase", { exact: true });
	const unlock = page.getByRole("button", { name: "Unlock", exact: true });
	for (let guess = 0; guess <= FREE + 2; guess += 1) {
		await field.fill(`not the right words ${guess}`);
		await unlock.click();
		await page.getByRole("alert").getByText("This passphrase does not open it.").waitFor();
		if (guess < FREE - 1) assert.equal(await page.getByRole("timer").count(), 0, `guess ${guess}`);
		else await page.getByRole("timer").getByText(/The next try is in 0:0\d/).waitFor();
		// A button that waits takes no press: the next turn begins when it does.
	}
	await page.reload();
	await page.getByRole("timer").getByText(/The next try is in 0:0\d/).waitFor();
	await assertForAll(page, "waits");
	await field.fill(PASSPHRASE);
	assert.equal(await unlock.isDisabled(), true);
	await unlock.click();
	await page.getByRole("heading", { name: "Security" }).waitFor();
	await close(page);
});

test("a backup is made and tried, what was deleted comes back, and everything goes back to it (R8, R9)", async () => {
	const page = await open(server, { size: "phone", path: "/backups" });
	await page.getByRole("heading", { name: "There is no backup yet" }).or(page.getByRole("heading", { name: /^Backed up/ })).waitFor();
	await assertForAll(page, "before the first");
	await page.getByRole("button", { name: "Back up now" }).click();
	await page.getByText("By hand", { exact: false }).first().waitFor();
	await page.getByRole("button", { name: "Test my backup" }).click();
	await page.getByText("All of it comes back").waitFor();
	await assertForAll(page, "tried");

	const { items } = await server.call("journal.entries");
	await server.call("trash.put", { ids: [items[0].id] });
	await server.call("trash.empty");
	await server.call("journal.create_entry", { title: "Written since" });
	const more = page.getByRole("button", { name: /^More for the backup of/ }).first();
	await more.click();
	await page.getByRole("menuitem", { name: "Bring back what was deleted" }).click();
	const dialog = page.getByRole("dialog");
	await dialog.getByText("For nobody else").waitFor();
	await assertForAll(page, "deleted");
	await dialog.getByRole("button", { name: "Bring all of it back" }).click();
	await page.getByText("One thing came back").waitFor();
	const titles = async () => (await server.call("journal.entries")).items.map(({ title }) => title).sort();
	assert.deepEqual(await titles(), ["For nobody else", "Written since"]);

	// Three presses: the dots, the line, the yes.
	await more.click();
	await page.getByRole("menuitem", { name: "Go back to this" }).click();
	await dialog.getByText("What is here now is kept aside").waitFor();
	await assertForAll(page, "back");
	// Between the two vaults there is none that is open.
	page.watch.allow(/status of 423/);
	await dialog.getByRole("button", { name: "Go back", exact: true }).click();
	await page.getByText(/^It is as it was/).waitFor();
	assert.deepEqual(await titles(), ["For nobody else"]);
	await close(page);
});

test("everything is erased by the passphrase, the key first, and what is not Everkept's is named (S16)", async () => {
	const page = await open(server, { path: "/settings" });
	page.watch.allow(/status of (403|404|423)/);
	writeFileSync(join(vault, "letter.txt"), "mine");
	await page.getByRole("button", { name: "Erase", exact: true }).click();
	const dialog = page.getByRole("dialog");
	await assertForAll(page, "erase");
	await dialog.getByLabel("Passphrase", { exact: true }).fill("not the right words");
	await dialog.getByRole("button", { name: "Erase everything" }).click();
	await dialog.getByText("This is not the passphrase. Nothing was erased.").waitFor();
	assert.equal(existsSync(join(vault, "key.json")), true);
	await dialog.getByLabel("Passphrase", { exact: true }).fill(PASSPHRASE);
	await dialog.getByRole("button", { name: "Erase everything" }).click();
	await page.getByText("Everything on this device was erased").waitFor();
	await page.getByText("The file letter.txt in the vault’s folder").waitFor();
	await assertForAll(page, "erased");
	assert.deepEqual(readdirSync(vault), ["letter.txt"]);
	await close(page);
});
