/** Addresses of the pages of music. */
import type { Day, Id, MusicScope } from "$lib/api/wire";

/** The page of one artist, album, track or genre. A genre's id is its name. */
export const hrefOf = (scope: MusicScope, id: string): string => `/listening/${scope}/${encodeURIComponent(id)}`;

export const playHref = (id: Id): string => `/listening/plays/${id}`;

export const listHref = (id: Id): string => `/listening/lists/${id}`;

/** The plays of one day. */
export const dayHref = (day: Day): string => `/listening/plays?from=${day}&to=${day}`;

/** The plays of the day that an id of the calendar begins with: its first twelve digits are an instant. */
export const dayOfHref = (id: Id): string => dayHref(new Date(parseInt(id.replaceAll("-", "").slice(0, 12), 16)).toISOString().slice(0, 10));

/** The page of music that was found by name: the last sixteen digits of the id are the music's own. */
export const foundHref =
	(scope: MusicScope) =>
	(id: Id): string =>
		hrefOf(scope, id.replaceAll("-", "").slice(16));

/** What is still open of an address that a source gives: only players' own schemes and the web. */
export function openable(address: string | null): string | null {
	return address && /^(spotify:|https:\/\/)/.test(address) ? address : null;
}
