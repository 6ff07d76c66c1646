// Health: what was looked at, how the program does, a report that is read first, and safe mode.
import assert from "node:assert/strict";
import { buffer } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { assertForAll } from "../lib/axe.mjs";
import { SIZES, close, finish, open } from "../lib/browser.mjs";
import { assertNoOverflow, settled } from "../lib/pages.mjs";
import { newVault, serve } from "../lib/programs.mjs";

let server;
before(async () => {
	server = await serve(newVault());
	await server.call("journal.create_entry", { title: "For nobody else" });
});
after(finish);

for (const size of Object.keys(SIZES)) {
	test(`everything is looked at, in words, on the ${size}`, async () => {
		const page = await open(server, { size, path: "/settings" });
		await settled(page);
		await page.getByRole("link", { name: "Open Health" }).click();
		await page.getByRole("heading", { name: "Health", exact: true }).waitFor();
		await page.getByRole("button", { name: "Check now" }).press("Enter");
		await page.getByRole("status").getByRole("heading", { name: "All is well" }).waitFor();
		const checks = page.getByRole("list", { name: "What was looked at" });
		await checks.getByText("Every record against the log").waitFor();
		// What an earlier look had found besides gives way to this one.
		await checks.getByText("The tables that lists are read from").waitFor({ state: "hidden" });
		assert.equal(await checks.getByText("Fine").count(), 6);
		await page.getByRole("button", { name: "Build the tables again" }).press("Enter");
		await checks.getByText("The tables that lists are read from").waitFor();
		await page.getByText("What is kept", { exact: true }).click();
		await page.getByText(/^Digest [0-9a-f]{64}$/).waitFor();
		await page.getByRole("rowheader", { name: "doctor.check" }).waitFor();
		await assertNoOverflow(page, "health");
		await assertForAll(page, "health");
		await page.reload();
		await page.getByText(/^Last checked/).waitFor();
		await page.getByRole("heading", { name: "All is well" }).waitFor();
		await close(page);
	});
}

test("the report is read whole before it is saved, and holds nothing that was written", async () => {
	const page = await open(server, { size: "phone", path: "/health" });
	await page.getByRole("button", { name: "Show the report" }).click();
	const whole = page.getByRole("region", { name: "The whole report" });
	const shown = await whole.textContent();
	await assertForAll(page, "report");
	const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save as a file" }).click()]);
	assert.match(file.suggestedFilename(), /^everkept-report-\d{4}-\d\d-\d\d\.json$/);
	const saved = (await buffer(await file.createReadStream())).toString();
	assert.equal(saved, shown, "it is saved as it was read");
	assert.equal(saved.includes("For nobody else"), false);
	assert.equal(JSON.parse(saved).counts["journal.entry"], 1);
	await close(page);
});

test("after three falls it says that it is safe and why, and starts normally by a press", async () => {
	const vault = newVault();
	for (let fall = 0; fall < 3; fall += 1) await (await serve(vault)).kill();
	const safe = await serve(vault);
	for (const size of ["desktop", "phone"]) {
		const page = await open(safe, { size, path: "/health" });
		await page.getByRole("status").getByText(/^Everkept ended three times in a row without meaning to/).waitFor();
		await page.getByText("The last time, Everkept ended without meaning to.").waitFor();
		await assertNoOverflow(page, "safe");
		await assertForAll(page, "safe");
		await close(page);
	}
	const page = await open(safe, { path: "/today" });
	await page.getByRole("button", { name: "Start normally" }).press("Enter");
	await page.getByText(/^Everkept ended three times/).waitFor({ state: "detached" });
	assert.equal((await safe.call("vault.status")).safe, null);
	await close(page);
	await safe.stop();

	const asked = await serve(vault, { args: ["--safe"] });
	const there = await open(asked, { path: "/today" });
	await there.getByRole("status").getByText(/You asked for it\.$/).waitFor();
	await close(there);
	await asked.stop();
});
