/** Weeks begin on Monday here, as they do in the figures of the other side. */
import { parseDate, startOfWeek } from "@internationalized/date";
import type { Day } from "$lib/api/wire";

const MONDAY_FIRST = "en-GB";

export const mondayOf = (day: Day): Day => startOfWeek(parseDate(day), MONDAY_FIRST).toString();
