/** The days that have something, the latest first, read as somebody scrolls. */
import { call } from "$lib/api/call";
import { PagedList } from "$lib/api/paged.svelte";
import type { Day } from "$lib/api/wire";
import { addDays } from "$lib/format";
import type { MoodDay } from "../wire";

type Page = { items: MoodDay[]; next: string | null };

/** The most days that one question may ask for. */
const DAYS_MAX = 100;

/** `upTo`: the latest day that is shown; null: today. Call it while a component is being made. */
export function dayList(upTo: () => Day | null): PagedList<Page> {
	return new PagedList<Page>("mood.timeline", upTo, async ({ limit, cursor }) => {
		const last = upTo();
		const before = cursor ?? (last === null ? undefined : addDays(last, 1));
		const { days, next } = await call("mood.timeline", { limit: Math.min(DAYS_MAX, limit), ...(before ? { before } : {}) });
		return { items: days, next };
	});
}
