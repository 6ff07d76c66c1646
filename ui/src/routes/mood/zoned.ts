/** Instants as days and times at the wall here, and back. */
import { getLocalTimeZone, parseDateTime, toZoned } from "@internationalized/date";
import type { Day } from "$lib/api/wire";
import { today } from "$lib/format";

/** The instant of a time at the wall. A time that is skipped is moved on, as clocks are. */
export function zonedMs(day: Day, time: string): number {
	return toZoned(parseDateTime(`${day}T${time}`), getLocalTimeZone()).toDate().getTime();
}

/** Day and time, `21:04`, at the wall here. */
export function atTheWall(moment: Date): { day: Day; time: string } {
	const time = [moment.getHours(), moment.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":");
	return { day: today(moment), time };
}
