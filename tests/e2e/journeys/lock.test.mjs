// The lock: nothing is shown without the passphrase, and a wrong one is told gently.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SIZES, close, finish, open } from "../lib/browser.mjs";
import { assertNoOverflow, settled } from "../lib/pages.mjs";
import { PASSPHRASE, newVault, serve } from "../lib/programs.mjs";

let server;
before(async () => {
	server = await serve(newVault());
	await server.call("journal.create_entry", { title: "For nobody else" });
});
after(finish);

async function lock(page, size) {
	if (size === "phone") await page.getByRole("button", { name: "More", exact: true }).click();
	await page.getByRole("button", { name: "Lock", exact: true }).click();
	await page.getByText("Everkept is locked. Your days are here when you are.").waitFor();
}

for (const size of Object.keys(SIZES)) {
	test(`locked on the ${size}, a wrong passphrase says so and the right one opens`, async () => {
		const page = await open(server, { size, path: "/journal" });
		page.watch.allow(/status of (403|423)/);
		await page.getByText("For nobody else").first().waitFor();
		await lock(page, size);
		assert.equal(await page.getByText("For nobody else").count(), 0);
		await assert.rejects(server.call("journal.entries"), /Locked/);
		await assertNoOverflow(page, "lock");

		const field = page.getByLabel("Passphrase", { exact: true });
		assert.equal(await field.evaluate((box) => box === document.activeElement), true);
		await field.fill("not the right words");
		await page.getByRole("button", { name: "Unlock", exact: true }).click();
		await page.getByRole("alert").getByText("This passphrase does not open it. Nothing is lost; try again.").waitFor();
		await field.fill(PASSPHRASE);
		await page.keyboard.press("Enter");
		await page.getByText("For nobody else").first().waitFor();
		await close(page);
	});
}

test("locking in one window locks the other", async () => {
	const first = await open(server, { path: "/journal" });
	const second = await open(server, { path: "/settings" });
	for (const page of [first, second]) page.watch.allow(/status of 423/);
	await settled(second);
	await first.keyboard.press("Control+Shift+L");
	await second.getByText("Everkept is locked.").waitFor();
	await second.getByLabel("Passphrase", { exact: true }).fill(PASSPHRASE);
	await second.keyboard.press("Enter");
	await first.getByText("For nobody else").first().waitFor();
	await close(first);
	await close(second);
});

test("without the token there is nothing to see", async () => {
	const page = await open(server);
	await page.context().clearCookies();
	page.watch.allow(/status of 40[13]/);
	const answer = await page.goto(`${server.address}/journal`);
	assert.equal([401, 403].includes(answer.status()), true);
	assert.equal(await page.getByText("For nobody else").count(), 0);
	await close(page);
});
