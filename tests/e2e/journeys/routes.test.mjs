// Every page, in every theme and on the widest and the narrowest window: readable for all, quiet, and
// no wider than its window.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { close, finish, open } from "../lib/browser.mjs";
import { assertNoOverflow, go, settled } from "../lib/pages.mjs";
import { demoVault, serve } from "../lib/programs.mjs";
import { nameOf, routes } from "../lib/routes.mjs";

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
	paths = routes({ entry });
});
after(finish);

/** What axe finds that keeps somebody out, as `rule: element`. */
async function barriers(page) {
	// Through the debugger and not as a script of the page, which its policy would refuse.
	await page.evaluate(axe.source);
	const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
	return violations
		.filter(({ impact }) => GRAVE.includes(impact))
		.flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ html, any }) => `${id}: ${html.slice(0, 160)} ${any[0]?.message ?? ""}`));
}

/** Looks at all routes in one look. */
async function walk(page, look) {
	const found = {};
	for (const path of paths) {
		await go(page, path);
		const name = nameOf(path, { entry });
		await assertNoOverflow(page, `${name}, ${look}`);
		const rules = await barriers(page);
		if (rules.length > 0) found[name] = rules;
	}
	return found;
}

// A theme is a setting of the vault: one after the other, both widths at once.
for (const theme of THEMES) {
	test(`every page can be used by everybody in the ${theme} theme`, { timeout: 240_000 }, async () => {
		await server.call("settings.set", { theme });
		const pages = await Promise.all(SIZES.map((size) => open(server, { size })));
		const found = await Promise.all(pages.map((page, at) => walk(page, `${theme}, ${SIZES[at]}`)));
		assert.deepEqual(Object.fromEntries(SIZES.map((size, at) => [size, found[at]])), { desktop: {}, phone: {} });
		for (const page of pages) await close(page);
	});
}

test("every page has a name of its own and one main heading at most", async () => {
	const page = await open(server);
	const titles = new Map();
	for (const path of paths) {
		await go(page, path);
		const title = await page.title();
		assert.notEqual(title, "", `${path} has no title`);
		titles.set(path, title);
		assert.equal((await page.locator("h1").count()) <= 1, true, `${path} has several main headings`);
	}
	await close(page);
});

test("what opens over a page can be used by everybody, too", async () => {
	const page = await open(server, { path: `/journal/${entry}` });
	await settled(page);
	const found = {};
	const look = async (name, ready) => {
		await ready.waitFor();
		await page.watch.quiet();
		const rules = await barriers(page);
		if (rules.length > 0) found[name] = rules;
		await page.keyboard.press("Escape");
		await ready.waitFor({ state: "hidden" });
	};
	await page.locator("main").focus();
	await page.keyboard.press("Control+k");
	await look("palette", page.getByRole("dialog"));
	await page.locator("main").focus();
	await page.keyboard.press("c");
	await look("quick capture", page.getByRole("dialog"));
	await page.getByRole("button", { name: "More actions" }).click();
	await look("menu", page.getByRole("menu"));
	await page.getByRole("button", { name: /^Date:/ }).click();
	await look("date", page.getByRole("dialog"));
	await page.getByRole("button", { name: /^Tags/ }).click();
	await look("tags", page.getByRole("combobox", { name: "Add a tag" }));
	await page.locator(".cm-media-picture").first().click();
	await look("lightbox", page.getByRole("dialog"));
	assert.deepEqual(found, {});
	await close(page);
});
