// Pictures of every page for people to look at: node shots.mjs FOLDER [ROUTE...]
//
// `states` are the parts of the story page that have a name, one picture each: a sensor that is refused, say.
// `sessions` are breathing sessions while they go on, `measured` those with camera and microphone.
//
// Each at 1280x900 and 390x844, light and dark, of the demo vault with seed 7; sessions of an empty one.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { finish, open } from "./lib/browser.mjs";
import { go, settled } from "./lib/pages.mjs";
import { PASSPHRASE, demoVault, folder, serve } from "./lib/programs.mjs";
import { thingsOf, nameOf, routes } from "./lib/routes.mjs";
import { shootMeasured, shootSessions } from "./lib/session-shots.mjs";

const [target, ...wanted] = process.argv.slice(2);
if (!target) throw new Error("usage: node shots.mjs FOLDER [ROUTE...]");
mkdirSync(target, { recursive: true });
const SESSION_THEMES = ["light", "contrast"];
const wants = (name) => wanted.length === 0 || wanted.includes(name);

// The field of a session is dark in every theme; the pages around it are not.
for (const size of ["desktop", "phone"]) {
	for (const theme of SESSION_THEMES) if (wants("sessions")) await shootSessions(target, { size, theme });
	if (wants("measured")) {
		await shootMeasured(target, { size, theme: "dark" });
		await shootMeasured(target, { size, theme: "light", name: "photo", film: "photo.y4m", sound: "silence.wav" });
	}
}
if (wanted.length > 0 && wanted.every((name) => name === "sessions" || name === "measured")) {
	await finish();
	process.exit(0);
}

const server = await serve(await demoVault());
const { items } = await server.call("journal.entries", { with_media: true, limit: 50 });
const entry = items.find(({ title }) => title)?.id ?? items[0].id;
const day = items[0].date;
const things = await thingsOf(server);

/** Addresses that show more of a page than the bare one does. */
const FULL = {
	"/search": "/search?q=rain",
	"/calendar": `/calendar?day=${day}`,
	"/journal/calendar": `/journal/calendar?month=${day.slice(0, 7)}`,
	"/journal/memories": `/journal/memories?date=${day}`,
};

const shoot = (page, name) => page.screenshot({ path: join(target, `${name}.png`) });

/** What lies over a page. */
const OVER = {
	palette: (page) => page.keyboard.press("Control+k"),
	capture: async (page) => {
		await page.keyboard.press("c");
		await page.getByRole("dialog").getByRole("textbox").fill("Coffee with @Elin #town yesterday 18:00");
		await page.getByRole("dialog").getByRole("button", { name: "Save" }).waitFor();
	},
	menu: (page) => page.getByRole("button", { name: "More actions" }).click(),
	date: (page) => page.getByRole("button", { name: /^Date:/ }).click(),
	history: async (page) => {
		await page.getByRole("button", { name: "More actions" }).click();
		await page.getByRole("menuitem", { name: "History" }).click();
	},
	lightbox: (page) => page.locator(".cm-media-picture, button.cursor-zoom-in").first().click(),
};

/** The parts that the story page names, each by itself. */
async function shootStates(page, size, scheme) {
	await go(page, "/stories");
	const parts = page.locator(`[data-theme=${scheme}] [data-story]`);
	await parts.first().waitFor();
	await page.watch.quiet();
	// All stories of all themes are so long that a picture of one takes half a minute.
	await page.evaluate((theme) => {
		for (const block of document.querySelectorAll("[data-theme]:has([data-story])")) {
			if (block === document.documentElement) continue;
			if (block.getAttribute("data-theme") !== theme) block.remove();
			else for (const story of [...block.children]) if (!story.querySelector("[data-story]")) story.remove();
		}
		// What is fixed to the window would lie over a part that is higher.
		for (const fixed of document.querySelectorAll("nav, body a[href^='#']")) fixed.remove();
	}, scheme);
	for (const part of await parts.all()) {
		const name = await part.getAttribute("data-story");
		await part.screenshot({ path: join(target, `state-${name}-${size}-${scheme}.png`) });
	}
}

for (const size of ["desktop", "phone"]) {
	for (const scheme of ["light", "dark"]) {
		const page = await open(server, { size, scheme });
		for (const path of routes({ entry, ...things })) {
			const name = nameOf(path, { entry, ...things });
			if (wanted.length > 0 && !wanted.includes(name)) continue;
			await go(page, FULL[path] ?? path).catch((error) => console.log(`${name}: ${error.message}`));
			await shoot(page, `${name}-${size}-${scheme}`);
		}
		for (const [name, show] of Object.entries(OVER)) {
			if (scheme === "dark" || (wanted.length > 0 && !wanted.includes(name))) continue;
			await go(page, `/journal/${entry}`);
			await page.locator("main").focus();
			await show(page);
			await page.watch.quiet();
			await shoot(page, `over-${name}-${size}-${scheme}`);
		}
		if (wanted.length === 0 || wanted.includes("states")) await shootStates(page, size, scheme);
		for (const trouble of new Set(page.watch.troubles)) console.log(`${size} ${scheme}: ${trouble}`);
		await page.context().close();
	}
}

/** What is seen before the vault is open, on a vault of its own. */
async function shootGate(size) {
	const fresh = await serve(join(folder(), "vault"), { unlock: false });
	const page = await open(fresh, { size });
	await page.getByLabel("Passphrase", { exact: true }).fill(PASSPHRASE);
	await shoot(page, `gate-1-passphrase-${size}`);
	await page.getByRole("button", { name: "Create my journal" }).click();
	const written = page.getByRole("button", { name: "I have written them down" });
	await written.waitFor();
	await page.watch.quiet();
	await shoot(page, `gate-2-words-${size}`);
	const words = await page.locator("ol li span:last-child").allInnerTexts();
	await written.click();
	const heading = await page.getByRole("heading", { name: /^What was word/ }).innerText();
	await shoot(page, `gate-3-ask-${size}`);
	await page.getByRole("textbox").fill(words[Number(/\d+/.exec(heading)[0]) - 1]);
	await page.getByRole("button", { name: "Begin" }).click();
	await page.waitForURL("**/today");
	await settled(page);
	await shoot(page, `gate-4-begun-${size}`);
	await go(page, "/journal");
	await shoot(page, `gate-5-empty-${size}`);
	await fresh.call("vault.lock");
	await page.getByText("Everkept is locked.").waitFor();
	await page.watch.quiet();
	await shoot(page, `gate-6-locked-${size}`);
	await fresh.stop();
}

if (wanted.length === 0 || wanted.includes("gate")) for (const size of ["desktop", "phone"]) await shootGate(size);
await finish();
