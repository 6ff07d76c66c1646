/** A transaction while it is typed: new, or one that is there. */
import type { Day, Id } from "$lib/api/wire";
import { isDay } from "$lib/format";
import type { EditTxn, NewTxn, TxnRow } from "./wire";
import { purposeWords } from "./words";

/** What a transaction is said to be for: one of these, or nothing. */
export type Said = { kind: "category" | "transfer"; id: Id } | { kind: "none" } | { kind: "split" };

export type DraftFields = {
	day: Day;
	account: Id;
	minor: number | null;
	payee: string;
	note: string;
	said: Said;
	/** What arrives at an account of another currency. */
	arrives: number | null;
	tags: string[];
};

function saidOf(row: TxnRow): Said {
	if (row.splits.length > 0) return { kind: "split" };
	if (row.transfer) return { kind: "transfer", id: row.transfer.id };
	return row.category ? { kind: "category", id: row.category.id } : { kind: "none" };
}

/** A new transaction, or null while something is missing. */
export function newTxnOf({ day, account, minor, payee, note, said, arrives, tags }: DraftFields): NewTxn | null {
	if (!isDay(day) || !account || minor === null) return null;
	return {
		day,
		account,
		minor,
		...(payee.trim() ? { payee: payee.trim() } : {}),
		...(note.trim() ? { note: note.trim() } : {}),
		...(said.kind === "category" ? { category: said.id } : {}),
		...(said.kind === "transfer" ? { transfer: said.id, ...(arrives === null ? {} : { transfer_minor: arrives }) } : {}),
		...(tags.length > 0 ? { tags } : {}),
	};
}

/** What was changed of a transaction; null when nothing was, or something is missing. */
export function editOf(row: TxnRow, draft: DraftFields): EditTxn | null {
	const edit: EditTxn = { id: row.id };
	if (!row.imported) {
		if (!isDay(draft.day) || draft.minor === null) return null;
		if (draft.day !== row.day) edit.day = draft.day;
		if (draft.account !== row.account) edit.account = draft.account;
		if (draft.minor !== row.minor) edit.minor = draft.minor;
	}
	if (draft.payee.trim() !== row.payee) edit.payee = draft.payee.trim();
	if (draft.note.trim() !== row.note) edit.note = draft.note.trim();
	const before = saidOf(row);
	const { said } = draft;
	if (JSON.stringify(said) !== JSON.stringify(before)) {
		if (said.kind === "category") edit.category = said.id;
		else if (said.kind === "transfer") edit.transfer = said.id;
		else if (said.kind === "none") edit.category = "";
		if (said.kind === "transfer" && draft.arrives !== null) edit.transfer_minor = draft.arrives;
	}
	const added = draft.tags.filter((tag) => !row.tags.includes(tag));
	const removed = row.tags.filter((tag) => !draft.tags.includes(tag));
	if (added.length > 0) edit.add_tags = added;
	if (removed.length > 0) edit.remove_tags = removed;
	return Object.keys(edit).length > 1 ? edit : null;
}

export class TxnDraft {
	readonly row: TxnRow | null;
	day: Day = $state("");
	account: Id = $state("");
	minor: number | null = $state(null);
	payee = $state("");
	note = $state("");
	said: Said = $state.raw({ kind: "none" });
	/** The words of `said`, and what is typed over them. */
	purpose = $state("");
	arrives: number | null = $state(null);
	tags: string[] = $state.raw([]);

	constructor(row: TxnRow | null, defaults: { day: Day; account: Id }) {
		this.row = row;
		this.day = row?.day ?? defaults.day;
		this.account = row?.account ?? defaults.account;
		if (!row) return;
		this.minor = row.minor;
		this.payee = row.payee;
		this.note = row.note;
		this.said = saidOf(row);
		this.purpose = this.said.kind === "none" ? "" : this.said.kind === "transfer" ? (row.transfer?.name ?? "") : purposeWords(row);
		this.tags = row.tags;
	}

	/** Day, account and amount of an imported one are what its file told. */
	get fixed(): boolean {
		return this.row?.imported ?? false;
	}

	get fields(): DraftFields {
		const { day, account, minor, payee, note, said, arrives, tags } = this;
		return { day, account, minor, payee, note, said, arrives, tags };
	}

	say(said: Said, words: string): void {
		this.said = said;
		this.purpose = words;
	}
}
