/** Words and factors that a check-in is said with, kept current. */
import { live } from "$lib/api/live.svelte";
import { asWord } from "$lib/mood/words";

/** All words at once: which are near is told here, so that they follow the dot. */
const ALL = { valence: 0, energy: 0, limit: 1000 };

/** Call it while a component is being made. */
export class MoodLists {
	readonly #words = live("mood.words", () => ALL);
	readonly #factors = live("mood.factors", () => ({}));
	readonly words = $derived((this.#words.data ?? []).map(asWord));
	/** All of them, also those that are no longer offered: old check-ins have them. */
	readonly all = $derived(this.#factors.data ?? []);
	readonly factors = $derived(this.all.filter(({ archived }) => !archived));
}
