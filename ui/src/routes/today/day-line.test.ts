import { describe, expect, it } from "vitest";
import type { AgendaItem } from "$lib/api/wire";
import { dayLine } from "./day-line";

const item = (id: string, time: string | null) => ({ id, time }) as AgendaItem;

describe("the line of a day", () => {
	it("shows the waking hours of an empty day", () => {
		const { hours, allDay } = dayLine([], null);
		expect(hours.map(({ hour }) => hour)).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]);
		expect(allDay).toEqual([]);
	});

	it("reaches out to early and late things, and to now", () => {
		const { hours } = dayLine([item("a", "05:40:00"), item("b", "23:10:00")], "23:59:00");
		expect([hours[0]?.hour, hours.at(-1)?.hour]).toEqual([5, 23]);
		expect(hours.filter(({ now }) => now).map(({ hour }) => hour)).toEqual([23]);
		expect(hours[3]?.past).toBe(true);
	});

	it("keeps the order within an hour and things without a time apart", () => {
		const { hours, allDay } = dayLine([item("b", "09:50:00"), item("a", "09:05:00"), item("c", null)], "12:00:00");
		expect(hours.find(({ hour }) => hour === 9)?.items.map(({ id }) => id)).toEqual(["a", "b"]);
		expect(allDay.map(({ id }) => id)).toEqual(["c"]);
	});
});
