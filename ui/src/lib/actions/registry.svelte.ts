import { untrack } from "svelte";
import type { Action } from "./action";

/** Every action that can be done now: those of the manifests and those of the page that is open. */
class Registry {
	#fixed: Action[] = $state.raw([]);
	#ofPages: Action[][] = $state.raw([]);

	/** All actions, also those whose `when` says no. A page's own action wins over one of the same id. */
	get all(): Action[] {
		const byId = new Map<string, Action>();
		for (const action of [...this.#fixed, ...this.#ofPages.flat()]) byId.set(action.id, action);
		return [...byId.values()];
	}

	get available(): Action[] {
		return this.all.filter((action) => action.when?.() ?? true);
	}

	/** Actions that are there as long as the window is. */
	addFixed(actions: Action[]): void {
		this.#fixed = [...this.#fixed, ...actions];
	}

	/** Actions of an open page. Returns the way to take them back. */
	add(actions: Action[]): () => void {
		this.#ofPages = [...this.#ofPages, actions];
		return () => {
			this.#ofPages = this.#ofPages.filter((group) => group !== actions);
		};
	}

	find(id: string): Action | undefined {
		return this.all.find((action) => action.id === id);
	}

	/** Runs an action if it may run now. */
	run(id: string): void {
		const action = this.available.find((candidate) => candidate.id === id);
		if (action) void action.run();
	}
}

export const registry = new Registry();

/**
 * Offers actions while the component is on the screen. Call it while a component is being made.
 * They are made once: what changes belongs into their `title`, `when` and `run`.
 */
export function offer(actions: () => Action[]): void {
	// The registry outlives the component; it must forget the actions when the component goes.
	$effect(() => {
		const takeBack = untrack(() => registry.add(actions()));
		return () => untrack(takeBack);
	});
}
