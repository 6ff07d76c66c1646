// Search: a word that was kept is found, shown where it stands, and leads to its entry.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SIZES, close, finish, open } from "../lib/browser.mjs";
import { assertNoOverflow, body, settled, title } from "../lib/pages.mjs";
import { newVault, serve } from "../lib/programs.mjs";

let server;
before(async () => {
	server = await serve(newVault());
	const entries = [
		{ title: "The observatory", body: "We climbed up at night and saw Saturn, rings and all.", tags: ["night"], date: "2026-02-03" },
		{ title: "Market day", body: "Quinces, and a lamp without a shade.", tags: ["town"], date: "2026-04-12" },
		{ title: "", body: "Saturn again, over the roofs.", date: "2026-05-01" },
	];
	for (const entry of entries) await server.call("journal.create_entry", entry);
});
after(finish);

for (const size of Object.keys(SIZES)) {
	test(`search on the ${size} finds by the beginning of a word and marks it`, async () => {
		const page = await open(server, { size, path: "/search" });
		const box = page.getByRole("searchbox", { name: "Search everything you kept" });
		await box.fill("satu");
		await page.getByRole("status").getByText("2 things fit").waitFor();
		const marks = page.getByRole("main").locator("mark");
		assert.deepEqual([...new Set(await marks.allInnerTexts())], ["Saturn"]);
		await page.waitForURL(/q=satu/);
		await assertNoOverflow(page, "search");
		await page.getByRole("link", { name: /The observatory/ }).click();
		await body(page).getByText("We climbed up").waitFor();
		assert.equal(await title(page).inputValue(), "The observatory");
		await page.goBack();
		await page.getByRole("link", { name: /The observatory/ }).waitFor();
		await close(page);
	});

	test(`the journal's own search and filters on the ${size} narrow the list`, async () => {
		const page = await open(server, { size, path: "/journal" });
		await settled(page);
		await page.getByRole("searchbox", { name: "Search the journal" }).fill("quinces");
		const hits = page.getByRole("complementary", { name: "Entries" }).getByRole("listitem");
		await hits.locator("mark").getByText("Quinces", { exact: true }).waitFor();
		assert.equal(await hits.count(), 1);
		await page.getByRole("button", { name: "Clear search" }).click();
		await hits.filter({ hasText: "The observatory" }).waitFor();

		await page.getByRole("button", { name: "Filters" }).click();
		await page.getByRole("group", { name: "Filters" }).getByLabel(/^Tag: /).click();
		await page.getByRole("option", { name: "night" }).click();
		await page.waitForURL(/tag=night/);
		await hits.filter({ hasText: "Market day" }).waitFor({ state: "detached" });
		await hits.filter({ hasText: "The observatory" }).waitFor();
		await close(page);
	});
}

test("search says so when nothing fits", async () => {
	const page = await open(server, { path: "/search?q=xylophone" });
	await page.getByText("Nothing here has xylophone in it.").waitFor();
	await close(page);
});

test("the palette finds pages, records and days", async () => {
	const page = await open(server);
	await settled(page);
	await page.keyboard.press("Control+k");
	const box = page.getByRole("combobox", { name: "Search pages, actions, records and dates" });
	await box.fill("observ");
	await page.getByRole("option", { name: /The observatory/ }).click();
	await body(page).getByText("We climbed up").waitFor();
	await page.keyboard.press("Control+k");
	await box.fill("12 april 2026");
	await page.getByRole("option", { name: /^Entries of .*12 April 2026/ }).click();
	await page.waitForURL(/from=2026-04-12/);
	await page.getByRole("link", { name: /Market day/ }).waitFor();
	await close(page);
});
