// Sync: a person turns it on, lets a second and a third device in, writes on one and reads on the other,
// and removes one again. The server and all vaults are real.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertForAll } from "../lib/axe.mjs";
import { close, finish, open } from "../lib/browser.mjs";
import { body, choose, go, newEntry, saved, title, write } from "../lib/pages.mjs";
import { newVault, serve, syncServer, whileStill } from "../lib/programs.mjs";

let address;
let first;
let second;
let third;
let one;
let two;
before(async () => {
	address = await syncServer();
	[first, second, third] = await Promise.all([newVault(), newVault(), newVault()].map((vault) => serve(vault)));
});
after(finish);

const stand = (page, words) => page.getByRole("heading", { name: words, exact: true }).waitFor();

test("sync is off, says what it would do, and is turned on", async () => {
	one = await open(first, { path: "/sync" });
	await one.getByText("Nothing leaves this device until you turn it on here.").waitFor();
	await assertForAll(one, "off");
	one.watch.allow(/status of 400/);
	await one.getByLabel("Server").fill("http://example.org");
	await one.getByLabel("Name of this device").fill("Desk");
	await one.getByRole("button", { name: "Turn on sync" }).click();
	await one.getByRole("alert").filter({ hasText: "https://" }).waitFor();
	await one.getByLabel("Server").fill(address);
	await one.getByRole("button", { name: "Turn on sync" }).click();
	await stand(one, "Up to date");
	await one.getByText("Desk").waitFor();
	await assertForAll(one, "on");
});

test("an empty vault joins by the invitation, on the phone, and is let in by a yes", async () => {
	await newEntry(one);
	await title(one).fill("Before anybody else");
	await write(one, "Written on the desk.");
	await go(one, "/sync");
	await one.getByRole("link", { name: "Add a device" }).click();
	const invitation = await one.getByRole("textbox", { name: "The invitation as text" }).inputValue();
	await one.getByRole("img", { name: "The invitation as a QR code" }).waitFor();
	await assertForAll(one, "invitation");

	two = await open(second, { size: "phone", path: "/sync" });
	await two.getByRole("link", { name: "Join my other device" }).click();
	await two.getByRole("textbox", { name: "Invitation" }).fill(invitation);
	await two.getByLabel("Name of this device").fill("Pocket");
	await assertForAll(two, "join");
	await two.getByRole("button", { name: "Ask to join" }).click();
	await two.getByText("Say yes on your other device").waitFor();
	await one.getByRole("heading", { name: "Pocket asks to be let in" }).waitFor();
	await assertForAll(one, "asks");
	await one.getByRole("button", { name: "Yes, let it in" }).click();
	await one.getByText("Pocket is one of your devices now").waitFor();
	await two.getByText("Everything is here").waitFor();
	await assertForAll(two, "joined");
	await two.getByRole("link", { name: "Go to today" }).click();
	await two.waitForURL("**/today");
	await go(two, "/journal");
	await two.getByText("Before anybody else").first().waitFor();
});

test("what is written on one is read on the other without asking, and both may change one title", async () => {
	await go(two, "/journal");
	const entry = await newEntry(one);
	await title(one).fill("A line for both");
	await write(one, "It goes there by itself.");
	await two.getByText("A line for both").first().waitFor();

	await go(two, `/journal/${entry}`);
	await title(two).fill("Said on the phone");
	await title(one).fill("Said at the desk");
	await Promise.all([saved(one), saved(two)]);
	const titles = () => Promise.all([first, second].map(async (server) => (await server.call("journal.entry", { id: entry })).title));
	// Each round asks both to bring everything; after some, both say the same.
	let both = await titles();
	for (let round = 0; round < 20 && both[0] !== both[1]; round += 1) {
		await first.call("sync.run");
		await second.call("sync.run");
		both = await titles();
	}
	assert.equal(both[0], both[1]);
	assert.match(both[0], /^Said /);
	await body(one).getByText("It goes there by itself.").waitFor();
});

test("a title that both changed while apart is chosen on the phone, and both show it", async () => {
	const { id } = await first.call("journal.create_entry", { title: "The walk", body: "Along the coast." });
	await go(two, "/journal");
	await two.getByText("The walk").first().waitFor();
	await whileStill(address, async () => {
		await first.call("journal.edit_entry", { id, title: "The walk home" });
		await second.call("journal.edit_entry", { id, title: "The long walk" });
	});
	await go(one, "/sync");
	const waits = one.getByRole("region", { name: "Waits for your choice" });
	await waits.getByRole("link", { name: /^The (walk home|long walk)$/ }).waitFor();
	await assertForAll(one, "conflicts");

	await go(two, `/journal/${id}`);
	await two.getByRole("button", { name: "Choose: Title" }).click();
	const dialog = two.getByRole("dialog", { name: "Which one is right?" });
	await dialog.getByRole("radio", { name: /^The long walk this device, / }).waitFor();
	const walkHome = dialog.getByRole("radio", { name: /^The walk home Desk, / });
	await assertForAll(two, "choose");
	// The arrow keys go between the two, and the one that holds is chosen at first.
	const held = dialog.getByRole("radio", { checked: true });
	assert.match(await held.locator("xpath=..").innerText(), /Shown now/);
	await held.focus();
	if (!(await walkHome.isChecked())) await two.keyboard.press("ArrowDown");
	assert.equal(await walkHome.isChecked(), true);
	await dialog.getByRole("button", { name: "Choose", exact: true }).click();
	await dialog.waitFor({ state: "detached" });
	await two.getByRole("button", { name: "Choose: Title" }).waitFor({ state: "detached" });
	// What both had said of the other title, while they were together, may still wait.
	await waits.getByRole("link", { name: /^The (walk home|long walk)$/ }).waitFor({ state: "detached" });
	await go(one, `/journal/${id}`);
	assert.equal(await title(one).inputValue(), "The walk home");
	await choose(one, "History");
	await one.getByText(/^Version \d+ of \d+, Pocket, /).waitFor();
	await first.call("trash.put", { ids: [id] });
});

test("a third joins by short codes that are typed on both", async () => {
	await go(one, "/sync");
	await one.getByRole("link", { name: "Add a device" }).click();
	await one.getByRole("radio", { name: "Short codes" }).click();
	const room = await one.getByTestId("room").innerText();
	await assertForAll(one, "room");

	const three = await open(third, { path: "/sync/join" });
	await three.getByRole("radio", { name: "Short codes" }).click();
	await three.getByLabel("Server").fill(address);
	await three.getByLabel("Room").fill(room);
	await three.getByLabel("Name of this device").fill("Attic");
	await three.getByRole("button", { name: "Ask to join" }).click();
	const [mine, theirs] = await Promise.all([one, three].map((page) => page.getByTestId("own-code").innerText()));
	await assertForAll(three, "code");
	await one.getByLabel("The other device’s code").fill(theirs);
	await one.getByRole("button", { name: "These belong together" }).click();
	await three.getByLabel("The other device’s code").fill(mine);
	await three.getByRole("button", { name: "These belong together" }).click();
	await one.getByRole("button", { name: "Yes, let it in" }).click();
	await one.getByText("Attic is one of your devices now").waitFor();
	await three.getByText("Everything is here").waitFor();
	await go(three, "/journal");
	await three.getByText("Before anybody else").first().waitFor();
	await close(three);
	// Who was there before hears of it without asking.
	await go(two, "/sync");
	await two.getByText("Attic", { exact: true }).waitFor();
});

test("a device is renamed and another removed, which is told so", async () => {
	await go(one, "/sync");
	await one.getByRole("button", { name: "More for Attic" }).click();
	await one.getByRole("menuitem", { name: "Rename" }).click();
	await one.getByRole("dialog").getByLabel("Name").fill("Cellar");
	await one.getByRole("dialog").getByRole("button", { name: "Save" }).click();
	await one.getByRole("button", { name: "More for Cellar" }).waitFor();

	await go(two, "/sync");
	await one.getByRole("button", { name: "More for Pocket" }).click();
	await one.getByRole("menuitem", { name: "Remove" }).click();
	const dialog = one.getByRole("dialog");
	await dialog.getByText("What is on it already cannot be recalled.").waitFor();
	await dialog.getByRole("button", { name: "Remove" }).click();
	await dialog.waitFor({ state: "detached" });
	await one.getByText("One removed device").click();
	await one.getByText("Pocket").waitFor();

	// Either the list of devices came first, or the server would not hand it out any more.
	await two.getByRole("heading", { name: "This device was removed" }).waitFor();
	await assertForAll(two, "removed");
	await go(two, "/journal");
	await two.getByText("A line for both").or(two.getByText(/^Said /)).first().waitFor();
});

test("sync is turned off and everything stays", async () => {
	await one.getByRole("button", { name: "Turn off", exact: true }).click();
	await one.getByRole("button", { name: "Turn off on this device" }).click();
	await one.getByRole("heading", { name: "Begin on this device" }).waitFor();
	const { items } = await first.call("journal.entries");
	assert.equal(items.length, 2);
	await Promise.all([one, two].map(close));
});
