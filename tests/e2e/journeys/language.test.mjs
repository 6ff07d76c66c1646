// Every word on a page comes from a message: in the accented language nothing plain is left but what
// the person wrote and the names of things.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { close, finish, open } from "../lib/browser.mjs";
import { go, overflow } from "../lib/pages.mjs";
import { demoVault, serve } from "../lib/programs.mjs";
import { thingsOf, routes } from "../lib/routes.mjs";

let server;
let paths;
let entry;
/** All that the vault itself says, in one text. */
let own;
before(async () => {
	server = await serve(await demoVault());
	await server.call("settings.set", { locale: "pseudo" });
	const day = { from: "2000-01-01", limit: 1000 };
	const { items } = await server.call("journal.entries", day);
	entry = items.find(({ title, photo }) => title && photo).id;
	const things = await thingsOf(server);
	paths = routes({ entry, ...things });
	const asked = ["journal.tags", "journal.people", "journal.journals", "journal.templates", "journal.prompts", "import.formats", "export.formats", "accounts.list", "vault.status"];
	const told = await Promise.all(asked.map((cmd) => server.call(cmd)));
	const written = await server.call("journal.entry", { id: entry });
	const media = await server.call("journal.media", { limit: 1000 });
	const range = {};
	const heard = await Promise.all([
		...["artist", "album", "track", "genre"].map((scope) => server.call("listening.top", { scope, range, limit: 200 })),
		server.call("listening.plays", { limit: 500 }),
		...["lists", "sources", "settings", "merges"].map((what) => server.call(`listening.${what}`)),
		server.call("listening.list", { id: things.list }),
		server.call("listening.artist", { id: things.artist }),
		server.call("listening.album", { id: things.album }),
		server.call("listening.discovery", { range, unit: "month" }),
		server.call("listening.play", { id: things.play }),
	]);
	const money = ["accounts", "categories", "payees", "rules", "rule_proposals", "proposals", "recurring", "schedules", "goals", "receipts", "offers", "rates", "profiles"];
	const spent = await Promise.all([
		...money.map((what) => server.call(`finance.${what}`)),
		server.call("finance.register", { limit: 500 }),
		server.call("finance.txn", { id: things.txn }),
	]);
	const training = ["exercises", "routines", "goals", "settings", "sources", "records", "suggest", "going"];
	const trained = await Promise.all([
		...training.map((what) => server.call(`fitness.${what}`)),
		server.call("fitness.workouts", { limit: 500 }),
		server.call("fitness.workouts", { limit: 500, planned: true }),
		server.call("fitness.measures", { limit: 2000 }),
		...["workout", "activity", "routine", "exercise"].map((what) => server.call(`fitness.${what}`, { id: things[what] })),
	]);
	const calm = await Promise.all([
		...["patterns", "courses", "settings", "hrv_readings"].map((what) => server.call(`breath.${what}`)),
		server.call("breath.sessions", { limit: 200 }),
		...["factors", "who5", "settings", "today"].map((what) => server.call(`mood.${what}`)),
		server.call("mood.timeline", { limit: 100 }),
		server.call("mood.own_words", { days: 365 }),
		server.call("mood.words", { valence: 0, energy: 0, limit: 100 }),
	]);
	// What stands on the calendar is named by its domain, as it is in a file that is exported.
	const agenda = await server.call("calendar.month", { month: new Date().toISOString().slice(0, 7) });
	own = words([JSON.stringify(agenda), JSON.stringify(calm), JSON.stringify(trained), JSON.stringify(heard), JSON.stringify(spent), JSON.stringify(told), JSON.stringify(items), JSON.stringify(media), JSON.stringify(written)].join(" "));
});
after(finish);

/** Lower case, without marks and doubled spaces: how a text is compared. */
function words(text) {
	return text
		.toLowerCase()
		.replaceAll(/\\n|[^\p{L}\p{N}]+/gu, " ")
		.trim();
}

/** Names of months, days and parts of the day, as dates bring them. */
const DATES = (() => {
	const names = ["am", "pm", "today", "yesterday", "tomorrow", "gmt", "utc"];
	const named = (date, part) => ["long", "short"].map((width) => date.toLocaleDateString("en-GB", { [part]: width, timeZone: "UTC" }));
	for (let at = 0; at < 12; at += 1) names.push(...named(new Date(Date.UTC(2026, at, 1)), "month"));
	for (let at = 1; at <= 7; at += 1) names.push(...named(new Date(Date.UTC(2026, 1, at)), "weekday"));
	return new Set(names.map((name) => name.toLowerCase()).concat(["mo", "tu", "we", "th", "fr", "sa", "su"]));
})();

/** Keys, units and the name of the program are the same everywhere. */
const NAMES = new Set(["everkept", "ctrl", "shift", "alt", "esc", "enter", "kb", "mb", "gb", "byte", "bytes", "kilobyte", "kilobytes", "iban", "ofx", "qif", "camt", "eur", "markdown", "html", "json", "pdf", "csv", "zip", "gpx", "tcx", "kingdom", "united", "states", "canada", "ireland", "france", "kg", "lb", "km", "mi", "cm", "bpm", "kcal"]);

/** All that can be read or heard on the page. */
function texts() {
	const found = [];
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (walker.nextNode()) {
		const { parentElement, nodeValue } = walker.currentNode;
		const unseen = parentElement.closest("script, style, template, [data-untranslated], #svelte-announcer");
		if (!unseen && parentElement.checkVisibility() && nodeValue.trim()) found.push(nodeValue);
	}
	for (const name of ["aria-label", "title", "placeholder", "alt", "aria-roledescription", "aria-valuetext"]) {
		for (const element of document.querySelectorAll(`[${name}]`)) found.push(element.getAttribute(name));
	}
	return [...found, document.title];
}

/** The plain words of a text that are no message, no date, no name and not the person's own. */
function plainWords(text) {
	// A message stands in brackets; what it was given stands inside.
	const plain = words(text.replaceAll(/\[[^\]]*~+\]/g, " "));
	if (` ${own} `.includes(` ${plain} `)) return [];
	return plain.split(" ").filter((word) => /[a-z]{2}/.test(word) && !DATES.has(word) && !NAMES.has(word) && !` ${own} `.includes(` ${word} `));
}

test("no page says anything that is not translated, and a longer language has room", { timeout: 900_000 }, async () => {
	const page = await open(server, { size: "phone" });
	const faults = {};
	for (const path of paths) {
		await go(page, path);
		const left = [];
		const wide = await overflow(page);
		if (wide) left.push(`wider than the window: ${JSON.stringify(wide)}`);
		// The stories name components, which are no words of a language.
		if (path !== "/stories") left.push(...(await page.evaluate(texts)).filter((text) => plainWords(text).length > 0));
		if (left.length > 0) faults[path] = [...new Set(left)];
	}
	assert.deepEqual(faults, {});
	await close(page);
});
