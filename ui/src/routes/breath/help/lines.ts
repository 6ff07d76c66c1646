/**
 * People to talk to, by region, as public pages named them on the day below. Numbers change: each is to be asked for
 * again, at whoever answers it, before a release.
 */
import type { Day } from "$lib/api/wire";

/** When the numbers below were last looked over. */
export const CHECKED: Day = "2026-11-21";

export type CrisisLine = { region: string; number: string; /** For an emergency, not for talking. */ emergency: boolean };

/** `region` is a country's ISO code, or `eu`; the system knows its name in the reader's language. */
export const LINES: readonly CrisisLine[] = [
	{ region: "eu", number: "112", emergency: true },
	{ region: "US", number: "911", emergency: true },
	{ region: "US", number: "988", emergency: false },
	{ region: "CA", number: "911", emergency: true },
	{ region: "CA", number: "988", emergency: false },
	{ region: "GB", number: "999", emergency: true },
	{ region: "GB", number: "116 123", emergency: false },
	{ region: "IE", number: "112", emergency: true },
	{ region: "IE", number: "116 123", emergency: false },
	{ region: "FR", number: "112", emergency: true },
	{ region: "FR", number: "3114", emergency: false },
];
