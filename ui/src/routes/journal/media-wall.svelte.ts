/** All media of the journal, newest first, page after page. */
import { asApiError, call, type ApiError } from "$lib/api/call";
import { changes } from "$lib/api/changes.svelte";
import { READS } from "$lib/api/commands";
import { meets } from "$lib/api/reads";
import type { MediaRow } from "$lib/api/wire";

const PAGE = 120;

export class MediaWall {
	state: "loading" | "ready" | "error" = $state("loading");
	error: ApiError | null = $state.raw(null);
	items: MediaRow[] = $state.raw([]);
	next: string | null = $state(null);
	#busy = false;

	/** Call this while a component is being made. */
	constructor() {
		// Reads the first page now and again when entries change elsewhere.
		$effect(() => {
			void this.start();
			return changes.subscribe(({ kinds }) => void (meets(READS["journal.media"] ?? ["*"], kinds) && this.start()));
		});
	}

	async start(): Promise<void> {
		await this.#read(undefined);
	}

	async more(): Promise<void> {
		if (this.next !== null && !this.#busy) await this.#read(this.next);
	}

	async #read(cursor: string | undefined): Promise<void> {
		this.#busy = true;
		try {
			const page = await call("journal.media", { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) });
			this.items = cursor === undefined ? page.items : [...this.items, ...page.items];
			this.next = page.next;
			this.state = "ready";
		} catch (thrown) {
			this.error = asApiError(thrown);
			if (this.items.length === 0) this.state = "error";
		} finally {
			this.#busy = false;
		}
	}
}
