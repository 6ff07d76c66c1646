/** The rows of the list, page after page as somebody scrolls, kept current without starting over. */
import { untrack } from "svelte";
import { asApiError, call, type ApiError } from "$lib/api/call";
import { changes } from "$lib/api/changes.svelte";
import { READS } from "$lib/api/commands";
import { meets } from "$lib/api/reads";
import type { EntryRow, Id, ListEntries } from "$lib/api/wire";
import { type Section, sections } from "./list-window";

type Page = { cursor: string | undefined; items: EntryRow[]; next: string | null };

/** The first answer fills any window; later ones are larger, since only a fast scroll asks for them. */
const FIRST_PAGE = 60;
const PAGE = 100;
/** A leap to the other end reads the largest pages there are. */
const LEAP_PAGE = 1000;

export class EntryList {
	state: "loading" | "ready" | "error" = $state("loading");
	error: ApiError | null = $state.raw(null);
	/** All entries that meet the filters, read or not. */
	total = $state(0);

	#pages: Page[] = $state.raw([]);
	readonly rows: EntryRow[] = $derived(joined(this.#pages));
	readonly sections: Section[] = $derived(sections(this.rows));

	readonly #request: () => ListEntries;
	/** Counts questions: an answer to an older one is dropped. */
	#round = 0;
	#loadingMore = false;
	#refreshing = false;
	#again = false;
	#stale = new Set<number>();

	/** `request` gives the filters; call this while a component is being made. */
	constructor(request: () => ListEntries) {
		this.#request = request;
		const key = $derived(JSON.stringify(request()));
		// Another question is another list, from its top.
		$effect(() => {
			void key;
			untrack(() => void this.start());
		});
		// Records changed in this window, another one, or on another device.
		$effect(() =>
			changes.subscribe(({ kinds }) => void (meets(READS["journal.entries"] ?? ["*"], kinds) && this.refresh())),
		);
	}

	get complete(): boolean {
		return this.state === "ready" && (this.#pages.at(-1)?.next ?? null) === null;
	}

	indexOf(id: Id | undefined): number {
		return id === undefined ? -1 : this.rows.findIndex((row) => row.id === id);
	}

	/** Reads the first page, showing the old rows until it is here. */
	async start(): Promise<void> {
		const round = ++this.#round;
		this.#loadingMore = false;
		try {
			const page = await this.#page(undefined, FIRST_PAGE);
			if (round !== this.#round) return;
			this.#pages = [page];
			this.state = "ready";
			this.error = null;
		} catch (thrown) {
			if (round !== this.#round) return;
			this.error = asApiError(thrown);
			this.state = "error";
		}
	}

	/** Reads the next page, until `index` is among the rows. */
	async reach(index: number): Promise<void> {
		if (this.#loadingMore || this.state !== "ready") return;
		this.#loadingMore = true;
		const round = this.#round;
		try {
			const pages: Page[] = [];
			let reached = this.rows.length;
			let next = this.#pages.at(-1)?.next ?? null;
			while (index >= reached && next !== null) {
				const page = await this.#page(next, index - reached > LEAP_PAGE ? LEAP_PAGE : PAGE);
				if (round !== this.#round) return;
				pages.push(page);
				reached += page.items.length;
				next = page.next;
			}
			// In one piece: joining again after each page of a leap would take longer than the leap.
			this.#pages = [...this.#pages, ...pages];
		} catch {
			// The rows that are here stay; the next scroll tries again.
		} finally {
			if (round === this.#round) this.#loadingMore = false;
		}
	}

	/**
	 * Reads the first page again, and every other when it is next scrolled to. A page that now ends
	 * elsewhere takes the later ones with it: they would repeat or miss rows.
	 */
	async refresh(): Promise<void> {
		if (this.#refreshing) {
			this.#again = true;
			return;
		}
		this.#refreshing = true;
		do {
			this.#again = false;
			await this.#refreshOnce();
		} while (this.#again);
		this.#refreshing = false;
	}

	async #refreshOnce(): Promise<void> {
		if (this.state !== "ready") return this.start();
		this.#stale = new Set(this.#pages.keys());
		await this.#freshen(this.#seen);
	}

	#seen: [number, number] = [0, 0];

	/** Tells which rows are on the screen, so that those are the first to be made current. */
	saw(first: number, last: number): void {
		this.#seen = [first, last];
		if (this.#stale.size > 0) void this.#freshen(this.#seen);
	}

	async #freshen([first, last]: [number, number]): Promise<void> {
		const round = this.#round;
		let start = 0;
		for (const [index, page] of this.#pages.entries()) {
			const end = start + page.items.length;
			const shown = start <= last && first < end;
			start = end;
			if (!shown || !this.#stale.delete(index)) continue;
			try {
				const fresh = await this.#page(page.cursor, Math.max(page.items.length, FIRST_PAGE));
				if (round !== this.#round || this.#pages[index] !== page) return;
				const later = fresh.next === page.next ? this.#pages.slice(index + 1) : [];
				this.#pages = [...this.#pages.slice(0, index), fresh, ...later];
			} catch {
				return;
			}
		}
	}

	async #page(cursor: string | undefined, limit: number): Promise<Page> {
		const { items, next, total } = await call("journal.entries", {
			...untrack(this.#request),
			limit,
			...(cursor === undefined ? {} : { cursor }),
		});
		this.total = total;
		return { cursor, items, next };
	}
}

/** One list of all pages; a row that moved between two of them is shown once. */
function joined(pages: readonly Page[]): EntryRow[] {
	if (pages.length === 1) return pages[0]?.items ?? [];
	const seen = new Set<Id>();
	return pages.flatMap((page) =>
		page.items.filter((row) => {
			if (seen.has(row.id)) return false;
			seen.add(row.id);
			return true;
		}),
	);
}
