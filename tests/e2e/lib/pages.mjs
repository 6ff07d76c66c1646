/** Words for what a person does, so that the journeys read like one. */
import assert from "node:assert/strict";

/** The text of the open entry. */
export const body = (page) => page.getByRole("textbox", { name: "Text of the entry" });

/** The title of the open entry. */
export const title = (page) => page.getByRole("textbox", { name: "Title", exact: true });

/** Waits until the page says that everything written is on the disk. */
export async function saved(page) {
	// Typing turns the word to "saving…" at once, so that an old "saved" is not taken for the new one.
	await page.getByTestId("save-state").filter({ hasText: /^saved \d\d:\d\d:\d\d$/ }).waitFor();
}

/** Writes at the end of the open entry and waits until it is kept. */
export async function write(page, text) {
	await body(page).click();
	await page.keyboard.press("Control+End");
	await page.keyboard.type(text);
	await saved(page);
}

/** Opens a new entry from the journal's own page. Gives its id. */
export async function newEntry(page) {
	await go(page, "/journal");
	await page.getByRole("button", { name: "New entry" }).first().click();
	await page.waitForURL(/\/journal\/[^/?]+$/);
	await body(page).waitFor();
	return entryId(page);
}

/** The entry that the address names. */
export const entryId = (page) => new URL(page.url()).pathname.split("/").at(-1);

/** Goes to another address of the same server and waits until it is drawn. */
export async function go(page, path) {
	await page.goto(new URL(path, page.url()).href);
	await settled(page);
}

/** Chooses from the menu behind the three dots of the open entry. */
export async function choose(page, item) {
	await page.getByRole("button", { name: "More actions" }).click();
	await page.getByRole("menuitem", { name: item }).click();
}

/** The page asked for is drawn: nothing loads any more, no skeleton stands for anything, fonts are there. */
export async function settled(page) {
	await page.locator("main").waitFor();
	await page.watch.quiet();
	await page.waitForFunction(
		// The stories show a skeleton for its own sake.
		() => document.fonts.status === "loaded" && (location.pathname === "/stories" || !document.querySelector(".skeleton")),
	);
}

/** How much wider than its window the page is and what reaches out, or null. */
export function overflow(page) {
	return page.evaluate(() => {
		const root = document.documentElement;
		if (root.scrollWidth <= root.clientWidth) return null;
		// The innermost elements whose own content reaches out.
		const reaches = (element) => element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX === "visible";
		const guilty = [...document.querySelectorAll("body *")]
			.filter((element) => element.clientWidth > 0 && reaches(element) && ![...element.children].some(reaches))
			.slice(0, 3)
			.map((element) => element.outerHTML.slice(0, 140));
		return { scrolls: root.scrollWidth, shows: root.clientWidth, guilty };
	});
}

/** Fails when the page is wider than its window. */
export async function assertNoOverflow(page, where) {
	const wide = await overflow(page);
	assert.equal(wide, null, `${where}: the page is wider than its window ${JSON.stringify(wide)}`);
}

/** What has the focus, and whether one can see that it does. */
export function focused(page) {
	return page.evaluate(() => {
		const element = document.activeElement;
		if (!element || element === document.body) return { name: null, visible: false };
		const drawn = (one) => {
			const style = getComputedStyle(one);
			const outline = style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 1;
			return outline || style.boxShadow !== "none";
		};
		// A field without an outline shows its cursor; a box around it may change its edge.
		const types = element.matches("input:not([type=checkbox]):not([type=file]), textarea, [contenteditable=true]");
		const name = element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent ?? element.textContent ?? "";
		// The line of a box to tick may be marked as a whole.
		const line = element.closest("label");
		const boxed = line !== null && drawn(line);
		// A grid or list that keeps the focus itself marks the row that keys are for.
		const row = document.getElementById(element.getAttribute("aria-activedescendant") ?? "");
		const marked = row !== null && getComputedStyle(row).backgroundColor !== "rgba(0, 0, 0, 0)";
		return { name: name.trim().slice(0, 80), visible: types || marked || drawn(element) || boxed };
	});
}

/** More stops than any page has between two things. */
const STOPS_MAX = 90;

/** Goes on with Tab until something has the focus that is called so; every stop on the way must be seen. */
export async function tabTo(page, name) {
	const passed = [];
	for (let stop = 0; stop < STOPS_MAX; stop += 1) {
		await page.keyboard.press("Tab");
		const now = await focused(page);
		// After the last stop the focus is the browser's own.
		if (now.name === null) continue;
		passed.push(now.name);
		assert.equal(now.visible, true, `the focus on “${now.name}” cannot be seen`);
		if (name.test(now.name)) return;
	}
	assert.fail(`Tab never came to ${name}; it came to: ${passed.join(" | ")}`);
}

/** Opens a page by its name. */
export async function goByPalette(page, name) {
	await page.keyboard.press("Control+k");
	await page.getByRole("combobox", { name: /^Search pages/ }).waitFor();
	await page.keyboard.type(name);
	await page.getByRole("option", { name: new RegExp(`^${name}`) }).first().waitFor();
	await page.keyboard.press("Enter");
	await page.getByRole("dialog").waitFor({ state: "hidden" });
}
