/** Instants as days and times at the wall of a zone, and back. */
import { parseDateTime, toZoned } from "@internationalized/date";
import type { Day } from "$lib/api/wire";

const PARTS = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;

/** A zone that this browser knows; where none is said, that of the window. */
function known(zone: string): string {
	const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
	if (zone === "") return here;
	try {
		return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
	} catch {
		return here;
	}
}

export function inZone(ms: number, zone: string): { day: Day; time: string } {
	const parts = new Intl.DateTimeFormat("en-CA", { ...PARTS, timeZone: known(zone) }).formatToParts(new Date(ms));
	const of = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
	return { day: `${of("year")}-${of("month")}-${of("day")}`, time: `${of("hour")}:${of("minute")}` };
}

/** The instant of a time at the wall of a zone. A time that is skipped is moved on, as clocks are. */
export function zonedMs(day: Day, time: string, zone: string): number {
	return toZoned(parseDateTime(`${day}T${time}`), known(zone)).toDate().getTime();
}
