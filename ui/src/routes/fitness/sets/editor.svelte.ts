/** Exercises of a workout with their sets, and what is being typed into them. */
import { tick } from "svelte";
import { SvelteMap } from "svelte/reactivity";
import { call } from "$lib/api/call";
import type { Units } from "$lib/format";
import { figuresNow, figuresOf, isOptional, type Figure } from "../figures";
import { nextTurn, type Turn } from "../turns";
import type { SetInput, SetKind, SetRecord, WorkoutExercise, WorkoutSet } from "../wire";

type Typed = Partial<Record<Figure, number | null>>;

/** The box of a set's figure, to give it the focus. */
export const boxId = (set: string, figure: Figure): string => `set-${set}-${figure}`;

export abstract class SetsEditor {
	abstract readonly workout: { id: string; exercises: WorkoutExercise[] } | null;
	/** Whether sets are done one after the other now; else they were done and are written down. */
	abstract readonly going: boolean;
	/** Asks for the workout again. */
	abstract reload(): Promise<void>;

	/** The set whose turn it is. */
	get next(): Turn | null {
		return this.going && this.workout ? nextTurn(this.workout.exercises) : null;
	}

	/** What was typed and is not written down yet, by the set's key. */
	readonly typed = new SvelteMap<string, Typed>();
	/** Bests that sets reached while this page was open. */
	readonly bests = new SvelteMap<string, SetRecord[]>();
	/** The exercise that was chosen to be seen alone. */
	protected chosen: string | null = $state(null);
	/** The set whose figures are missing. */
	wanting: string | null = $state(null);

	choose(exercise: string): void {
		this.chosen = exercise;
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
			await this.reload();
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
		this.chosen = after?.exercise.key ?? exercise.key;
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
		await this.reload();
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
		await this.reload();
		this.chosen = key;
		const added = this.workout.exercises.find((one) => one.key === key);
		const set = added?.sets[0];
		if (added && set) await this.focusOn({ exercise: added, set, number: 1 });
	}
}
