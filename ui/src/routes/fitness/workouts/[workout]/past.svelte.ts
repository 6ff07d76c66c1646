/** A workout that was done or is planned, and its sets to be written down. */
import { live } from "$lib/api/live.svelte";
import { SetsEditor } from "../../sets/editor.svelte";
import type { WorkoutDetail } from "../../wire";

export class PastWorkout extends SetsEditor {
	readonly #detail;
	readonly going = false;

	/** Call this while a component is being made. */
	constructor(id: () => string) {
		super();
		this.#detail = live("fitness.workout", () => ({ id: id() }));
	}

	get state() {
		return this.#detail.current;
	}

	get workout(): WorkoutDetail | null {
		return this.#detail.data ?? null;
	}

	reload(): Promise<void> {
		return this.#detail.reload();
	}
}
