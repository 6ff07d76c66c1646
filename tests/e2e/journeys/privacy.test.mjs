// What a person allowed, who has access, what was done; and writing something down while it is locked.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertForAll } from "../lib/axe.mjs";
import { SIZES, close, finish, open } from "../lib/browser.mjs";
import { assertNoOverflow, settled } from "../lib/pages.mjs";
import { PASSPHRASE, newVault, serve } from "../lib/programs.mjs";

const DAY_MS = 86_400_000;
let server;
before(async () => {
	server = await serve(newVault());
});
after(finish);

const readingOf = (daysAgo) => ({
	lane: "voice",
	at_ms: Date.now() - daysAgo * DAY_MS,
	valence: 10,
	energy: 10,
	source: "microphone",
	model: "arousal",
	version: "1",
	quality: 0.5,
	coverage: 0.9,
});

test("what was allowed is listed and can be taken back, and the log tells of both", async () => {
	await server.call("senses.consent", { what: "camera", given: true });
	const page = await open(server, { path: "/privacy" });
	await page.getByRole("button", { name: "Take back: Camera" }).click();
	await page.getByText("Not allowed, answered").waitFor();
	await page.getByText("Answered what may be read").first().waitFor();
	await page.getByText("Camera · no").waitFor();
	await page.getByRole("button", { name: "Check the log" }).click();
	await page.getByText(/All \d+ entries are as they were written\./).waitFor();
	await assertForAll(page, "/privacy");
	await close(page);
});

test("what is kept too long is removed after it was asked", async () => {
	for (const daysAgo of [1, 40, 50]) await server.call("mood.note_reading", readingOf(daysAgo));
	const page = await open(server, { path: "/privacy" });
	const row = page.getByRole("listitem").filter({ hasText: "What models read of face, voice and words" });
	await row.getByText("3 kept").waitFor();
	await page.getByLabel(/^Keep What models read/).click();
	await page.getByRole("option", { name: "30 days" }).click();
	await page.getByRole("dialog").getByText("Remove what is older?").waitFor();
	await page.getByRole("button", { name: "Cancel" }).click();
	await row.getByText("3 kept").waitFor();
	await page.getByLabel(/^Keep What models read/).click();
	await page.getByRole("option", { name: "30 days" }).click();
	await page.getByRole("button", { name: "Remove and keep so" }).click();
	await row.getByText("1 kept").waitFor();
	await page.getByText("Let go of what was kept long enough").waitFor();
	await close(page);
});

for (const size of Object.keys(SIZES)) {
	test(`privacy keeps to the ${size}`, async () => {
		const page = await open(server, { size, path: "/privacy" });
		await settled(page);
		await assertNoOverflow(page, "privacy");
		await close(page);
	});
}

test("what is written while it is locked is an entry when it is open", async () => {
	const page = await open(server, { size: "phone", path: "/journal" });
	page.watch.allow(/status of (403|423)/);
	await server.call("vault.lock");
	await page.getByRole("button", { name: "Write something down without unlocking" }).click();
	await assertNoOverflow(page, "jot");
	await assertForAll(page, "jot");
	await page.getByLabel("What is it?").fill("Heard an owl");
	await page.getByRole("button", { name: "Keep it" }).click();
	await page.getByText("Kept. One note waits for you.").waitFor();
	await page.getByRole("button", { name: "Unlock", exact: true }).click();
	await page.getByLabel("Passphrase", { exact: true }).fill(PASSPHRASE);
	await page.keyboard.press("Enter");
	await page.getByText("Heard an owl").first().waitFor();
	const entries = await server.call("journal.entries");
	assert.equal(entries.items.length, 1, "and it is there once");
	await close(page);
});
