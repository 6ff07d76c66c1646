/** The register as it is worked on: where the cursor is, what is selected, what is being typed. */
import { SvelteSet } from "svelte/reactivity";
import { asApiError, call, type ApiError } from "$lib/api/call";
import type { Day, Id } from "$lib/api/wire";
import { today } from "$lib/format";
import { editOf, newTxnOf, TxnDraft } from "./txn-draft.svelte";
import { TxnList } from "./txn-list.svelte";
import type { ListTxns, TxnRow } from "./wire";

/** As many as one command changes. */
const SELECTED_MAX = 5000;

/** What is asked of the person about the chosen rows. */
export type Asking = "category" | "tags" | null;

export class Register {
	readonly list: TxnList;
	/** The row that keys act on. */
	cursor: Id | null = $state(null);
	readonly selected = new SvelteSet<Id>();
	/** Rows whose parts are shown under them. */
	readonly unfolded = new SvelteSet<Id>();
	draft: TxnDraft | null = $state.raw(null);
	error: ApiError | null = $state.raw(null);
	asking: Asking = $state(null);
	/** Taps select instead of opening. */
	selecting = $state(false);
	/** Where the cursor was last. */
	#place = 0;
	/** Row that a selection with Shift begins at. */
	#anchor: Id | null = null;
	/** The day of the one that was added last: statements are typed in a row. */
	#lastDay: Day | null = null;

	constructor(request: () => ListTxns | undefined) {
		this.list = new TxnList(request);
	}

	get rows(): TxnRow[] {
		return this.list.rows;
	}

	/** The place of the cursor's row. One that left the list, because it is categorized now say, gives its place to the next. */
	get at(): number {
		if (this.cursor === null) return -1;
		const found = this.rows.findIndex(({ id }) => id === this.cursor);
		if (found >= 0) this.#place = found;
		return found >= 0 ? found : Math.min(this.#place, this.rows.length - 1);
	}

	get current(): TxnRow | undefined {
		return this.rows[this.at];
	}

	/** What a command is about: the selected rows, else the one under the cursor. */
	get targets(): TxnRow[] {
		if (this.selected.size > 0) return this.rows.filter(({ id }) => this.selected.has(id));
		return this.current ? [this.current] : [];
	}

	/** Moves the cursor; with `extend` what it passes is selected. */
	move(step: number, extend = false): void {
		if (this.rows.length === 0) return;
		const from = this.at;
		const to = Math.max(0, Math.min(this.rows.length - 1, from < 0 ? (step > 0 ? 0 : this.rows.length - 1) : from + step));
		if (extend) this.#extendTo(to);
		else this.#anchor = null;
		this.cursor = this.rows[to]?.id ?? null;
		if (to > this.rows.length - 20) void this.list.more();
	}

	#extendTo(to: number): void {
		this.#anchor ??= this.cursor;
		const from = Math.max(0, this.rows.findIndex(({ id }) => id === this.#anchor));
		const [low, high] = from < to ? [from, to] : [to, from];
		this.selected.clear();
		for (const { id } of this.rows.slice(low, high + 1)) this.selected.add(id);
	}

	/** Selects a row or takes it out again; with `through` all from the cursor to it. */
	toggle(id: Id, through = false): void {
		const to = this.rows.findIndex((row) => row.id === id);
		if (through && this.at >= 0) this.#extendTo(to);
		else if (!this.selected.delete(id)) this.selected.add(id);
		this.cursor = id;
	}

	/** Selects every row of the list, also those that were not read yet. */
	async selectAll(): Promise<void> {
		for (let before = -1; this.list.next !== null && this.rows.length < SELECTED_MAX && before !== this.rows.length; ) {
			before = this.rows.length;
			await this.list.more();
		}
		for (const { id } of this.rows.slice(0, SELECTED_MAX)) this.selected.add(id);
	}

	clearSelection(): void {
		this.selected.clear();
		this.selecting = false;
		this.#anchor = null;
	}

	fold(id: Id, open: boolean): void {
		if (open) this.unfolded.add(id);
		else this.unfolded.delete(id);
	}

	/** Begins a new transaction of an account. */
	add(account: Id): void {
		this.error = null;
		this.draft = new TxnDraft(null, { day: this.#lastDay ?? today(), account });
	}

	edit(row: TxnRow | undefined): void {
		if (!row || row.opening) return;
		this.error = null;
		this.cursor = row.id;
		this.draft = new TxnDraft(row, { day: row.day, account: row.account });
	}

	cancel(): void {
		this.draft = null;
		this.error = null;
	}

	/** Saves what is typed. After a new one the next may be typed. Says whether it was kept. */
	async save(): Promise<boolean> {
		const draft = this.draft;
		if (!draft) return false;
		const { fields, row } = draft;
		try {
			if (row) {
				const edit = editOf(row, fields);
				if (edit) await call("finance.edit_txn", edit);
				this.draft = null;
			} else {
				const txn = newTxnOf(fields);
				if (!txn) return false;
				const { id } = await call("finance.add_txn", txn);
				this.cursor = id;
				this.#lastDay = txn.day;
				this.draft = new TxnDraft(null, { day: txn.day, account: txn.account });
			}
			this.error = null;
			await this.list.refresh();
			return true;
		} catch (thrown) {
			this.error = asApiError(thrown);
			return false;
		}
	}

	async categorize(category: Id): Promise<void> {
		const ids = this.targets.map(({ id }) => id);
		if (ids.length > 0) await call("finance.edit_many", { ids, category });
	}

	/** Says that one transaction moves money to another own account. */
	async transfer(account: Id): Promise<void> {
		const row = this.targets[0];
		if (row) await call("finance.edit_txn", { id: row.id, transfer: account });
	}

	async tag(add: string[], remove: string[]): Promise<void> {
		const ids = this.targets.map(({ id }) => id);
		if (ids.length > 0 && add.length + remove.length > 0) await call("finance.edit_many", { ids, add_tags: add, remove_tags: remove });
	}

	/** Ticks the chosen rows off; when all of them are, takes the ticks back. */
	async clear(): Promise<void> {
		const rows = this.targets.filter(({ reconciled, opening }) => !reconciled && !opening);
		const cleared = rows.some((row) => !row.cleared);
		if (rows.length > 0) await call("finance.edit_many", { ids: rows.map(({ id }) => id), cleared });
	}

	/** Throws the chosen rows away, and puts the cursor where they were. */
	async throwAway(): Promise<void> {
		const gone = new Set(this.targets.filter(({ opening }) => !opening).map(({ id }) => id));
		if (gone.size === 0) return;
		const at = this.rows.findIndex(({ id }) => gone.has(id));
		const next = this.rows.slice(at).find(({ id }) => !gone.has(id)) ?? this.rows[at - 1];
		await call("finance.delete_txns", { ids: [...gone] });
		this.clearSelection();
		this.cursor = next?.id ?? null;
	}

	/** Takes back what was thrown away. */
	async takeBack(): Promise<void> {
		for (const { id } of this.targets) await call("finance.edit_txn", { id, hidden: false });
		this.clearSelection();
	}
}
