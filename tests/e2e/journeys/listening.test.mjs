// Listening: from the overview through artist and track to a single play, and back by undo.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { SIZES, close, finish, open } from "../lib/browser.mjs";
import { assertNoOverflow, go, overflow, settled } from "../lib/pages.mjs";
import { demoVault, serve } from "../lib/programs.mjs";

const THEMES = ["light", "dark", "contrast"];
const GRAVE = ["serious", "critical"];

let server;
/** Something of everything that has a page of its own. */
let things;
before(async () => {
	server = await serve(await demoVault());
	const first = async (scope) => {
		const { items } = await server.call("listening.top", { scope, range: {}, limit: 1 });
		return items[0];
	};
	const [artist, album, track] = [await first("artist"), await first("album"), await first("track")];
	await server.call("listening.set_genre", { artist: artist.id, genre: "harbor folk", on: true });
	const { items } = await server.call("listening.plays", { limit: 1 });
	const list = await server.call("listening.create_list", { name: "For the train", note: "Windows and fields", feeling: "calm" });
	await server.call("listening.set_listed", { list: list.id, track: track.id, on: true });
	things = { artist, album, track, play: items[0].id, list: list.id };
});
after(finish);

const heading = (page) => page.getByRole("heading", { level: 1 });
const plays = async () => (await server.call("listening.overview", { range: {} })).plays;

for (const size of Object.keys(SIZES)) {
	test(`the days of the overview on the ${size} are turned by the keyboard`, async () => {
		const page = await open(server, { size, path: "/listening" });
		await settled(page);
		await heading(page).filter({ hasText: /^You have heard .* in all, since / }).waitFor();
		await assertNoOverflow(page, "overview");

		const days = page.getByRole("navigation", { name: "Days" });
		await days.getByRole("link", { name: "Year" }).focus();
		await page.keyboard.press("Enter");
		await page.waitForURL(/range=year/);
		const year = new Date().getFullYear();
		await page.keyboard.press("[");
		await page.waitForURL(new RegExp(`at=${year - 1}-01-01`));
		await settled(page);
		const wanted = await server.call("listening.overview", { range: { from: `${year - 1}-01-01`, to: `${year - 1}-12-31` } });
		const tracks = new Intl.NumberFormat("en-GB").format(wanted.tracks);
		await heading(page).filter({ hasText: wanted.plays > 0 ? `${tracks} track` : "Nothing was heard" }).waitFor();
		await page.keyboard.press("]");
		await page.waitForURL((url) => !url.search.includes("at="));
		await close(page);
	});

	test(`one goes from an artist to a track on the ${size} and keeps it in a list`, async () => {
		const page = await open(server, { size, path: "/listening" });
		await settled(page);
		await page.getByRole("list", { name: "Artists" }).getByRole("link").first().click();
		await page.waitForURL(/\/listening\/artist\//);
		await heading(page).filter({ hasText: things.artist.name }).waitFor();
		await settled(page);
		await assertNoOverflow(page, "artist");

		const track = page.getByRole("list", { name: "Tracks" }).getByRole("link").first();
		await track.click();
		await page.waitForURL(/\/listening\/track\//);
		await settled(page);
		await assertNoOverflow(page, "track");
		const name = await heading(page).innerText();

		await page.getByRole("button", { name: "Keep in a list" }).click();
		await page.getByRole("button", { name: "New list" }).click();
		await page.getByRole("textbox", { name: "Name" }).fill(`Rainy days ${size}`);
		await page.getByRole("button", { name: "Make list" }).click();
		await page.getByRole("checkbox", { name: `Rainy days ${size}`, checked: true }).waitFor();
		await page.getByRole("button", { name: "Done" }).click();

		await go(page, "/listening/lists");
		await page.getByRole("link", { name: new RegExp(`Rainy days ${size}`) }).click();
		await page.waitForURL(/\/listening\/lists\/./);
		await page.getByRole("link", { name }).first().waitFor();
		await assertNoOverflow(page, "list");
		await close(page);
	});

	test(`a play that is hidden on the ${size} leaves every figure until that is undone`, async () => {
		const before = await plays();
		const page = await open(server, { size, path: `/listening/plays/${things.play}` });
		await settled(page);
		const hide = page.getByRole("switch", { name: "Leave it out of every figure" });
		await hide.click();
		await page.getByText("It does not count in figures.").waitFor();
		assert.equal(await hide.isChecked(), true);
		assert.equal(await plays(), before - 1);
		await page.keyboard.press("Control+z");
		await page.getByText("It does not count in figures.").waitFor({ state: "hidden" });
		assert.equal(await plays(), before);
		await assertNoOverflow(page, "play");
		await close(page);
	});
}

/** The pages of single things, which no list of routes can fill in. */
const pages = () => [
	`/listening/artist/${things.artist.id}`,
	`/listening/album/${things.album.id}`,
	`/listening/track/${things.track.id}`,
	`/listening/genre/${encodeURIComponent("harbor folk")}`,
	`/listening/plays/${things.play}`,
	`/listening/lists/${things.list}`,
	"/listening?range=year",
	"/listening?range=month&by=time",
	"/listening/top?scope=album",
];

/** What axe finds that keeps somebody out, as `rule: element`. */
async function barriers(page) {
	await page.evaluate(axe.source);
	const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
	return violations.filter(({ impact }) => GRAVE.includes(impact)).flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}

for (const theme of THEMES) {
	test(`every page of one thing can be used by everybody in the ${theme} theme`, { timeout: 240_000 }, async () => {
		await server.call("settings.set", { theme });
		const found = {};
		for (const size of ["desktop", "phone"]) {
			const page = await open(server, { size });
			for (const path of pages()) {
				await go(page, path);
				const faults = await barriers(page);
				const wide = await overflow(page);
				if (wide) faults.push(`wider than the window: ${JSON.stringify(wide)}`);
				if ((await page.title()) === "") faults.push("has no title");
				if (faults.length > 0) found[`${path} ${size}`] = faults;
			}
			await close(page);
		}
		assert.deepEqual(found, {});
	});
}
