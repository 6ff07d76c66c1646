/** The plays, page after page as somebody scrolls, kept current without losing the place. */
import { untrack } from "svelte";
import { asApiError, call, type ApiError } from "$lib/api/call";
import { changes } from "$lib/api/changes.svelte";
import { READS } from "$lib/api/commands";
import { meets } from "$lib/api/reads";
import type { ListPlays, PlayRow } from "$lib/api/wire";
import { dayParts, type DayPart } from "./play-window";

const FIRST_PAGE = 100;
const PAGE = 300;
/** The most that one question may ask for. */
const PAGE_MAX = 500;

export class PlayList {
	state: "loading" | "ready" | "error" = $state("loading");
	error: ApiError | null = $state.raw(null);
	rows: PlayRow[] = $state.raw([]);
	next: string | null = $state(null);
	readonly parts: DayPart[] = $derived(dayParts(this.rows));

	readonly #request: () => ListPlays;
	/** Counts questions: an answer to an older one is dropped. */
	#round = 0;
	#busy = false;

	/** `request` gives the days; call this while a component is being made. */
	constructor(request: () => ListPlays) {
		this.#request = request;
		const key = $derived(JSON.stringify(request()));
		// Another question is another list, from its top.
		$effect(() => {
			void key;
			untrack(() => void this.start());
		});
		// Plays were told by a source, or somebody said something about one.
		$effect(() => changes.subscribe(({ kinds }) => void (meets(READS["listening.plays"] ?? ["*"], kinds) && this.refresh())));
	}

	async start(): Promise<void> {
		await this.#fill(0);
	}

	/** Asks again for as many rows as are here, in as few questions as the limit allows. */
	async refresh(): Promise<void> {
		await this.#fill(this.rows.length);
	}

	/** Reads the next page. */
	async more(): Promise<void> {
		if (this.#busy || this.next === null || this.state !== "ready") return;
		this.#busy = true;
		const round = this.#round;
		try {
			const page = await this.#page(this.next, PAGE);
			if (round !== this.#round) return;
			this.rows = [...this.rows, ...page.items];
			this.next = page.next;
		} catch {
			// The rows that are here stay; the next scroll tries again.
		} finally {
			this.#busy = false;
		}
	}

	async #fill(wanted: number): Promise<void> {
		const round = ++this.#round;
		try {
			const rows: PlayRow[] = [];
			let next: string | null | undefined;
			do {
				const left = Math.max(FIRST_PAGE, wanted - rows.length);
				const page = await this.#page(next ?? undefined, Math.min(PAGE_MAX, left));
				if (round !== this.#round) return;
				rows.push(...page.items);
				next = page.next;
			} while (next !== null && rows.length < wanted);
			this.rows = rows;
			this.next = next;
			this.error = null;
			this.state = "ready";
		} catch (thrown) {
			if (round !== this.#round) return;
			this.error = asApiError(thrown);
			if (this.rows.length === 0 || wanted === 0) this.state = "error";
		}
	}

	#page(cursor: string | undefined, limit: number) {
		return call("listening.plays", { ...untrack(this.#request), limit, ...(cursor === undefined ? {} : { cursor }) });
	}
}
