// Export: everything leaves in forms that other programs read.
import assert from "node:assert/strict";
import { buffer } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { SIZES, close, finish, open } from "../lib/browser.mjs";
import { assertNoOverflow, settled } from "../lib/pages.mjs";
import { newVault, serve } from "../lib/programs.mjs";
import { unzip } from "../lib/zip.mjs";

let server;
before(async () => {
	server = await serve(newVault());
	const entry = { title: "A walk", body: "Past the *old* mill.", date: "2026-03-01", tags: ["mill"] };
	await server.call("journal.create_entry", entry);
});
after(finish);

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
	const pages = await download(page, "Web pages");
	assert.match(pages.name, /\.(html|zip)$/);
	const html = pages.name.endsWith(".zip") ? [...unzip(pages.bytes).values()].join("") : pages.bytes.toString();
	assert.match(html, /Past the <em>old<\/em> mill/);
	const book = await download(page, "Book");
	assert.match(book.name, /\.pdf$/);
	assert.equal(book.bytes.subarray(0, 5).toString(), "%PDF-");
	await close(page);
});
