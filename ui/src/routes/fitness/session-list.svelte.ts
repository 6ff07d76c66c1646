/** The log, page after page as somebody scrolls, kept current without losing the place. */
import { untrack } from "svelte";
import { asApiError, call, type ApiError } from "$lib/api/call";
import { changes } from "$lib/api/changes.svelte";
import { READS } from "$lib/api/commands";
import { meets } from "$lib/api/reads";
import { monthOf } from "$lib/format";
import type { ListWorkouts, WorkoutRow } from "./wire";

const PAGE = 60;
/** The most that one question may ask for. */
const PAGE_MAX = 500;

export type MonthPart = { month: string; rows: WorkoutRow[] };

/** Rows in their order, under the months that they are of. */
export function monthsOf(rows: readonly WorkoutRow[]): MonthPart[] {
	const parts: MonthPart[] = [];
	for (const row of rows) {
		const month = monthOf(row.day);
		const last = parts.at(-1);
		if (last?.month === month) last.rows.push(row);
		else parts.push({ month, rows: [row] });
	}
	return parts;
}

export class SessionList {
	state: "loading" | "ready" | "error" = $state("loading");
	error: ApiError | null = $state.raw(null);
	rows: WorkoutRow[] = $state.raw([]);
	next: string | null = $state(null);
	count: number | null = $state(null);
	readonly months: MonthPart[] = $derived(monthsOf(this.rows));

	readonly #request: () => ListWorkouts;
	/** Counts questions: an answer to an older one is dropped. */
	#round = 0;
	#busy = false;

	/** Call this while a component is being made. */
	constructor(request: () => ListWorkouts) {
		this.#request = request;
		const key = $derived(JSON.stringify(request()));
		// Another question is another list, from its top.
		$effect(() => {
			void key;
			untrack(() => void this.#fill(0));
		});
		// Something was done, told by a source, or changed.
		$effect(() => changes.subscribe(({ kinds }) => void (meets(READS["fitness.workouts"] ?? ["*"], kinds) && this.#fill(this.rows.length))));
	}

	async start(): Promise<void> {
		await this.#fill(0);
	}

	async more(): Promise<void> {
		if (this.#busy || this.next === null || this.state !== "ready") return;
		this.#busy = true;
		const round = this.#round;
		try {
			const page = await this.#page(this.next, PAGE);
			if (round !== this.#round) return;
			this.rows = [...this.rows, ...page.items];
			this.next = page.next;
		} catch {
			// The rows that are here stay; the next scroll tries again.
		} finally {
			this.#busy = false;
		}
	}

	async #fill(wanted: number): Promise<void> {
		const round = ++this.#round;
		try {
			const rows: WorkoutRow[] = [];
			let next: string | null | undefined;
			let count: number | null = null;
			do {
				const page = await this.#page(next ?? undefined, Math.min(PAGE_MAX, Math.max(PAGE, wanted - rows.length)));
				if (round !== this.#round) return;
				rows.push(...page.items);
				next = page.next;
				count ??= page.count;
			} while (next !== null && rows.length < wanted);
			Object.assign(this, { rows, next, count, error: null, state: "ready" });
		} catch (thrown) {
			if (round !== this.#round) return;
			this.error = asApiError(thrown);
			if (this.rows.length === 0 || wanted === 0) this.state = "error";
		}
	}

	#page(cursor: string | undefined, limit: number) {
		return call("fitness.workouts", { ...untrack(this.#request), limit, ...(cursor === undefined ? {} : { cursor }) });
	}
}
