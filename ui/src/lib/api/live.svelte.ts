import { untrack } from "svelte";
import { asApiError, call, type ApiError, type ReadName, type ReplyOf, type RequestOf } from "./call";
import { changes } from "./changes.svelte";
import { READS } from "./commands";
import { meets } from "./reads";

export type LiveState<Reply> =
	| { state: "loading" }
	| { state: "error"; error: ApiError }
	| { state: "ready"; data: Reply };

/**
 * The answer of a reading command, kept current.
 *
 * Invariant: one request runs at a time; what is asked for meanwhile runs once, afterwards.
 */
export class Live<K extends ReadName> {
	current: LiveState<ReplyOf<K>> = $state.raw({ state: "loading" });
	/** True while a newer answer is on its way and the old one is still shown. */
	refreshing = $state(false);

	readonly #cmd: K;
	readonly #payload: () => RequestOf<K> | undefined;
	#running = false;
	#again = false;
	#flight: Promise<void> = Promise.resolve();

	constructor(cmd: K, payload: () => RequestOf<K> | undefined) {
		this.#cmd = cmd;
		this.#payload = payload;
		const key = $derived(JSON.stringify(payload()));
		// Asks the other side whenever the request is another one.
		$effect(() => {
			void key;
			untrack(() => void this.reload());
		});
		// Asks again when records that the answer was made from have changed.
		$effect(() => changes.subscribe(({ kinds }) => void (meets(READS[cmd] ?? ["*"], kinds) && this.reload())));
	}

	/** The last answer, also while a newer one is being fetched. */
	get data(): ReplyOf<K> | undefined {
		return this.current.state === "ready" ? this.current.data : undefined;
	}

	/** Asks again; resolves when the newest answer is there. */
	reload(): Promise<void> {
		if (this.#running) this.#again = true;
		else this.#flight = this.#fly();
		return this.#flight;
	}

	async #fly(): Promise<void> {
		this.#running = true;
		do {
			this.#again = false;
			await this.#ask();
		} while (this.#again);
		this.#running = false;
		this.refreshing = false;
	}

	async #ask(): Promise<void> {
		const payload = untrack(this.#payload);
		if (payload === undefined) {
			if (this.current.state !== "loading") this.current = { state: "loading" };
			return;
		}
		this.refreshing = this.current.state === "ready";
		try {
			const data = await call(this.#cmd, payload);
			// An answer to a question that nobody asks any more is not shown.
			if (!this.#again) this.current = { state: "ready", data };
		} catch (thrown) {
			const error = asApiError(thrown);
			// Without a connection the last answer is better than none; the shell says why it is old.
			if (!(error.code === "Offline" && this.current.state === "ready")) this.current = { state: "error", error };
		}
	}
}

/**
 * Runs a reading command now, when `payload` gives another request, and exactly when records it reads
 * have changed. Keeps the old answer while it asks again. `undefined` asks for nothing.
 * Call it while a component is being made.
 */
export function live<K extends ReadName>(cmd: K, payload: () => RequestOf<K> | undefined): Live<K> {
	return new Live(cmd, payload);
}
