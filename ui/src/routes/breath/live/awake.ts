import { holdPresence } from "$lib/vault/presence";

/** Keeps the screen on while a session goes on, where the system lets a page do so, and the vault open. */
export class Awake {
	#lock: WakeLockSentinel | null = null;
	#wanted = false;
	#leave: (() => void) | null = null;
	readonly #again = () => void (document.visibilityState === "visible" && this.#wanted && this.#take());

	keep(): void {
		if (this.#wanted) return;
		this.#wanted = true;
		this.#leave = holdPresence();
		// The system takes the lock back when the page is hidden.
		document.addEventListener("visibilitychange", this.#again);
		void this.#take();
	}

	release(): void {
		this.#wanted = false;
		this.#leave?.();
		this.#leave = null;
		document.removeEventListener("visibilitychange", this.#again);
		void this.#lock?.release().catch(() => {});
		this.#lock = null;
	}

	async #take(): Promise<void> {
		try {
			this.#lock = await (navigator.wakeLock as WakeLock | undefined)?.request("screen") ?? null;
		} catch {
			// A low battery or a page that is hidden: the screen goes off, the sound goes on.
		}
	}
}
