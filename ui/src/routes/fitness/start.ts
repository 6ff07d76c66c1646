/** How a workout begins from anywhere: it opens once it goes on, and so does the one that already does. */
import { goto } from "$app/navigation";
import { ApiError, call } from "$lib/api/call";
import { LIVE } from "./links";
import type { StartWorkout } from "./wire";

export async function startWorkout(what: StartWorkout): Promise<void> {
	try {
		await call("fitness.start_workout", what);
	} catch (thrown) {
		// One goes on already: that is the one to be shown.
		if (!(thrown instanceof ApiError && thrown.code === "Conflict")) throw thrown;
	}
	await goto(LIVE);
}
