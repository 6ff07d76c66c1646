/** Addresses of the pages of mood. */
import type { Day, Id } from "$lib/api/wire";

export const MOOD = "/mood";
export const TIMELINE = "/mood/timeline";

/** The days up to this one, that one first. */
export const dayHref = (day: Day): string => `${TIMELINE}?day=${day}`;

/** A check-in opens over the page. */
export const checkInHref = (id: Id): string => `${TIMELINE}?check-in=${id}`;

/** An address's query with some names set and some (undefined) taken away. */
export function withParams(params: URLSearchParams, changes: Record<string, string | undefined>): string {
	const next = new URLSearchParams(params);
	for (const [name, value] of Object.entries(changes)) {
		if (value === undefined || value === "") next.delete(name);
		else next.set(name, value);
	}
	const query = next.toString();
	return query === "" ? "?" : `?${query}`;
}
