/** The parts of a transaction while they are typed: amounts as shares of the whole, so that spending is typed without a sign. */
import type { Id } from "$lib/api/wire";
import type { SplitPart, TxnRow } from "./wire";
import { categoryWords } from "./words";

export type DraftPart = {
	key: number;
	category: Id | null;
	/** The words of the category, and what is typed over them. */
	purpose: string;
	note: string;
	/** Smallest units in the direction of the transaction; null while it is no amount. */
	share: number | null;
};

const way = ({ minor }: Pick<TxnRow, "minor">): 1 | -1 => (minor < 0 ? -1 : 1);

/** What a transaction is split into, or the beginning of a split: what it was for, and an empty part. */
export function draftParts(row: Pick<TxnRow, "minor" | "category" | "splits">): DraftPart[] {
	if (row.splits.length > 0) {
		return row.splits.map(({ category, minor, note }, key) => ({
			key,
			category: category?.id ?? null,
			purpose: category ? categoryWords(category) : "",
			note,
			share: minor === 0 ? 0 : minor * way(row),
		}));
	}
	const first = row.category ? { category: row.category.id, purpose: categoryWords(row.category) } : { category: null, purpose: "" };
	return [
		{ key: 0, ...first, note: "", share: Math.abs(row.minor) },
		{ key: 1, category: null, purpose: "", note: "", share: 0 },
	];
}

/** What no part has yet; null while an amount is missing. */
export function restOf(row: Pick<TxnRow, "minor">, parts: readonly DraftPart[]): number | null {
	let rest = Math.abs(row.minor);
	for (const { share } of parts) {
		if (share === null) return null;
		rest -= share;
	}
	return rest;
}

/** The parts as they are kept; those of nothing are left out. Null while they do not make up the whole. */
export function keptParts(row: Pick<TxnRow, "minor">, parts: readonly DraftPart[]): SplitPart[] | null {
	if (restOf(row, parts) !== 0) return null;
	const kept = parts.filter(({ share }) => share !== 0 && share !== null);
	return kept.map(({ category, note, share }) => ({ ...(category ? { category } : {}), note: note.trim(), minor: (share ?? 0) * way(row) }));
}
