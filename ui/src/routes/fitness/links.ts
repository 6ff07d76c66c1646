/** Addresses of the pages of fitness. */
import type { Day, Id } from "$lib/api/wire";
import type { WorkoutRow } from "./wire";

export const LIVE = "/fitness/live";

export const workoutHref = (id: Id): string => `/fitness/workouts/${id}`;

export const activityHref = (id: Id): string => `/fitness/activities/${id}`;

/** The page of a row of the log: what a person wrote and what a source told have their own. */
export function sessionHref(row: Pick<WorkoutRow, "id" | "origin" | "state">): string {
	if (row.state === "going") return LIVE;
	return row.origin === "activity" ? activityHref(row.id) : workoutHref(row.id);
}

export const exerciseHref = (id: Id): string => `/fitness/exercises/${id}`;

export const routineHref = (id: Id): string => `/fitness/routines/${id}`;

/** What was done on one day. */
export const dayHref = (day: Day): string => `/fitness/log?from=${day}&to=${day}`;

/** An address's query with some names set and some (undefined) taken away. */
export function withParams(params: URLSearchParams, changes: Record<string, string | undefined>): string {
	const next = new URLSearchParams(params);
	for (const [name, value] of Object.entries(changes)) {
		if (value === undefined || value === "") next.delete(name);
		else next.set(name, value);
	}
	const query = next.toString();
	return query === "" ? "?" : `?${query}`;
}
