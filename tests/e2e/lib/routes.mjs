/** Every address of the interface. */
import { readdirSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../../../ui/src/routes");

/** What stands for a part in brackets; filled from the vault that is looked at. */
const PARTS = {
	"[id]": "entry",
	"[artist]": "artist",
	"[album]": "album",
	"[track]": "track",
	"[genre]": "genre",
	"[play]": "play",
	"[list]": "list",
	"[account]": "account",
	"[txn]": "txn",
	"[workout]": "workout",
	"[activity]": "activity",
	"[routine]": "routine",
	"[exercise]": "exercise",
};

/** What a demo vault has for each part in brackets, beside the entry. */
export async function thingsOf(server) {
	return { ...(await musicOf(server)), ...(await moneyOf(server)), ...(await trainingOf(server)) };
}

/** Also begins a workout, so that the page of the one that goes on has something to show. */
async function trainingOf(server) {
	const { items } = await server.call("fitness.workouts", { limit: 200 });
	const routines = await server.call("fitness.routines");
	const routine = routines.find(({ closed }) => !closed) ?? routines[0];
	const [exercise] = await server.call("fitness.exercises", { recent: true });
	const workout = items.find(({ origin, sets, state }) => origin === "record" && state === "done" && sets > 0);
	// One with a track has most to show.
	const told = items.filter(({ origin }) => origin === "activity");
	const activity = told.find(({ distance_mm, ascent_mm }) => distance_mm && ascent_mm) ?? told[0];
	if ((await server.call("fitness.going")) === null) await server.call("fitness.start_workout", { routine: routine.id });
	return { workout: workout.id, activity: activity.id, routine: routine.id, exercise: exercise.id };
}

async function moneyOf(server) {
	const { items } = await server.call("finance.register", { limit: 50 });
	// One that a statement told has most to show.
	const txn = items.find(({ imported, category }) => imported && category) ?? items[0];
	return { account: txn.account, txn: txn.id };
}

async function musicOf(server) {
	const top = async (scope) => (await server.call("listening.top", { scope, range: {}, limit: 1 })).items[0].id;
	const [artist, album, track, genre] = await Promise.all(["artist", "album", "track", "genre"].map(top));
	const { items } = await server.call("listening.plays", { limit: 1 });
	const [list] = await server.call("listening.lists");
	return { artist, album, track, genre: encodeURIComponent(genre), play: items[0].id, list: list.id };
}

/**
 * All routes as the folders of the interface say them, so that a new page is looked at the day it comes:
 * `/journal/[id]` becomes the entry that is given, a group in parentheses is no part of the address.
 * @param {Record<string, string>} values
 */
export function routes(values, folder = ROOT, path = "") {
	const found = [];
	for (const item of readdirSync(folder, { withFileTypes: true })) {
		if (item.name === "+page.svelte") found.push(path || "/");
		if (!item.isDirectory()) continue;
		const part = PARTS[item.name] ? values[PARTS[item.name]] : item.name;
		const inside = item.name.startsWith("(") ? path : `${path}/${part}`;
		found.push(...routes(values, join(folder, item.name), inside));
	}
	// The bare address leads to the first page, which is in the list.
	return path === "" ? [...new Set(found)].filter((route) => route !== "/").sort() : found;
}

/** A route's name for a file: what fills its brackets is called by its part. */
export const nameOf = (route, values) =>
	Object.entries(values)
		.reduce((name, [part, value]) => name.replace(`/${value}`, `/${part}`), route)
		.slice(1)
		.replaceAll("/", "-");
