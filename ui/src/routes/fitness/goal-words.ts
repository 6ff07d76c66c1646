/** Goals as a person says them. */
import { formatDistance, formatWeight, type Units } from "$lib/format";
import { m } from "$lib/i18n";
import { measureName, measureWords } from "./measures";
import type { FitnessGoal } from "./wire";
import { sportName, workoutsWords } from "./words";

/** A figure of a goal in its own unit. */
export function goalValue(goal: Pick<FitnessGoal, "what" | "measure">, value: number, units: Units): string {
	switch (goal.what) {
		case "e1rm":
		case "weight":
			return formatWeight(value, units.weight);
		case "workouts_week":
			return workoutsWords(value);
		case "distance_week":
		case "distance_total":
			return formatDistance(value, units.distance);
		case "body":
			return goal.measure ? measureWords(goal.measure, value, units) : String(value);
	}
}

/** Bench press: 100 kg estimated */
export function goalName(goal: FitnessGoal, units: Units): string {
	const value = goalValue(goal, goal.target, units);
	switch (goal.what) {
		case "e1rm":
			return m.fitness_goal_e1rm({ name: goal.exercise?.name ?? "", value });
		case "weight":
			return m.fitness_goal_weight({ name: goal.exercise?.name ?? "", value });
		case "workouts_week":
			return goal.sport ? m.fitness_goal_week_of({ sport: sportName(goal.sport), value }) : m.fitness_goal_week({ value });
		case "distance_week":
			return goal.sport ? m.fitness_goal_week_of({ sport: sportName(goal.sport), value }) : m.fitness_goal_week({ value });
		case "distance_total":
			return goal.sport ? m.fitness_goal_total_of({ sport: sportName(goal.sport), value }) : m.fitness_goal_total({ value });
		case "body":
			return goal.measure ? m.fitness_goal_body({ name: measureName(goal.measure), value }) : value;
	}
}
