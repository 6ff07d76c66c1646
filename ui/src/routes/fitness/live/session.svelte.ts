/** The workout that goes on: what the other side says of it, and what is being typed. */
import { tick } from "svelte";
import { SvelteMap } from "svelte/reactivity";
import { call } from "$lib/api/call";
import { live } from "$lib/api/live.svelte";
import type { Units } from "$lib/format";
import { figuresNow, figuresOf, isOptional, type Figure } from "../figures";
import { nextTurn, type Turn } from "../turns";
import type { LiveWorkout, SetInput, SetKind, SetRecord, WorkoutExercise, WorkoutSet } from "../wire";
import { Stopwatch } from "./stopwatch.svelte";

type Typed = Partial<Record<Figure, number | null>>;

/** The box of a set's figure, to give it the focus. */
export const boxId = (set: string, figure: Figure): string => `set-${set}-${figure}`;

export class LiveSession {
	readonly #going = live("fitness.going", () => ({}));
	readonly #watch = new Stopwatch(() => void this.#going.reload());
	readonly state = $derived(this.#going.current);
	readonly workout: LiveWorkout | null = $derived(this.#going.data ?? null);
	/** The answer, and when it came. */
	readonly #told = $derived.by(() => ({ workout: this.workout, at: performance.now() }));
	readonly #since: number = $derived(Math.max(0, this.#watch.now - this.#told.at));

	readonly elapsedMs: number = $derived.by(() => {
		const { workout } = this.#told;
		return workout ? workout.elapsed_ms + (workout.paused ? 0 : this.#since) : 0;
	});
	/** What is left of the rest; null when there is none or it has long been over. */
	readonly restLeftMs: number | null = $derived.by(() => {
		const rest = this.#told.workout?.rest;
		return rest ? rest.left_ms - this.#since : null;
	});
	readonly next: Turn | null = $derived(this.workout ? nextTurn(this.workout.exercises) : null);

	/** What was typed and is not written down yet, by the set's key. */
	readonly typed = new SvelteMap<string, Typed>();
	/** Bests that sets reached while this page was open. */
	readonly bests = new SvelteMap<string, SetRecord[]>();
	/** The exercise that the phone shows; without one that whose turn it is. */
	#chosen: string | null = $state(null);
	readonly shown: string | null = $derived.by(() => {
		const all = this.workout?.exercises ?? [];
		return all.find(({ key }) => key === this.#chosen)?.key ?? this.next?.exercise.key ?? all.at(-1)?.key ?? null;
	});
	/** The set whose figures are missing. */
	wanting: string | null = $state(null);

	retry(): void {
		void this.#going.reload();
	}

	choose(exercise: string): void {
		this.#chosen = exercise;
	}

	type(set: string, figure: Figure, value: number | null): void {
		this.typed.set(set, { ...this.typed.get(set), [figure]: value });
		if (this.wanting === set) this.wanting = null;
	}

	valuesOf(exercise: WorkoutExercise, set: WorkoutSet) {
		return figuresNow(exercise, set, this.typed.get(set.key) ?? {});
	}

	/** Writes down what was typed into a set, so that it is there after a reload. */
	async keep(set: WorkoutSet, units: Units): Promise<void> {
		const typed = this.typed.get(set.key);
		const workout = this.workout;
		if (!typed || !workout) return;
		const changed = (Object.keys(typed) as Figure[]).filter((figure) => (typed[figure] ?? null) !== set[figure]);
		if (changed.length > 0) {
			const to: SetInput = { ...(typed.mg != null ? { unit: units.weight } : {}) };
			for (const figure of changed) if (typed[figure] != null) to[figure] = typed[figure];
			await call("fitness.edit_set", { workout: workout.id, set: set.key, to, forget: changed.filter((figure) => typed[figure] === null) });
			await this.#going.reload();
		}
		// Somebody may have typed on meanwhile.
		if (this.typed.get(set.key) === typed) this.typed.delete(set.key);
	}

	/** The set is done as it stands. Gives the focus to the next one; without its figures it asks for them. */
	async finish(exercise: WorkoutExercise, set: WorkoutSet, units: Units, focus = true): Promise<void> {
		const workout = this.workout;
		if (!workout) return;
		const values = this.valuesOf(exercise, set);
		const missing = figuresOf(exercise.exercise.kind).find((figure) => values[figure] === undefined && !isOptional(figure, exercise.exercise.kind));
		if (missing) {
			this.wanting = set.key;
			document.getElementById(boxId(set.key, missing))?.focus();
			return;
		}
		const after = nextTurn(workout.exercises, set.key);
		const to: SetInput = { ...values, ...(values.mg !== undefined ? { unit: units.weight } : {}) };
		const { records } = await call("fitness.finish_set", { workout: workout.id, set: set.key, to, undo: false });
		if (records.length > 0) this.bests.set(set.key, records);
		this.typed.delete(set.key);
		if (set.done_ms !== null) return;
		this.#chosen = after?.exercise.key ?? exercise.key;
		if (focus) await this.focusOn(after);
	}

	async focusOn(turn: Turn | null): Promise<void> {
		if (!turn) return;
		await tick();
		const figure = figuresOf(turn.exercise.exercise.kind)[0];
		if (figure) document.getElementById(boxId(turn.set.key, figure))?.focus();
	}

	async reopen(set: WorkoutSet): Promise<void> {
		if (!this.workout) return;
		this.bests.delete(set.key);
		await call("fitness.finish_set", { workout: this.workout.id, set: set.key, undo: true });
	}

	async setKind(set: WorkoutSet, kind: SetKind): Promise<void> {
		if (this.workout) await call("fitness.edit_set", { workout: this.workout.id, set: set.key, to: { kind } });
	}

	async setRpe(set: WorkoutSet, rpe: number | null): Promise<void> {
		if (!this.workout) return;
		const change = rpe === null ? { forget: ["rpe" as const] } : { to: { rpe_x2: rpe } };
		await call("fitness.edit_set", { workout: this.workout.id, set: set.key, ...change });
	}

	async addSet(exercise: WorkoutExercise): Promise<void> {
		if (!this.workout) return;
		const made = await call("fitness.add_set", { workout: this.workout.id, key: exercise.key });
		await this.#going.reload();
		await tick();
		const figure = figuresOf(exercise.exercise.kind)[0];
		if (figure) document.getElementById(boxId(made.set, figure))?.focus();
	}

	async removeSet(set: WorkoutSet): Promise<void> {
		if (this.workout) await call("fitness.remove_set", { workout: this.workout.id, set: set.key });
	}

	async addExercise(exercise: string): Promise<void> {
		if (!this.workout) return;
		const { key } = await call("fitness.add_exercise", { workout: this.workout.id, exercise });
		await this.#going.reload();
		this.#chosen = key;
		const added = this.workout.exercises.find((one) => one.key === key);
		const set = added?.sets[0];
		if (added && set) await this.focusOn({ exercise: added, set, number: 1 });
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
