/** What a statement of an account says, beside its transactions. */
import { parseDate } from "@internationalized/date";
import type { Day } from "$lib/api/wire";
import { daysOf, monthOf } from "$lib/format";

/**
 * The day of the statement that comes after one: a month later, and at a month's end where the last one
 * was. Never after today; without a last one it is today.
 */
export function nextStatementDay(last: Day | null, today: Day): Day {
	if (!last) return today;
	const next = parseDate(last).add({ months: 1 }).toString();
	const atEnd = daysOf(monthOf(last)).at(-1) === last;
	const day = atEnd ? (daysOf(monthOf(next)).at(-1) ?? next) : next;
	return day < today ? day : today;
}
