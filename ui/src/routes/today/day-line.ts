/** The day as a line of hours: which hours are drawn, and what stands at each. */
import type { AgendaItem } from "$lib/api/wire";

/** `hour` 0 to 23. `now` marks the hour that it is, `past` the ones before. */
export type Hour = { hour: number; items: AgendaItem[]; now: boolean; past: boolean };
export type DayLine = { allDay: AgendaItem[]; hours: Hour[] };

/** A quiet day still shows the hours in which most people are awake. */
const FROM = 8;
const TO = 20;

function hourOf(time: string): number {
	return Number(time.slice(0, 2));
}

/** Sorts a day's items into hours. `nowTime` is `21:04:05`, or null on any day but today. */
export function dayLine(items: readonly AgendaItem[], nowTime: string | null): DayLine {
	const timed = items.filter((item) => item.time !== null);
	const hours = timed.map((item) => hourOf(item.time ?? "00"));
	const nowHour = nowTime === null ? null : hourOf(nowTime);
	const first = Math.min(FROM, ...hours, nowHour ?? FROM);
	const last = Math.max(TO, ...hours, nowHour ?? TO);
	const byTime = (a: AgendaItem, b: AgendaItem) => (a.time ?? "").localeCompare(b.time ?? "");
	return {
		allDay: items.filter((item) => item.time === null),
		hours: Array.from({ length: last - first + 1 }, (_, index) => {
			const hour = first + index;
			return {
				hour,
				items: timed.filter((item) => hourOf(item.time ?? "") === hour).sort(byTime),
				now: hour === nowHour,
				past: nowHour !== null && hour < nowHour,
			};
		}),
	};
}
