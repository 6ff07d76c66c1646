/** What was written on which day, year by year, for the strips of the months on the screen. */
import { SvelteMap, SvelteSet } from "svelte/reactivity";
import { call } from "$lib/api/call";
import { changes } from "$lib/api/changes.svelte";
import { READS } from "$lib/api/commands";
import { meets } from "$lib/api/reads";
import type { Day, HeatDay } from "$lib/api/wire";

/** Somebody who writes changes entries every second; the strip may follow a little later. */
const SETTLE_MS = 1500;

export class Strips {
	readonly days = new SvelteMap<Day, HeatDay>();
	readonly #years = new SvelteSet<number>();
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** Call this while a component is being made. */
	constructor() {
		// Records change outside of this window; the strips must follow.
		$effect(() => {
			const stop = changes.subscribe(({ kinds }) => {
				if (!meets(READS["journal.heat"] ?? ["*"], kinds)) return;
				clearTimeout(this.#timer);
				this.#timer = setTimeout(() => void this.#reload(), SETTLE_MS);
			});
			return () => {
				stop();
				clearTimeout(this.#timer);
			};
		});
	}

	/** Asks for the years of these months, once each. */
	want(months: readonly string[]): void {
		for (const month of months) {
			const year = Number(month.slice(0, 4));
			if (this.#years.has(year)) continue;
			this.#years.add(year);
			void this.#read(year);
		}
	}

	async #reload(): Promise<void> {
		for (const year of this.#years) await this.#read(year);
	}

	async #read(year: number): Promise<void> {
		try {
			const { days } = await call("journal.heat", { year });
			const now = new Set(days.map((day) => day.date));
			for (const date of this.days.keys()) if (date.startsWith(`${year}-`) && !now.has(date)) this.days.delete(date);
			for (const day of days) this.days.set(day.date, day);
		} catch {
			// A strip without fill is only less to see; the next change asks again.
			this.#years.delete(year);
		}
	}
}
