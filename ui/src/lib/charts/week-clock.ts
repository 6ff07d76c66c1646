import { formatHour, formatWeekdays } from "$lib/format";
import { formatLocale } from "$lib/format/locale";
import { CalendarDate, getDayOfWeek } from "@internationalized/date";
import type { SeriesItem } from "./series";

/** One hour of the week. `weekday` is 1 for Monday to 7 for Sunday, `hour` 0 to 23. */
export type HourValue = {
	weekday: number;
	hour: number;
	value: number;
	/** 204 plays */
	words: string;
	/** 204 */
	short: string;
};

export type ClockCell = SeriesItem & { short: string };

const DAYS = 7;
const HOURS = 24;

/** The weekdays, 1 for Monday, in the order in which the reader's week runs. */
export function weekOrder(): number[] {
	// 1 January 2024 was a Monday; the answer is its place in the reader's week.
	const place = getDayOfWeek(new CalendarDate(2024, 1, 1), formatLocale());
	return Array.from({ length: DAYS }, (_, at) => ((at - place + DAYS) % DAYS) + 1);
}

/** All 168 hours, row by row in the reader's order of the week. */
export function clockCells(hours: readonly HourValue[], nothing: string): ClockCell[] {
	const known = new Map(hours.map((one) => [one.weekday * HOURS + one.hour, one]));
	const names = formatWeekdays("long");
	return weekOrder().flatMap((weekday, row) =>
		Array.from({ length: HOURS }, (_, hour) => {
			const one = known.get(weekday * HOURS + hour);
			return {
				key: `${weekday}-${hour}`,
				label: `${names[row]}, ${formatHour(hour)}`,
				value: one?.value ?? null,
				words: one?.words ?? nothing,
				short: one?.short ?? "",
			};
		}),
	);
}
