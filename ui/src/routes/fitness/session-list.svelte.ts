/** The log, page after page as somebody scrolls, kept current without losing the place. */
import { call } from "$lib/api/call";
import { PagedList } from "$lib/api/paged.svelte";
import { monthOf } from "$lib/format";
import type { ListWorkouts, WorkoutPage, WorkoutRow } from "./wire";

export type MonthPart = { month: string; rows: WorkoutRow[] };

/** Rows in their order, under the months that they are of. */
function monthsOf(rows: readonly WorkoutRow[]): MonthPart[] {
	const parts: MonthPart[] = [];
	for (const row of rows) {
		const month = monthOf(row.day);
		const last = parts.at(-1);
		if (last?.month === month) last.rows.push(row);
		else parts.push({ month, rows: [row] });
	}
	return parts;
}

export class SessionList extends PagedList<WorkoutPage> {
	readonly months: MonthPart[] = $derived(monthsOf(this.rows));
	/** How many there are on all pages. */
	readonly count: number | null = $derived(this.first?.count ?? null);

	/** Call this while a component is being made. */
	constructor(request: () => ListWorkouts) {
		super("fitness.workouts", request, (page) => call("fitness.workouts", { ...request(), ...page }));
	}
}
