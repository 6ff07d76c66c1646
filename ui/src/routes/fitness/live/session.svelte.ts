/** The workout that goes on: what the other side says of it. */
import { call } from "$lib/api/call";
import { live } from "$lib/api/live.svelte";
import { SetsEditor } from "../sets/editor.svelte";
import type { LiveWorkout } from "../wire";
import { Stopwatch } from "./stopwatch.svelte";

export class LiveSession extends SetsEditor {
	readonly #going = live("fitness.going", () => ({}));
	readonly #watch = new Stopwatch(() => void this.#going.reload());
	readonly going = true;
	readonly state = $derived(this.#going.current);
	readonly workout: LiveWorkout | null = $derived(this.#going.data ?? null);
	/** The answer, and when it came. */
	readonly #told = $derived.by(() => ({ workout: this.workout, at: performance.now() }));
	readonly #since: number = $derived(Math.max(0, this.#watch.now - this.#told.at));

	readonly elapsedMs: number = $derived.by(() => {
		const { workout } = this.#told;
		return workout ? workout.elapsed_ms + (workout.paused ? 0 : this.#since) : 0;
	});
	/** What is left of the rest, below zero once it is over; null when there is none. */
	readonly restLeftMs: number | null = $derived.by(() => {
		const rest = this.#told.workout?.rest;
		return rest ? rest.left_ms - this.#since : null;
	});
	/** The exercise that the phone shows: the chosen one, else that whose turn it is. */
	readonly shown: string | null = $derived.by(() => {
		const all = this.workout?.exercises ?? [];
		return all.find(({ key }) => key === this.chosen)?.key ?? this.next?.exercise.key ?? all.at(-1)?.key ?? null;
	});

	reload(): Promise<void> {
		return this.#going.reload();
	}

	async pauseOrResume(): Promise<void> {
		if (!this.workout) return;
		await call(this.workout.paused ? "fitness.resume_workout" : "fitness.pause_workout", { id: this.workout.id });
	}

	async rest(ms: number): Promise<void> {
		if (this.workout?.rest) await call("fitness.extend_rest", { id: this.workout.id, ms });
	}

	async skipRest(): Promise<void> {
		if (this.workout?.rest) await call("fitness.skip_rest", { id: this.workout.id });
	}
}
