// Import: one sees what would come before anything changes, and one undo takes all of it back.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SIZES, close, finish, open } from "../lib/browser.mjs";
import { assertNoOverflow, settled } from "../lib/pages.mjs";
import { png } from "../lib/picture.mjs";
import { newVault, serve } from "../lib/programs.mjs";
import { zip } from "../lib/zip.mjs";

let server;
before(async () => {
	server = await serve(newVault());
});
after(finish);

/** A Day One export of three entries, one with a photo; `mark` makes one unlike another. */
function dayOne(mark, hue) {
	const uuid = (number) => `0E2E${mark}${String(number).padStart(27, "0")}`;
	const photo = { identifier: uuid(9), md5: `e2e${mark}${"0".repeat(28)}`, type: "png", filename: "harbor.png" };
	const entry = (number, text, more = {}) => ({
		uuid: uuid(number),
		creationDate: `2024-0${number}-12T18:30:00Z`,
		modifiedDate: `2024-0${number}-12T18:40:00Z`,
		timeZone: "Europe/Paris",
		text,
		...more,
	});
	const entries = [
		entry(1, "# Arrived\n\nThe boat was late.", { tags: ["sea"], starred: true }),
		entry(2, `The harbor.\n\n![](dayone-moment://${photo.identifier})`, { photos: [photo] }),
		entry(3, "Went home again."),
	];
	const name = `Trip ${mark}`;
	return zip({
		[`${name}.json`]: JSON.stringify({ metadata: { version: "1.0" }, entries }),
		[`photos/${photo.md5}.png`]: png(300, 200, hue),
	});
}

const total = async () => (await server.call("journal.entries", { limit: 1 })).total;
const choose = (page, name, buffer) => page.locator("main input[type=file]").setInputFiles({ name, mimeType: "application/zip", buffer });

const MARKS = { desktop: ["A", 30], tablet: ["B", 60], phone: ["C", 90] };

for (const size of Object.keys(SIZES)) {
	test(`a Day One export is shown first, imported, known again and taken back on the ${size}`, async () => {
		const page = await open(server, { size, path: "/import" });
		await settled(page);
		const file = dayOne(...MARKS[size]);
		const before = await total();

		await choose(page, "trip.zip", file);
		await page.getByText("This is what trip.zip holds, read as").waitFor();
		const table = page.getByRole("table");
		await table.getByRole("row", { name: /^Entries 3 0$/ }).waitFor();
		await table.getByRole("row", { name: /^Photos and files/ }).waitFor();
		await page.getByRole("region", { name: "A few of them" }).getByText("Arrived").waitFor();
		assert.equal(await total(), before, "looking changes nothing");
		await assertNoOverflow(page, "dry run");

		await page.getByRole("button", { name: /^Import \d+ items?$/ }).click();
		await page.getByText(/^trip.zip was read as/).waitFor();
		assert.equal(await total(), before + 3);
		const { items } = await server.call("journal.entries", { with_media: true, from: "2024-02-12", to: "2024-02-12" });
		assert.equal(items[0].media, 1);

		await page.getByRole("button", { name: "Import something else" }).click();
		await choose(page, "trip.zip", file);
		assert.equal(await page.getByRole("button", { name: "Everything is already here" }).isDisabled(), true);
		await table.getByRole("row", { name: /^Entries 0 3$/ }).waitFor();

		await page.goto(`${server.address}/history`);
		await page.getByRole("button", { name: "Undo: Import finished" }).first().click();
		await page.getByText("Undone", { exact: true }).first().waitFor();
		assert.equal(await total(), before);
		await close(page);
	});
}

test("the page of an import takes it back itself", async () => {
	const page = await open(server, { path: "/import" });
	await settled(page);
	const before = await total();
	await choose(page, "again.zip", dayOne("D", 120));
	await page.getByRole("button", { name: /^Import \d+ items?$/ }).click();
	await page.getByRole("button", { name: "Undo this import" }).click();
	await page.getByText("The import was taken back.").waitFor();
	assert.equal(await total(), before);
	await close(page);
});

test("a file that is no export is refused in words and changes nothing", async () => {
	const page = await open(server, { path: "/import" });
	page.watch.allow(/status of 4\d\d/);
	await settled(page);
	const before = await total();
	await choose(page, "noise.bin", Buffer.from("\u0000\u0001\u0002 nothing of use"));
	await page.getByRole("alert").getByText("noise.bin could not be read").waitFor();
	await page.getByRole("button", { name: "Choose a file" }).waitFor();
	assert.equal(await total(), before);
	await close(page);
});
