// Export: everything leaves in forms that other programs read.
import assert from "node:assert/strict";
import { buffer } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { SIZES, close, finish, open } from "../lib/browser.mjs";
import { assertForAll } from "../lib/axe.mjs";
import { assertNoOverflow, settled } from "../lib/pages.mjs";
import { everkept, newVault, serve } from "../lib/programs.mjs";
import { unzip } from "../lib/zip.mjs";

let server;
before(async () => {
	server = await serve(newVault());
	const entry = { title: "A walk", body: "Past the *old* mill.", date: "2026-03-01", tags: ["mill"] };
	await server.call("journal.create_entry", entry);
});
after(finish);

/** Says that one knows who can read the files; without that no button works. */
const consent = (page) => page.getByRole("switch", { name: "I know that anyone who gets such a file can read it" }).click();

async function download(page, title) {
	const row = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: title }) });
	const [file] = await Promise.all([page.waitForEvent("download"), row.getByRole("link", { name: "Download" }).click()]);
	return { name: file.suggestedFilename(), bytes: await buffer(await file.createReadStream()) };
}

for (const size of Object.keys(SIZES)) {
	test(`the archive downloaded on the ${size} holds a manifest, the records and the words`, async () => {
		const page = await open(server, { size, path: "/export" });
		await settled(page);
		await assertNoOverflow(page, "export");
		assert.equal(await page.getByRole("button", { name: "Download" }).first().isDisabled(), true, "not before it was said");
		await consent(page);
		const { name, bytes } = await download(page, "Archive");
		assert.match(name, /^everkept-\d{4}-\d\d-\d\d\.zip$/);
		const files = unzip(bytes);
		assert.equal(JSON.parse(files.get("everkept.json")).everkept, 1);
		assert.match(files.get("records/journal.entry.jsonl").toString(), /"A walk"/);
		const words = [...files].find(([path]) => /^journal\/2026\/2026-03-01 A walk\.md$/.test(path));
		assert.match(words[1].toString(), /Past the \*old\* mill\./);
		await close(page);
	});
}

test("the web pages and the book are what they say", async () => {
	const page = await open(server, { path: "/export" });
	await settled(page);
	await consent(page);
	const pages = await download(page, "Web pages");
	assert.match(pages.name, /\.(html|zip)$/);
	const html = pages.name.endsWith(".zip") ? [...unzip(pages.bytes).values()].join("") : pages.bytes.toString();
	assert.match(html, /Past the <em>old<\/em> mill/);
	const book = await download(page, "Book");
	assert.match(book.name, /\.pdf$/);
	assert.equal(book.bytes.subarray(0, 5).toString(), "%PDF-");
	await close(page);
});

const SEALED_BY = "quiet harbor violet spoon";

for (const size of ["desktop", "phone"]) {
	test(`the encrypted archive comes first, is asked for twice and comes back by its passphrase on the ${size}`, async () => {
		const page = await open(server, { size, path: "/export" });
		await settled(page);
		await page.getByRole("button", { name: "Export encrypted" }).click();
		const dialog = page.getByRole("dialog");
		const seal = dialog.getByRole("button", { name: "Export", exact: true });
		await dialog.getByLabel("Passphrase of the archive").fill(SEALED_BY);
		await dialog.getByLabel("Once more").fill("quiet harbor violet spool");
		await dialog.getByText("This is not the same.").waitFor();
		assert.equal(await seal.isDisabled(), true);
		await assertForAll(page, "sealing");
		await dialog.getByLabel("Once more").fill(SEALED_BY);
		const [file] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
		assert.match(file.suggestedFilename(), /^everkept-\d{4}-\d\d-\d\d\.zip\.age$/);
		assert.equal(file.url().includes("quiet"), false, "no passphrase in an address");
		const bytes = await buffer(await file.createReadStream());
		assert.match(bytes.subarray(0, 40).toString(), /^age-encryption\.org\/v1\n-> scrypt /);
		await close(page);

		const other = newVault();
		const second = await serve(other);
		const there = await open(second, { size, path: "/import" });
		await settled(there);
		await there.locator("main input[type=file]").setInputFiles({ name: "all.zip.age", mimeType: "application/octet-stream", buffer: bytes });
		const field = there.getByLabel("Passphrase of the archive");
		await field.waitFor();
		await assertForAll(there, "sealed");
		await field.fill("not the right words");
		await there.keyboard.press("Enter");
		await there.getByText("This passphrase does not open it.").waitFor();
		await there.getByLabel("Passphrase of the archive").fill(SEALED_BY);
		await there.keyboard.press("Enter");
		await there.getByRole("button", { name: /^Import/ }).click();
		await there.getByRole("button", { name: "Import something else" }).waitFor();
		assert.deepEqual((await second.call("journal.entries")).items.map(({ title }) => title), ["A walk"]);
		await close(there);
		await second.stop();
		const digest = (vault) => everkept(vault, "doctor", "--digest").digest;
		assert.equal(typeof digest(other), "string");
	});
}
