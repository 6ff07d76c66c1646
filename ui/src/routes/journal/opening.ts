/** Ways to an entry that more than one view needs. */
import { goto } from "$app/navigation";
import { call } from "$lib/api/call";
import type { Day } from "$lib/api/wire";
import { today } from "$lib/format";

/** How many entries of one day open that day's list instead of the only entry. */
const SEVERAL = 2;

/** Makes an entry, of today and now unless told otherwise, and opens it. */
export async function newEntry(fields: { date?: Day; journal?: string; body?: string } = {}): Promise<void> {
	const { id } = await call("journal.create_entry", fields);
	await goto(`/journal/${id}`);
}

/** Opens what a day holds: its one entry, the list of it, or a new entry when there is none. */
export async function openDay(date: Day): Promise<void> {
	const { items } = await call("journal.entries", { from: date, to: date, limit: SEVERAL });
	const [first] = items;
	if (!first) await newEntry(date === today() ? {} : { date });
	else if (items.length < SEVERAL) await goto(`/journal/${first.id}`);
	else await goto(`/journal/${first.id}?from=${date}&to=${date}`);
}

/** Opens the note of a day, which is made when there is none. */
export async function openDailyNote(date: Day = today()): Promise<void> {
	const { id } = await call("journal.daily_note", { date });
	await goto(`/journal/${id}`);
}
