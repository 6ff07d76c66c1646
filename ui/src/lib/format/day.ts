// Days are civil dates (`2026-03-01`) without a zone; they are formatted as UTC so that no zone shifts them.

import { CalendarDate, endOfMonth, getWeeksInMonth, parseDate, startOfMonth, startOfWeek } from "@internationalized/date";
import type { Day } from "$lib/api/wire";
import { dateFormat, formatLocale } from "./locale";

const asDate = (day: Day) => new Date(`${day}T00:00:00Z`);

function inWords(day: Day, options: Intl.DateTimeFormatOptions): string {
	return dateFormat({ ...options, timeZone: "UTC" }).format(asDate(day));
}

/** The day that it is here, at the wall. */
export function today(now = new Date()): Day {
	return new CalendarDate(now.getFullYear(), now.getMonth() + 1, now.getDate()).toString();
}

/** Whether the text is a day that exists. */
export function isDay(text: string): boolean {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
	const date = asDate(text);
	// Engines take 31 February for 3 March: a day that exists comes back as it was written.
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

export function addDays(day: Day, days: number): Day {
	return parseDate(day).add({ days }).toString();
}

/** `2026-03` plus or minus months. */
export function addMonths(month: string, months: number): string {
	return parseDate(`${month}-01`).add({ months }).toString().slice(0, 7);
}

/** `2026-03-14` to `2026-03`. */
export const monthOf = (day: Day): string => day.slice(0, 7);

/** Sunday, 1 March 2026, in the order of the reader. */
export const formatDay = (day: Day): string =>
	inWords(day, { weekday: "long", day: "numeric", month: "long", year: "numeric" });

/** Sunday 1 March: for the year that is on the screen anyway. */
export const formatDayAndMonth = (day: Day): string => inWords(day, { weekday: "long", day: "numeric", month: "long" });

/** 1 Mar 2026 */
export const formatDayShort = (day: Day): string => inWords(day, { day: "numeric", month: "short", year: "numeric" });

/** Sun, or Sunday when long. */
export const formatWeekday = (day: Day, width: "short" | "long" = "short"): string => inWords(day, { weekday: width });

/** 1 */
export const formatDayNumber = (day: Day): string => inWords(day, { day: "numeric" });

/** March 2026; takes `2026-03` or a day. */
export const formatMonth = (month: string): string => inWords(`${month.slice(0, 7)}-01`, { month: "long", year: "numeric" });

/** Mar */
export const formatMonthShort = (month: string): string => inWords(`${month.slice(0, 7)}-01`, { month: "short" });

/** Weekday names in the reader's order of the week, `short` or `long`. */
export function formatWeekdays(width: "short" | "long" | "narrow"): string[] {
	const first = startOfWeek(new CalendarDate(2026, 3, 4), formatLocale());
	return Array.from({ length: 7 }, (_, at) => inWords(first.add({ days: at }).toString(), { weekday: width }));
}

/** The weeks of a month, whole, from the reader's first day of the week. */
export function weeksOf(month: string): Day[][] {
	const first = startOfMonth(parseDate(`${month}-01`));
	const start = startOfWeek(first, formatLocale());
	const weeks = getWeeksInMonth(first, formatLocale());
	return Array.from({ length: weeks }, (_, week) =>
		Array.from({ length: 7 }, (_, at) => start.add({ days: week * 7 + at }).toString()),
	);
}

/** All days of a month. */
export function daysOf(month: string): Day[] {
	const last = endOfMonth(parseDate(`${month}-01`)).day;
	return Array.from({ length: last }, (_, at) => `${month}-${String(at + 1).padStart(2, "0")}`);
}

/** All days of a year. */
export function daysOfYear(year: number): Day[] {
	const first = new CalendarDate(year, 1, 1);
	const count = new CalendarDate(year + 1, 1, 1).compare(first);
	return Array.from({ length: count }, (_, at) => first.add({ days: at }).toString());
}

/** Today, yesterday or tomorrow as words of the language; other days as a date. */
export function formatDayNear(day: Day, now: Day = today()): string {
	const distance = parseDate(day).compare(parseDate(now));
	if (Math.abs(distance) > 1) return formatDayShort(day);
	const words = new Intl.RelativeTimeFormat(formatLocale(), { numeric: "auto" }).format(distance, "day");
	return words.charAt(0).toLocaleUpperCase(formatLocale()) + words.slice(1);
}
