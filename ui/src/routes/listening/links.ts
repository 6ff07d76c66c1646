/** Addresses of the pages of music. */
import type { Day, Id, MusicScope } from "$lib/api/wire";

/** The page of one artist, album, track or genre. A genre's id is its name. */
export const hrefOf = (scope: MusicScope, id: string): string => `/listening/${scope}/${encodeURIComponent(id)}`;

export const playHref = (id: Id): string => `/listening/plays/${id}`;

export const listHref = (id: Id): string => `/listening/lists/${id}`;

/** The plays of one day. */
export const dayHref = (day: Day): string => `/listening/plays?from=${day}&to=${day}`;

/** What is still open of an address that a source gives: only players' own schemes and the web. */
export function openable(address: string | null): string | null {
	return address && /^(spotify:|https:\/\/)/.test(address) ? address : null;
}
