/** The order in which sets are done: a superset goes round its exercises. */
import type { WorkoutExercise, WorkoutSet } from "./wire";

export type Turn = { exercise: WorkoutExercise; set: WorkoutSet; /** Its number in its exercise, from 1. */ number: number };

/** Exercises beside each other that share a letter; others stand alone. */
export function groupsOf(exercises: readonly WorkoutExercise[]): WorkoutExercise[][] {
	const groups: WorkoutExercise[][] = [];
	for (const exercise of exercises) {
		const last = groups.at(-1);
		if (last && exercise.group !== "" && last[0]?.group === exercise.group) last.push(exercise);
		else groups.push([exercise]);
	}
	return groups;
}

/** Every set in its turn. */
export function turnsOf(exercises: readonly WorkoutExercise[]): Turn[] {
	return groupsOf(exercises).flatMap((group) => {
		const rounds = Math.max(0, ...group.map(({ sets }) => sets.length));
		return Array.from({ length: rounds }, (_, at) =>
			group.flatMap((exercise) => {
				const set = exercise.sets[at];
				return set ? [{ exercise, set, number: at + 1 }] : [];
			}),
		).flat();
	});
}

/** The set whose turn it is: the first that is not done after `key`, else the first anywhere. */
export function nextTurn(exercises: readonly WorkoutExercise[], after?: string): Turn | null {
	const turns = turnsOf(exercises);
	const at = turns.findIndex(({ set }) => set.key === after);
	const open = ({ set }: Turn) => set.done_ms === null && set.key !== after;
	return turns.slice(at + 1).find(open) ?? turns.find(open) ?? null;
}

/** How many sets are done, and how many there are. */
export function doneOf(exercise: WorkoutExercise): { done: number; all: number } {
	return { done: exercise.sets.filter(({ done_ms }) => done_ms !== null).length, all: exercise.sets.length };
}
