/** Days as dense lists write them. */
import type { Day } from "$lib/api/wire";
import { dateFormat, formatDayNear, formatDayShort, today } from "$lib/format";

/** 14 Mar; with its year when that is another than this one. */
export function denseDay(day: Day, now: Day = today()): string {
	if (day.slice(0, 4) !== now.slice(0, 4)) return formatDayShort(day);
	return dateFormat({ day: "numeric", month: "short", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
}

/** Today, tomorrow and yesterday by name, others dense. */
export function nearDay(day: Day, now: Day = today()): string {
	const near = formatDayNear(day, now);
	return near === formatDayShort(day) ? denseDay(day, now) : near;
}

/** How many days lie between two, the later less the earlier. */
export const daysBetween = (from: Day, to: Day): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
