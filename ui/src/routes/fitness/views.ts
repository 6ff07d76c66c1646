/** The views of fitness, in the order of their tabs; a digit goes to each. */
import { goto } from "$app/navigation";
import type { Action } from "$lib/actions/action";
import { m } from "$lib/i18n";

/** `also`: pages that belong to a view. */
export const VIEWS = [
	{ path: "/fitness", title: m.fitness_view_overview, also: ["/fitness/suggest", "/fitness/live"] },
	{ path: "/fitness/log", title: m.fitness_view_log, also: ["/fitness/workouts", "/fitness/activities"] },
	{ path: "/fitness/routines", title: m.fitness_view_routines, also: [] },
	{ path: "/fitness/exercises", title: m.fitness_view_exercises, also: [] },
	{ path: "/fitness/progress", title: m.fitness_view_progress, also: [] },
	{ path: "/fitness/body", title: m.fitness_view_body, also: [] },
];

/** 1 to 6, while a page of fitness is open. */
export const viewActions = (): Action[] =>
	VIEWS.map(({ path, title }, at) => ({ id: `fitness.view_${at + 1}`, title: () => m.fitness_go_to_view({ name: title() }), keys: [String(at + 1)], quiet: true, run: () => goto(path) }));
