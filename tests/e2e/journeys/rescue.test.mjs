// A diary that the disk has spoiled: which part, and back to the last good backup in three clicks.
import assert from "node:assert/strict";
import { closeSync, openSync, readSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { assertForAll } from "../lib/axe.mjs";
import { close, finish, open } from "../lib/browser.mjs";
import { assertNoOverflow } from "../lib/pages.mjs";
import { PASSPHRASE, everkept, folder, newVault, serve } from "../lib/programs.mjs";

after(finish);

/** A vault with one entry in a backup and one that came later. */
function backedUp() {
	const vault = newVault();
	everkept(vault, "call", "backups.set", JSON.stringify({ folder: folder("stick") }));
	everkept(vault, "call", "journal.create_entry", JSON.stringify({ title: "Before the disk failed" }));
	everkept(vault, "backup");
	everkept(vault, "call", "journal.create_entry", JSON.stringify({ title: "After the backup" }));
	return vault;
}

/** Flips a bit at each of these parts of the database, 0 its beginning and 1 its end. */
function spoil(vault, parts) {
	const path = join(vault, "everkept.db");
	const file = openSync(path, "r+");
	for (const part of parts) {
		const at = Math.floor(statSync(path).size * part) + 99;
		const byte = Buffer.alloc(1);
		readSync(file, byte, 0, 1, at);
		writeSync(file, Buffer.from([byte[0] ^ 1]), 0, 1, at);
	}
	closeSync(file);
}

const backTo = (page) => page.getByRole("button", { name: "Go back to it" });
const sure = (page) => page.getByRole("dialog").getByRole("button", { name: "Go back", exact: true });

async function isAsThen(server, page) {
	await page.getByText(/^It is as it was\. What was here is in /).waitFor();
	const { items } = await server.call("journal.entries");
	assert.deepEqual(items.map(({ title }) => title), ["Before the disk failed"]);
}

for (const size of ["desktop", "phone"]) {
	test(`a diary that does not open any more comes back in three clicks on the ${size} (R6)`, async () => {
		const vault = backedUp();
		spoil(vault, [0]);
		const server = await serve(vault, { unlock: false });
		const page = await open(server, { size, path: "/journal" });
		page.watch.allow(/status of 500/);
		await page.getByRole("textbox", { name: "Passphrase" }).fill(PASSPHRASE);
		await page.getByRole("button", { name: "Unlock", exact: true }).click();
		await page.getByRole("heading", { name: "This diary is damaged" }).waitFor();
		await page.getByText("What is damaged").press("Enter");
		await page.getByText("page 1 of the database is not what was written there").waitFor();
		await assertNoOverflow(page, "damaged");
		await assertForAll(page, "damaged");
		await backTo(page).click();
		await assertForAll(page, "sure");
		await sure(page).click();
		await page.getByText("Before the disk failed").first().waitFor();
		await isAsThen(server, page);
		await close(page);
	});
}

test("a page that is met later is named by the check, and the way back is beside it (R6)", async () => {
	const vault = backedUp();
	// Its middle and its end: not what opening needs.
	spoil(vault, [0.5, 0.98]);
	const server = await serve(vault, { unlock: false });
	const page = await open(server, { size: "phone", path: "/health" });
	page.watch.allow(/status of 500/);
	await page.getByRole("textbox", { name: "Passphrase" }).fill(PASSPHRASE);
	await page.getByRole("button", { name: "Unlock", exact: true }).press("Enter");
	await page.getByRole("button", { name: "Check now" }).press("Enter");
	await page.getByRole("status").getByRole("heading", { name: "Something does not fit together" }).waitFor();
	await page.getByText(/^page \d+ of the database is not what was written there$/).first().waitFor();
	await assertNoOverflow(page, "found");
	await assertForAll(page, "found");
	await backTo(page).press("Enter");
	// Between the two vaults there is none that is open.
	page.watch.allow(/status of 423/);
	await sure(page).press("Enter");
	await isAsThen(server, page);
	await page.getByRole("status").getByRole("heading", { name: "All is well" }).waitFor();
	await close(page);
});

test("backups that lie elsewhere are found in the folder that is named", async () => {
	const vault = newVault();
	everkept(vault, "call", "journal.create_entry", JSON.stringify({ title: "Before the disk failed" }));
	const stick = folder("stick");
	everkept(vault, "call", "backups.make", JSON.stringify({ folder: stick }));
	spoil(vault, [0]);
	const server = await serve(vault, { unlock: false });
	const page = await open(server, { path: "/journal" });
	page.watch.allow(/status of (404|500)/);
	await page.getByRole("textbox", { name: "Passphrase" }).fill(PASSPHRASE);
	await page.getByRole("button", { name: "Unlock", exact: true }).click();
	await page.getByText("No whole backup of this diary was found here.").waitFor();
	await page.getByLabel("Path").fill("/nowhere/at/all");
	await page.getByRole("button", { name: "Look there" }).click();
	await page.getByRole("alert").waitFor();
	await page.getByLabel("Path").fill(stick);
	await page.getByRole("button", { name: "Look there" }).press("Enter");
	await backTo(page).press("Enter");
	await sure(page).press("Enter");
	await isAsThen(server, page);
	await close(page);
});
