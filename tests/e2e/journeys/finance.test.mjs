// Finance: a statement comes in, the month is closed without a mouse, and a receipt finds its transaction.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { SIZES, close, finish, open } from "../lib/browser.mjs";
import { assertNoOverflow, focused, go, goByPalette, settled, tabTo } from "../lib/pages.mjs";
import { png } from "../lib/picture.mjs";
import { newVault, serve } from "../lib/programs.mjs";
import { ofx } from "../lib/statement.mjs";

after(finish);

/** The month that is over: `2026-10`. */
const MONTH = (() => {
	const now = new Date();
	return new Date(Date.UTC(now.getFullYear(), now.getMonth() - 1, 1)).toISOString().slice(0, 7);
})();
const LAST = new Date(Date.UTC(Number(MONTH.slice(0, 4)), Number(MONTH.slice(5)), 0)).toISOString().slice(0, 10);
const on = (day) => `${MONTH}-${String(day).padStart(2, "0")}`;

const NUMBER = "4711000815";
const STATEMENT = ofx({
	number: NUMBER,
	balance: 317_800,
	day: LAST,
	rows: [
		[on(1), 250_000, "ACME SALARY"],
		[on(2), -90_000, "BERGER HOUSING"],
		[on(5), -4520, "HARBOR MARKET"],
		[on(12), -5280, "HARBOR MARKET"],
		[on(19), -2400, "ODEON CINEMA"],
		[on(20), -30_000, "RAINY DAYS"],
	],
});

const file = { name: "october.ofx", mimeType: "application/x-ofx", buffer: Buffer.from(STATEMENT) };
const finance = (server, cmd, payload) => server.call(`finance.${cmd}`, payload);

/** A vault with a savings account whose owner wrote down what came from the other one. */
async function ledger() {
	const server = await serve(newVault());
	await finance(server, "start", { base: "EUR" });
	const savings = await finance(server, "create_account", { name: "Rainy days", kind: "asset", subtype: "savings", currency: "EUR", opening_minor: 100_000 });
	await finance(server, "add_txn", { day: on(21), account: savings.id, minor: 30_000, payee: "From the bank" });
	return { server, savings: savings.id };
}

/** Reads the statement through the page of imports, into a new account. */
async function bringIn(page) {
	await page.locator("main input[type=file]").setInputFiles(file);
	await page.getByText("This is what october.ofx holds, read as").waitFor();
	await page.getByRole("button", { name: /^Import \d+ items?$/ }).click();
	await page.getByText(/^october.ofx was read as/).waitFor();
}

/** The account of the statement. */
async function checking(server) {
	const { accounts } = await finance(server, "accounts", {});
	return accounts.find(({ number_end }) => number_end === NUMBER.slice(-4));
}

const difference = (page) => page.getByTestId("difference");

test("a statement comes in from the overview, and the account holds what it says", async () => {
	const { server } = await ledger();
	const page = await open(server, { path: "/finance" });
	await settled(page);
	await page.getByRole("link", { name: "Import a statement" }).click();
	await page.waitForURL("**/import");
	await bringIn(page);
	const account = await checking(server);
	assert.equal(account.balance.minor, 317_800);
	await go(page, `/finance/accounts/${account.id}`);
	await page.getByRole("grid").getByText("Acme Salary").waitFor();
	assert.equal(await page.getByRole("row").filter({ hasText: "Harbor Market" }).count(), 2);
	await close(page);
	await server.stop();
});

test("a month is closed with nothing but the keyboard", { timeout: 120_000 }, async () => {
	const { server } = await ledger();
	const page = await open(server, { path: "/import" });
	await settled(page);
	await bringIn(page);
	const press = (...keys) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());

	// What wants a look stands on the overview.
	await press("g", "f");
	await page.waitForURL("**/finance");
	await settled(page);
	await tabTo(page, /^1 match to look at/);
	await press("Enter");
	await page.waitForURL("**/finance/offers");
	await page.getByRole("button", { name: /It is a transfer/ }).waitFor();
	await press("a");
	await page.getByText("Nothing looks like a double or a transfer.").waitFor();

	// Each transaction gets its category, the latest first.
	await press("1");
	await page.waitForURL("**/finance");
	await settled(page);
	await tabTo(page, /^5 uncategorized/);
	await press("Enter");
	await page.waitForURL("**/finance/register?only=uncategorized");
	await settled(page);
	await press("j");
	const said = [["Odeon Cinema", "Leisure"], ["Harbor Market", "Groceries"], ["Harbor Market", "Groceries"], ["Berger Housing", "Rent"], ["Acme Salary", "Salary"]];
	for (const [payee, category] of said) {
		await page.getByRole("row", { name: new RegExp(payee) }).first().waitFor();
		await press("c");
		await page.getByRole("dialog", { name: new RegExp(payee) }).waitFor();
		await page.keyboard.type(category);
		await page.getByRole("option", { name: new RegExp(`^${category}`) }).first().waitFor();
		await press("Enter");
		await page.getByRole("dialog").waitFor({ state: "hidden" });
		await settled(page);
	}
	await page.getByText("No transaction is like this.").waitFor();

	// The statement is ticked off line by line.
	await press("1");
	await page.waitForURL("**/finance");
	await settled(page);
	await tabTo(page, /0815|Checking/);
	await press("Enter");
	await page.waitForURL(/\/finance\/accounts\//);
	await settled(page);
	await press("Shift+R");
	await page.waitForURL(/\/finance\/reconcile\//);
	await settled(page);
	assert.equal((await focused(page)).name, "It says", "one types what the statement says at once");
	await page.keyboard.type("3178");
	await press("Enter");
	await difference(page).filter({ hasText: "€1,178.00" }).waitFor();
	for (let row = 0; row < 5; row += 1) await press("Enter");
	await press("Space");
	await difference(page).filter({ hasText: "They agree" }).waitFor();
	await page.watch.quiet();
	await press("Control+Enter");
	await page.waitForURL(/\/finance\/accounts\//);
	const { statement } = await checking(server);
	assert.equal(statement.minor, 317_800);
	assert.equal(statement.difference, 0);

	// What the month cost is what the next may cost; one amount is typed over.
	await settled(page);
	await press("3");
	await page.waitForURL("**/finance/budget");
	await settled(page);
	await tabTo(page, /^Begin with envelopes$/);
	await press("Enter");
	const amount = page.getByRole("textbox", { name: "Budgeted for Groceries" });
	await amount.waitFor();
	await page.watch.quiet();
	assert.equal((await focused(page)).name, "Budgeted for Rent or mortgage", "the first amount can be typed over at once");
	await press("j");
	assert.equal((await focused(page)).name, "Budgeted for Groceries");
	await page.keyboard.type("100+20");
	await press("Enter");
	await page.watch.quiet();
	assert.equal(await amount.inputValue(), "120.00");
	const month = new Date().toISOString().slice(0, 7);
	const budget = await finance(server, "budget", { month });
	const groceries = budget.rows.find(({ name }) => name === "Groceries");
	assert.deepEqual([groceries.budgeted, groceries.mode], [12_000, "envelope"]);

	// The report says the same as the statement.
	await goByPalette(page, "Open reports of money");
	await page.waitForURL("**/finance/reports");
	await settled(page);
	await tabTo(page, /^Month$/);
	await press("Enter");
	await page.waitForURL(/range=month/);
	await settled(page);
	await press("[");
	await page.waitForURL(new RegExp(`at=${MONTH}`));
	await settled(page);
	await page.getByText("€1,022.00").first().waitFor();
	await close(page);
	await server.stop();
});

for (const size of Object.keys(SIZES)) {
	test(`a receipt that is photographed on the ${size} finds its transaction`, async () => {
		const { server } = await ledger();
		const page = await open(server, { size, path: "/import" });
		await settled(page);
		await bringIn(page);
		await go(page, "/finance/receipts");
		const name = `market-${size}.png`;
		await page.locator("main input[type=file]").setInputFiles({ name, mimeType: "image/png", buffer: png(300, 500, 40) });
		// The picture says nothing, so the person does.
		const said = page.getByRole("dialog", { name: "What the photo says" });
		await said.getByLabel("Shop").fill("Harbor market");
		await said.getByLabel("Day").fill(on(11));
		await said.getByLabel("Paid").fill("52.80");
		await said.getByLabel("Shop").focus();
		await said.getByRole("button", { name: "Keep" }).click();
		await said.waitFor({ state: "hidden" });
		const sheet = page.getByRole("dialog");
		await sheet.getByRole("button", { name: /^It is of Harbor Market/ }).click();
		await sheet.getByRole("button", { name: "Separate" }).waitFor();
		await assertNoOverflow(page, "receipt");
		await sheet.getByRole("link", { name: /Harbor Market/ }).click();
		await page.waitForURL(/\/finance\/txn\//);
		await settled(page);
		await page.getByRole("region", { name: "Receipts" }).getByRole("button", { name: `Open ${name}` }).click();
		const shown = page.getByRole("dialog").getByRole("img", { name });
		assert.equal(await shown.evaluate((one) => one.decode().then(() => one.naturalWidth)), 300);
		await page.keyboard.press("Escape");
		const [receipt] = await finance(server, "receipts", {});
		assert.equal(receipt.minor, 5280);
		assert.equal(receipt.txn.minor, -5280);
		await close(page);
		await server.stop();
	});

	test(`a budget that is overspent on the ${size} is covered, and a goal says what it takes`, async () => {
		const { server, savings } = await ledger();
		const month = new Date().toISOString().slice(0, 7);
		const categories = await finance(server, "categories", {});
		const of = (name) => categories.find((one) => one.name === name).id;
		for (const [name, minor] of [["Groceries", 20_000], ["Leisure", 5000]]) await finance(server, "set_budget", { category: of(name), month, minor, mode: "envelope" });
		await finance(server, "add_txn", { day: `${month}-01`, account: savings, minor: -8000, payee: "Odeon", category: of("Leisure") });

		const page = await open(server, { size, path: "/finance/budget" });
		await settled(page);
		await assertNoOverflow(page, "budget");
		await page.getByTestId("budget").getByRole("button", { name: /Leisure/ }).click();
		await page.getByRole("button", { name: "Cover what is missing" }).click();
		const dialog = page.getByRole("dialog", { name: "Cover what is missing" });
		assert.equal(await dialog.getByLabel("Amount").inputValue(), "30.00");
		await dialog.getByLabel(/^From:/).click();
		await page.getByRole("option", { name: /^Groceries/ }).click();
		await dialog.getByRole("button", { name: "Move", exact: true }).click();
		await dialog.waitFor({ state: "hidden" });
		const left = async () => Object.fromEntries((await finance(server, "budget", { month })).rows.map((row) => [row.name, row.left]));
		assert.deepEqual([(await left()).Leisure, (await left()).Groceries], [0, 17_000]);
		await page.keyboard.press("Control+z");
		await page.getByText(/^Undone: Money moved/).first().waitFor();
		assert.equal((await left()).Leisure, -3000);

		await go(page, "/finance/goals");
		await page.getByRole("button", { name: "New goal" }).click();
		const form = page.getByRole("dialog", { name: "New goal" });
		await form.getByLabel("What for").fill("Bicycle");
		await form.getByLabel("It takes").fill("1,500");
		await form.getByRole("button", { name: "New goal" }).click();
		await form.waitFor({ state: "hidden" });
		await page.getByRole("button", { name: /^Bicycle/ }).waitFor();
		await assertNoOverflow(page, "goals");
		await close(page);
		await server.stop();
	});

	test(`amounts that are hidden on the ${size} are on no page of finance`, async () => {
		const { server, savings } = await ledger();
		await finance(server, "create_goal", { name: "Cushion", minor: 50_000, account: savings });
		const month = new Date().toISOString().slice(0, 7);
		const categories = await finance(server, "categories", {});
		await finance(server, "set_budget", { category: categories.find(({ name }) => name === "Groceries").id, month, minor: 20_000 });
		const page = await open(server, { size, path: "/finance" });
		await settled(page);
		await page.keyboard.press("$");
		await page.getByRole("button", { name: "Show amounts and words", pressed: true }).waitFor();
		for (const path of ["/finance", "/finance/register", `/finance/accounts/${savings}`, `/finance/reconcile/${savings}`, "/finance/budget", "/finance/goals", "/finance/receipts", "/finance/reports", "/finance/recurring"]) {
			await go(page, path);
			assert.doesNotMatch(await page.locator("main").innerText(), /€|\d[.,]\d\d\b/, path);
			const labels = await page.locator("main [aria-label]").evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")).join("\n"));
			assert.doesNotMatch(labels, /€|\d[.,]\d\d\b/, path);
		}
		await close(page);
		await server.stop();
	});
}
