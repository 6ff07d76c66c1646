/** Days as the steps of a chart: a day without a session has no minutes, and one without a measurement is a gap. */
import type { SeriesItem } from "$lib/charts";
import { addDays, formatDay, formatMonthShort, formatNumber, formatPercent } from "$lib/format";
import { m } from "$lib/i18n";
import type { TrendDay } from "../wire";
import { minutesWords, rateWords } from "../words";

/** Each of the last `count` days up to `today`. */
function daysOf(days: readonly TrendDay[], today: string, count: number) {
	const known = new Map(days.map((day) => [day.day, day]));
	return Array.from({ length: count }, (_, at) => {
		const day = addDays(today, at - count + 1);
		return { day, of: known.get(day), tick: day.endsWith("-01") ? formatMonthShort(day) : undefined };
	});
}

export const minuteItems = (days: readonly TrendDay[], today: string, count: number): SeriesItem[] =>
	daysOf(days, today, count).map(({ day, of, tick }) => ({ key: day, label: formatDay(day), tick, value: of?.minutes ?? 0, words: minutesWords(of?.minutes ?? 0) }));

/** Only days on which it was measured: between them nothing is known. */
function measured(days: readonly TrendDay[], value: (day: TrendDay) => number | null, words: (value: number) => string): SeriesItem[] {
	return days.flatMap((day) => {
		const known = value(day);
		return known === null ? [] : [{ key: day.day, label: formatDay(day.day), value: known, words: words(known) }];
	});
}

export const matchedItems = (days: readonly TrendDay[]): SeriesItem[] => measured(days, ({ matched }) => (matched === null ? null : matched * 100), (value) => formatPercent(value / 100));

export const rateItems = (days: readonly TrendDay[]): SeriesItem[] => measured(days, ({ rate }) => rate, rateWords);

/** reached after 10 sessions, 5 hours, a course */
export function milestoneWords(id: string, courseTitle: (id: string) => string): string {
	const [what = "", ...rest] = id.split("_");
	const number = Number(rest[0]);
	const shown = formatNumber(number);
	if (what === "sessions") return m.breath_mark_sessions({ count: number, shown });
	if (what === "minutes") return number % 60 === 0 ? m.breath_mark_hours({ count: number / 60, shown: formatNumber(number / 60) }) : m.breath_mark_minutes({ shown });
	if (what === "weeks") return m.breath_mark_weeks({ count: number, shown });
	return what === "course" ? m.breath_mark_course({ name: courseTitle(rest.join("_")) }) : id;
}
