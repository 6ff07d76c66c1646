// Writing: what is typed is on the disk when the page says so, and undo takes back what was done.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SIZES, close, finish, open } from "../lib/browser.mjs";
import { assertNoOverflow, body, choose, entryId, go, newEntry, saved, settled, title, write } from "../lib/pages.mjs";
import { newVault, serve } from "../lib/programs.mjs";

let server;
before(async () => {
	server = await serve(newVault());
});
after(finish);

for (const size of Object.keys(SIZES)) {
	test(`an entry written on the ${size} is saved by itself and is there after a reload`, async () => {
		const page = await open(server, { size });
		const id = await newEntry(page);
		await title(page).fill(`The ferry at ${size}`);
		await write(page, "Rain on the deck, and **one** gull.");
		await assertNoOverflow(page, "entry");
		const kept = await server.call("journal.entry", { id });
		assert.equal(kept.title, `The ferry at ${size}`);
		assert.equal(kept.body, "Rain on the deck, and **one** gull.");

		await page.reload();
		await body(page).getByText("Rain on the deck").waitFor();
		assert.equal(await title(page).inputValue(), `The ferry at ${size}`);
		await close(page);
	});

	test(`the slash menu writes headings, tasks and templates on the ${size}`, async () => {
		const page = await open(server, { size });
		const id = await newEntry(page);
		await body(page).click();
		await page.keyboard.type("/head");
		await page.getByRole("option", { name: /^Heading/ }).waitFor();
		await page.keyboard.press("Enter");
		await page.keyboard.type("Plans");
		await page.keyboard.press("Enter");
		await page.keyboard.type("/task");
		await page.getByRole("option", { name: /^Task/ }).waitFor();
		await page.keyboard.press("Enter");
		await page.keyboard.type("call Ines");
		await saved(page);
		assert.match((await server.call("journal.entry", { id })).body, /^# Plans\n+- \[ \] call Ines/);
		await page.keyboard.press("Enter");
		await page.keyboard.press("Enter");

		const [template] = await server.call("journal.templates");
		await page.keyboard.type(`/${template.name.split(" ")[0]}`);
		await page.getByRole("option", { name: template.name }).click();
		const first = template.body.split("\n").find((line) => line.trim() && !line.includes("{")).replace(/^[#>\-*\s]+/, "");
		await body(page).getByText(first.slice(0, 20)).waitFor();
		await saved(page);
		await close(page);
	});

	test(`undo in the snackbar brings back what went to the trash on the ${size}`, async () => {
		const page = await open(server, { size });
		const id = await newEntry(page);
		await write(page, `A page to lose on the ${size}`);
		await choose(page, "Move to trash");
		await page.getByRole("status").getByText("Moved to the trash").waitFor();
		assert.equal((await server.call("journal.entry", { id })).trashed, true);
		// The notice goes at once; leaving the page before the answer would take the request back.
		const undone = page.waitForResponse((answer) => /\/call\/undo\.(undo|step)$/.test(answer.url()));
		await page.getByRole("status").getByRole("button", { name: "Undo" }).click();
		await page.getByText("Moved to the trash").waitFor({ state: "hidden" });
		await undone;
		await go(page, `/journal/${id}`);
		await body(page).getByText("A page to lose").waitFor();
		assert.equal((await server.call("journal.entry", { id })).trashed, false);
		await close(page);
	});
}

test("a template of one's own begins an entry", async () => {
	const page = await open(server, { path: "/journal/templates" });
	await settled(page);
	await page.getByRole("button", { name: "New template" }).click();
	await page.getByLabel("Name", { exact: true }).fill("Allotment");
	await page.getByLabel("Text", { exact: true }).fill("## What grew\n\nOn {weekday}:");
	await page.getByRole("button", { name: "Save template" }).click();
	const row = page.getByRole("listitem").filter({ hasText: "Allotment" });
	await row.getByRole("button", { name: "Use" }).click();
	await body(page).getByText(/^On \w+day:$/).waitFor();
	assert.match((await server.call("journal.entry", { id: entryId(page) })).body, /^## What grew\n\nOn \w+day:/);
	await close(page);
});

test("a second window shows what the first one wrote", async () => {
	const first = await open(server);
	const id = await newEntry(first);
	const second = await open(server, { path: `/journal/${id}` });
	await settled(second);
	await write(first, "Seen from the other side");
	await body(second).getByText("Seen from the other side").waitFor();
	await close(first);
	await close(second);
});
