/** Sessions, page after page, kept current without losing the place. */
import { asApiError, call, type ApiError } from "$lib/api/call";
import { changes } from "$lib/api/changes.svelte";
import type { SessionRow } from "../wire";

const PAGE = 50;
/** The most that one question may ask for. */
const PAGE_MAX = 200;

export class Sessions {
	rows: readonly SessionRow[] = $state.raw([]);
	next: string | null = $state(null);
	count = $state(0);
	state: "loading" | "ready" | "error" = $state("loading");
	error: ApiError | null = $state.raw(null);
	#busy = false;

	/** Call it while a component is being made. */
	constructor() {
		void this.#fill();
		// What was deleted or written elsewhere is no longer as it is shown.
		$effect(() => changes.subscribe(({ kinds }) => void (kinds.some((kind) => kind === "breath.session" || kind === "*") && this.#fill())));
	}

	async more(): Promise<void> {
		if (this.#busy || this.next === null) return;
		this.#busy = true;
		try {
			const page = await call("breath.sessions", { before: this.next, limit: PAGE });
			this.rows = [...this.rows, ...page.items];
			this.next = page.next;
		} catch {
			// What is here stays; the next try asks again.
		} finally {
			this.#busy = false;
		}
	}

	async #fill(): Promise<void> {
		try {
			const page = await call("breath.sessions", { limit: Math.min(PAGE_MAX, Math.max(PAGE, this.rows.length)) });
			this.rows = page.items;
			this.next = page.next;
			this.count = page.count;
			this.state = "ready";
		} catch (thrown) {
			this.error = asApiError(thrown);
			this.state = "error";
		}
	}
}
