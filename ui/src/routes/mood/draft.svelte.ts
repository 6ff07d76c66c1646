/** A check-in while it is being said. */
import type { Day } from "$lib/api/wire";
import { placeOf, type Place } from "$lib/mood/place";
import type { CheckIn, CheckInInput } from "./wire";
import { zonedMs } from "./zoned";

export class CheckInDraft {
	place: Place | null = $state.raw(null);
	words: string[] = $state.raw([]);
	/** Values by the id of their factor; what is not in it was not said. */
	factors: Record<string, number> = $state.raw({});
	note = $state("");
	/** Another time than now. */
	when: { day: Day; time: string } | null = $state.raw(null);

	constructor(from?: CheckIn) {
		if (!from) return;
		if (from.valence !== null && from.energy !== null) this.place = placeOf(from.valence, from.energy);
		this.words = from.words;
		this.factors = Object.fromEntries(from.factors.map(({ id, value }) => [id, value]));
		this.note = from.note;
	}

	toggle(word: string): void {
		this.words = this.words.includes(word) ? this.words.filter((one) => one !== word) : [...this.words, word];
	}

	/** Says a factor, or takes it back with null. */
	answer(factor: string, value: number | null): void {
		const { [factor]: _, ...rest } = this.factors;
		this.factors = value === null ? rest : { ...rest, [factor]: value };
	}

	clear(): void {
		this.place = null;
		this.words = [];
		this.factors = {};
		this.note = "";
		this.when = null;
	}

	/** What is handed in, or null as long as there is no dot. */
	get input(): CheckInInput | null {
		if (!this.place) return null;
		const when = this.when ? { at_ms: zonedMs(this.when.day, this.when.time) } : {};
		return {
			...this.place,
			words: this.words,
			factors: Object.entries(this.factors).map(([id, value]) => ({ id, value })),
			...(this.note.trim() ? { note: this.note.trim() } : {}),
			...when,
		};
	}
}
