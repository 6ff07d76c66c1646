/** The wall clock of the page: the day and the minute that it is. */
import type { Day } from "$lib/api/wire";
import { today } from "$lib/format";

const MINUTE_MS = 60_000;

export class WallClock {
	#now = $state.raw(new Date());
	readonly date: Day = $derived(today(this.#now));
	/** `21:04:05`, as records write it. */
	readonly time: string = $derived(
		[this.#now.getHours(), this.#now.getMinutes(), this.#now.getSeconds()].map((part) => String(part).padStart(2, "0")).join(":"),
	);

	/** Call this while a component is being made. */
	constructor() {
		// Time passes outside of Svelte; midnight and a laptop waking up both must turn the page.
		$effect(() => {
			const look = () => {
				this.#now = new Date();
			};
			const timer = setInterval(look, MINUTE_MS);
			document.addEventListener("visibilitychange", look);
			return () => {
				clearInterval(timer);
				document.removeEventListener("visibilitychange", look);
			};
		});
	}
}
