// Accounts and scrobbling: the terms come before anything is connected, a token is shown once, and what is
// off is silent.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { close, finish, open } from "../lib/browser.mjs";
import { newVault, serve } from "../lib/programs.mjs";

let server;
before(async () => {
	server = await serve(newVault());
});
after(finish);

/** A player's word that it played something. */
const submit = (address, token) =>
	fetch(`${address}/1/submit-listens`, {
		method: "POST",
		headers: { "content-type": "application/json", authorization: `Token ${token}` },
		body: JSON.stringify({
			listen_type: "single",
			payload: [{ listened_at: 1_772_399_045, track_metadata: { artist_name: "Ann", track_name: "A song" } }],
		}),
	});

test("a player is given a token on the phone, submits, and finds nobody when it is off", async () => {
	const page = await open(server, { size: "phone", path: "/settings" });
	// Two servers of two tests may run on one machine: the port of the book may be taken.
	await server.call("scrobbling.set", { port: 20_000 + (process.pid % 7_000) });
	const listening = page.getByRole("switch", { name: "Listen on this device" });
	await listening.click();
	await page.getByText("Programs that may submit").waitFor();
	await page.getByRole("button", { name: "Add a program" }).click();
	const dialog = page.getByRole("dialog");
	await dialog.getByLabel("Name").fill("Navidrome");
	await dialog.getByRole("button", { name: "Make a token" }).click();
	const token = await dialog.getByRole("code").textContent();
	await dialog.getByRole("button", { name: "Done" }).click();
	await page.getByRole("button", { name: "Remove Navidrome" }).waitFor();
	assert.equal((await page.content()).includes(token), false, "the token was shown once");

	const { address } = await server.call("scrobbling.status");
	assert.equal((await submit(address, token)).status, 200);
	const { items } = await server.call("listening.plays", { uncounted: true });
	assert.deepEqual(items.map(({ track }) => track.name), ["A song"]);

	await listening.click();
	await page.getByText("Programs that may submit").waitFor();
	await page.getByRole("textbox", { name: "Port" }).or(page.getByRole("spinbutton", { name: "Port" })).waitFor({ state: "detached" });
	await assert.rejects(submit(address, token), "nobody listens");
	await close(page);
});

test("an account is connected by the keyboard, and its terms are read first", async () => {
	const page = await open(server, { path: "/settings" });
	const connect = page.getByRole("button", { name: "Connect ListenBrainz" });
	await connect.focus();
	await page.keyboard.press("Enter");
	const dialog = page.getByRole("dialog");
	await dialog.getByRole("heading", { name: "Before you connect" }).waitFor();
	const agree = dialog.getByRole("button", { name: "I have read this, connect" });
	assert.equal(await agree.isDisabled(), true, "whose listens?");
	await dialog.getByLabel("Your name there").fill("ann");
	// Nobody is at this address: nothing leaves the machine.
	await dialog.getByLabel("Another server").fill("http://127.0.0.1:9");
	await dialog.getByLabel("Another server").press("Enter");
	await dialog.waitFor({ state: "detached" });
	await page.getByRole("button", { name: "More for ListenBrainz" }).click();
	await page.getByRole("menuitem", { name: "Disconnect" }).click();
	await connect.waitFor();
	const [account] = await server.call("accounts.list");
	assert.equal(account.state, "off");
	await close(page);
});
