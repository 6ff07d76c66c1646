// Every page, in every theme and on the widest and the narrowest window: readable for all, quiet, and
// no wider than its window.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { close, finish, open } from "../lib/browser.mjs";
import { go, overflow, settled } from "../lib/pages.mjs";
import { demoVault, serve } from "../lib/programs.mjs";
import { thingsOf, nameOf, routes } from "../lib/routes.mjs";

const THEMES = ["light", "dark", "contrast"];
const SIZES = ["desktop", "phone"];
const GRAVE = ["serious", "critical"];

let server;
let entry;
let paths;
before(async () => {
	server = await serve(await demoVault());
	const { items } = await server.call("journal.entries", { with_media: true, limit: 1 });
	entry = items[0].id;
	paths = routes({ entry, ...(await thingsOf(server)) });
});
after(finish);

/** Names, roles and order are the same in every theme; only what is made of color changes. */
const COLOR = { type: "rule", values: ["color-contrast", "link-in-text-block"] };

/** What axe finds that keeps somebody out, as `rule: element`: all that it knows, or of some rules. */
async function barriers(page, runOnly) {
	// Through the debugger and not as a script of the page, which its policy would refuse.
	await page.evaluate(axe.source);
	const options = { resultTypes: ["violations"], ...(runOnly && { runOnly }) };
	const { violations } = await page.evaluate((given) => globalThis.axe.run(document, given), options);
	return violations
		.filter(({ impact }) => GRAVE.includes(impact))
		.flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ html, any }) => `${id}: ${html.slice(0, 160)} ${any[0]?.message ?? ""}`));
}

/** Looks at all routes and gives what is wrong with each. */
async function walk(page, runOnly) {
	const found = {};
	for (const path of paths) {
		await go(page, path);
		const name = nameOf(path, { entry });
		const faults = await barriers(page, runOnly);
		const wide = await overflow(page);
		if (wide) faults.push(`wider than the window: ${JSON.stringify(wide)}`);
		if ((await page.title()) === "") faults.push("has no title");
		if ((await page.locator("h1").count()) > 1) faults.push("has several main headings");
		if (faults.length > 0) found[name] = faults;
	}
	return found;
}

// A theme is a setting of the vault: one after the other, both widths at once.
for (const theme of THEMES) {
	test(`every page can be used by everybody in the ${theme} theme (E2)`, { timeout: 900_000 }, async () => {
		await server.call("settings.set", { theme });
		const pages = await Promise.all(SIZES.map((size) => open(server, { size })));
		const found = await Promise.all(pages.map((page) => walk(page, theme === THEMES[0] ? undefined : COLOR)));
		assert.deepEqual(Object.fromEntries(SIZES.map((size, at) => [size, found[at]])), { desktop: {}, phone: {} });
		for (const page of pages) await close(page);
	});
}

/** What lies over an entry, how it is opened and how one knows that it is there. */
const OVER = {
	palette: [(page) => page.keyboard.press("Control+k"), (page) => page.getByRole("dialog")],
	"quick capture": [(page) => page.keyboard.press("c"), (page) => page.getByRole("dialog")],
	menu: [(page) => page.getByRole("button", { name: "More actions" }).click(), (page) => page.getByRole("menu")],
	date: [(page) => page.getByRole("button", { name: /^Date:/ }).click(), (page) => page.getByRole("switch", { name: "All day" })],
	tags: [(page) => page.getByRole("button", { name: /^Tags/ }).click(), (page) => page.getByRole("combobox", { name: "Add a tag" })],
	lightbox: [(page) => page.getByRole("button", { name: /^Open / }).first().click(), (page) => page.getByRole("dialog").locator("img")],
};

for (const size of SIZES) {
	test(`what opens over a page on the ${size} can be used by everybody, too`, async () => {
		const page = await open(server, { size });
		const found = {};
		for (const [name, [show, shown]] of Object.entries(OVER)) {
			await go(page, `/journal/${entry}`);
			await page.locator("main").focus();
			await show(page);
			await shown(page).waitFor();
			await page.watch.quiet();
			const rules = await barriers(page);
			if (rules.length > 0) found[name] = rules;
		}
		assert.deepEqual(found, {});
		await close(page);
	});
}

test("a menu closes with one Escape, and the hint of its button does not stay over what was chosen", async () => {
	const page = await open(server, { path: `/journal/${entry}` });
	await settled(page);
	const button = page.getByRole("button", { name: "More actions" });
	const menu = page.getByRole("menu");
	await button.click();
	await menu.waitFor();
	await page.keyboard.press("Escape");
	await menu.waitFor({ state: "hidden" });

	// With the pointer alone.
	await page.reload();
	await settled(page);
	await button.click();
	await menu.getByRole("menuitem", { name: "History" }).click();
	await page.getByRole("region", { name: "History" }).waitFor();
	await page.watch.quiet();
	assert.equal(await page.locator("[data-tooltip-content]").count(), 0);
	await close(page);
});
