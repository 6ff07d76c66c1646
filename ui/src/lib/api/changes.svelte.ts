import { platform } from "$lib/platform";
import type { Change } from "$lib/platform/platform";

type Listener = (change: Change) => void;

/** What happens to the records outside this window, and whether we hear of it. */
class Changes {
	/** False while the other side does not answer. */
	open = $state(true);
	readonly #listeners = new Set<Listener>();
	#stop: (() => void) | undefined;

	/** Starts to listen at the first subscriber. Returns the way to stop. */
	subscribe(listener: Listener): () => void {
		this.#listeners.add(listener);
		this.#stop ??= platform.listen(
			(change) => this.publish(change),
			(open) => {
				this.open = open;
			},
		);
		return () => this.#listeners.delete(listener);
	}

	publish(change: Change): void {
		for (const listener of this.#listeners) listener(change);
	}
}

export const changes = new Changes();
