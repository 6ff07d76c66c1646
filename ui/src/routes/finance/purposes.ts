/** What a transaction can be for, as the chooser offers it: categories, other own accounts, nothing. */
import type { Id } from "$lib/api/wire";
import { fit } from "$lib/shell/palette-match";
import type { AccountRow, CategoryRow } from "./wire";

export type Purpose =
	| { kind: "category"; id: Id; name: string; /** The category that it lies in. */ inside: string; icon: string; income: boolean; uses: number }
	| { kind: "transfer"; id: Id; name: string; currency: string; icon: string; uses: number }
	| { kind: "none"; id: ""; name: string };

/** Longest list of what fits a typed text. */
const FOUND_MAX = 12;

/** Categories that are offered, each after the one that it lies in. */
export function categoryPurposes(categories: readonly CategoryRow[]): Purpose[] {
	const open = categories.filter(({ closed, into }) => !closed && into === null);
	const names = new Map(categories.map(({ id, name }) => [id, name]));
	const inside = (parent: Id | null) => open.filter((one) => one.parent === parent || (parent === null && !open.some(({ id }) => id === one.parent)));
	const found: CategoryRow[] = [];
	const visit = (one: CategoryRow) => {
		if (found.includes(one)) return;
		found.push(one);
		inside(one.id).forEach(visit);
	};
	for (const kind of ["expense", "income"] as const) inside(null).filter((one) => one.kind === kind).forEach(visit);
	return found.map(({ id, name, parent, icon, kind, txns }) => ({
		kind: "category",
		id,
		name,
		inside: parent ? (names.get(parent) ?? "") : "",
		icon,
		income: kind === "income",
		uses: txns,
	}));
}

/** Own accounts that money can be moved to. */
export function transferPurposes(accounts: readonly AccountRow[], except?: Id): Purpose[] {
	return accounts
		.filter(({ id, closed }) => !closed && id !== except)
		.map(({ id, name, currency, icon }) => ({ kind: "transfer", id, name, currency, icon, uses: 0 }));
}

/**
 * What fits a typed text, the best first: among equals what is used most. With nothing typed all of them
 * in their order. `income` says which sort of category goes first among equals.
 */
export function findPurposes(purposes: readonly Purpose[], typed: string, income: boolean): Purpose[] {
	if (!typed.trim()) return [...purposes];
	const rank = (one: Purpose) => (one.kind === "category" ? (one.income === income ? 2 : 1) : 0);
	const uses = (one: Purpose) => (one.kind === "none" ? 0 : one.uses);
	return purposes
		.map((one) => ({ one, score: Math.max(fit(one.name, typed), one.kind === "category" && one.inside ? fit(`${one.inside} ${one.name}`, typed) - 1 : 0) }))
		.filter(({ score }) => score > 0)
		.sort((a, b) => b.score - a.score || rank(b.one) - rank(a.one) || uses(b.one) - uses(a.one))
		.slice(0, FOUND_MAX)
		.map(({ one }) => one);
}
