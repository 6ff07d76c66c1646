// What a person allowed, who has access, what was done; and writing something down while it is locked.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

/** A run of an hour a hundred days ago, as a watch writes it. */
function runFile() {
	const point = (n) => {
		const at = new Date(Date.now() - 100 * DAY_MS + n * 10_000).toISOString();
		return `<trkpt lat="${(51.5 + n * 0.0003).toFixed(4)}" lon="-0.1"><ele>${20 + (n % 40)}</ele><time>${at}</time></trkpt>`;
	};
	const points = Array.from({ length: 360 }, (_, n) => point(n)).join("");
	return `<gpx version="1.1" creator="a watch" xmlns="http://www.topografix.com/GPX/1/1"><trk><type>running</type><trkseg>${points}</trkseg></trk></gpx>`;
}

test("where a run went is let go of, and how fast it was stays", async () => {
	const folder = mkdtempSync(join(tmpdir(), "everkept-"));
	const path = join(folder, "run.gpx");
	writeFileSync(path, runFile());
	await server.call("import.run", { path });
	rmSync(folder, { recursive: true });
	const { items } = await server.call("fitness.workouts");
	const page = await open(server, { path: `/fitness/activities/${items[0].id}` });
	await page.getByText("Circle: start").waitFor();
	await page.getByRole("link", { name: "Original file" }).waitFor();
	await server.call("retention.set", { name: "fitness.tracks", days: 30 });
	await page.getByText("The track itself was let go of").waitFor();
	await page.getByRole("heading", { name: "Splits" }).waitFor();
	assert.equal(await page.getByText("Circle: start").count(), 0);
	assert.equal(await page.getByRole("link", { name: "Original file" }).count(), 0);
	await assertForAll(page, "an activity without its track");
	await page.getByRole("link", { name: "How long things are kept" }).click();
	await page.getByRole("listitem").filter({ hasText: "Tracks of activities" }).getByText("None kept").waitFor();
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
