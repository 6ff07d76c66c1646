/** What a command answers page by page, as somebody scrolls, kept current without losing the place. */
import { untrack } from "svelte";
import { asApiError, type ApiError, type ReadName } from "./call";
import { changes } from "./changes.svelte";
import { READS } from "./commands";
import { meets } from "./reads";

type Page = { items: unknown[]; next: string | null };
/** Which page is asked for. */
export type PageAsked = { limit: number; cursor?: string };

const FIRST_PAGE = 100;
const PAGE = 300;
/** The most that one question may ask for. */
const PAGE_MAX = 500;

export class PagedList<P extends Page> {
	state: "loading" | "ready" | "error" = $state("loading");
	error: ApiError | null = $state.raw(null);
	rows: P["items"] = $state.raw([]);
	next: string | null = $state(null);
	/** The first page as it was answered: what it says of all pages stands there. */
	first: P | null = $state.raw(null);

	readonly #ask: (page: PageAsked) => Promise<P> | undefined;
	/** Counts questions: an answer to an older one is dropped. */
	#round = 0;
	#busy = false;

	/**
	 * `command` answers; `request` is what makes it another list, from its top; `ask` calls it for a page,
	 * or asks for nothing by undefined. Call this while a component is being made.
	 */
	constructor(command: ReadName, request: () => unknown, ask: (page: PageAsked) => Promise<P> | undefined) {
		this.#ask = ask;
		const key = $derived(JSON.stringify(request()));
		// Another question is another list, from its top.
		$effect(() => {
			void key;
			untrack(() => void this.start());
		});
		// Something that the rows are made of changed.
		$effect(() => changes.subscribe(({ kinds }) => void (meets(READS[command] ?? ["*"], kinds) && this.refresh())));
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
			if (!page || round !== this.#round) return;
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
			const rows: P["items"] = [];
			let first: P | null = null;
			let next: string | null = null;
			do {
				const left = Math.max(FIRST_PAGE, wanted - rows.length);
				const page: P | undefined = await this.#page(next, Math.min(PAGE_MAX, left));
				if (!page || round !== this.#round) return;
				first ??= page;
				rows.push(...page.items);
				next = page.next;
			} while (next !== null && rows.length < wanted);
			this.rows = rows;
			this.first = first;
			this.next = next;
			this.error = null;
			this.state = "ready";
		} catch (thrown) {
			if (round !== this.#round) return;
			this.error = asApiError(thrown);
			if (this.rows.length === 0 || wanted === 0) this.state = "error";
		}
	}

	async #page(cursor: string | null, limit: number): Promise<P | undefined> {
		return untrack(() => this.#ask({ limit, ...(cursor === null ? {} : { cursor }) }));
	}
}
