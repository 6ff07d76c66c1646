/** Transactions, page after page as somebody scrolls, kept current without losing the place. */
import { untrack } from "svelte";
import { asApiError, call, type ApiError } from "$lib/api/call";
import { changes } from "$lib/api/changes.svelte";
import { READS } from "$lib/api/commands";
import { meets } from "$lib/api/reads";
import type { Amount, ListTxns, TxnPage, TxnRow } from "./wire";

const FIRST_PAGE = 100;
const PAGE = 300;
/** The most that one question may ask for. */
const PAGE_MAX = 500;

export class TxnList {
	state: "loading" | "ready" | "error" = $state("loading");
	error: ApiError | null = $state.raw(null);
	rows: TxnRow[] = $state.raw([]);
	next: string | null = $state(null);
	/** How many there are on all pages, and what they come to. */
	count = $state(0);
	sums: Amount[] = $state.raw([]);

	readonly #request: () => ListTxns | undefined;
	/** Counts questions: an answer to an older one is dropped. */
	#round = 0;
	#busy = false;

	/** `request` says which; undefined asks for nothing. Call this while a component is being made. */
	constructor(request: () => ListTxns | undefined) {
		this.#request = request;
		const key = $derived(JSON.stringify(request()));
		// Another question is another list, from its top.
		$effect(() => {
			void key;
			untrack(() => void this.#fill(0));
		});
		// A file was imported, or somebody said something about a transaction.
		$effect(() => changes.subscribe(({ kinds }) => void (meets(reads(), kinds) && this.refresh())));
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
			const rows: TxnRow[] = [];
			let next: string | null = null;
			do {
				const left = Math.max(FIRST_PAGE, wanted - rows.length);
				const page: TxnPage | undefined = await this.#page(next, Math.min(PAGE_MAX, left));
				if (!page || round !== this.#round) return;
				if (next === null) {
					this.count = page.count ?? page.items.length;
					this.sums = page.sums;
				}
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

	async #page(cursor: string | null, limit: number): Promise<TxnPage | undefined> {
		const request = untrack(this.#request);
		return request && call("finance.register", { ...request, limit, ...(cursor === null ? {} : { cursor }) });
	}
}

const reads = (): readonly string[] => READS["finance.register"] ?? ["*"];
