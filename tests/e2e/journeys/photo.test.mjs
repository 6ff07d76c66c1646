// A photo: kept encrypted, shown small in the entry and the list, large in the lightbox.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SIZES, close, finish, open } from "../lib/browser.mjs";
import { assertNoOverflow, body, go, newEntry, saved, settled } from "../lib/pages.mjs";
import { png } from "../lib/picture.mjs";
import { newVault, serve } from "../lib/programs.mjs";

let server;
before(async () => {
	server = await serve(newVault());
});
after(finish);

/** The picture is not only asked for but drawn. */
const drawn = (image) => image.evaluate((one) => one.decode().then(() => one.naturalWidth));

const HUES = { desktop: 40, tablet: 120, phone: 200 };

for (const size of Object.keys(SIZES)) {
	test(`a photo added on the ${size} shows in the entry, the lightbox, the list and the wall`, async () => {
		const page = await open(server, { size });
		const id = await newEntry(page);
		await body(page).click();
		await page.keyboard.type("Low tide");
		const name = `field-${size}.png`;
		await page.locator("input[type=file]").setInputFiles({ name, mimeType: "image/png", buffer: png(640, 420, HUES[size]) });
		const picture = body(page).getByRole("button", { name: `Open ${name}` });
		await picture.waitFor();
		assert.equal(await drawn(picture.locator("img")), 640);
		await saved(page);
		await page.watch.quiet();
		assert.equal(await page.getByRole("button", { name: `Open ${name}` }).count(), 1, "what the words show is not shown above them, too");
		await assertNoOverflow(page, "entry with a photo");

		const entry = await server.call("journal.entry", { id });
		assert.equal(entry.media.length, 1);
		assert.deepEqual([entry.media[0].width, entry.media[0].height], [640, 420]);
		assert.match(entry.body, new RegExp(`!\\[${name}\\]\\(media:${entry.media[0].hash}\\)`));

		await picture.click();
		const box = page.getByRole("dialog");
		assert.equal(await drawn(box.getByRole("img", { name })), 640);
		await page.keyboard.press("Escape");
		await box.waitFor({ state: "hidden" });

		await go(page, "/journal");
		const row = page.locator(`[data-entry="${id}"]`);
		assert.equal((await drawn(row.locator("img"))) > 0, true, "the list shows a small one");
		await go(page, "/journal/media");
		await page.getByRole("button", { name: new RegExp(name) }).click();
		assert.equal(await drawn(page.getByRole("dialog").getByRole("img", { name })), 640);
		await page.getByRole("dialog").getByRole("link", { name: /^Open the entry of/ }).click();
		await page.waitForURL(`**/journal/${id}`);
		await settled(page);
		await close(page);
	});
}

test("a picture pasted into the words is kept", async () => {
	const page = await open(server);
	const id = await newEntry(page);
	const bytes = [...png(120, 80, 90)];
	await body(page).evaluate((editor, data) => {
		const clipboard = new DataTransfer();
		clipboard.items.add(new File([new Uint8Array(data)], "pasted.png", { type: "image/png" }));
		editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData: clipboard, bubbles: true, cancelable: true }));
	}, bytes);
	await body(page).getByRole("button", { name: "Open pasted.png" }).waitFor();
	await saved(page);
	assert.equal((await server.call("journal.entry", { id })).media[0].name, "pasted.png");
	await close(page);
});
