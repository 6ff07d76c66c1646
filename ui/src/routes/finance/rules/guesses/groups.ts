/** Guesses put together by what they guess, so that a person judges many at once. */
import type { CategoryProposal } from "../../plan/wire";

export type Guesses = { category: string; name: string; items: CategoryProposal[] };

/** Those at least so sure, the largest group first; within it the surest first. */
export function grouped(items: readonly CategoryProposal[], percent: number): Guesses[] {
	const groups = new Map<string, Guesses>();
	for (const item of items) {
		if (item.percent < percent) continue;
		const group = groups.get(item.category) ?? { category: item.category, name: item.category_name, items: [] };
		group.items.push(item);
		groups.set(item.category, group);
	}
	for (const { items: own } of groups.values()) own.sort((a, b) => b.percent - a.percent || (a.txn.day < b.txn.day ? 1 : -1));
	return [...groups.values()].sort((a, b) => b.items.length - a.items.length || a.name.localeCompare(b.name));
}

/** Pieces of at most `most`: what one request may carry. */
export function pieces<Item>(items: readonly Item[], most: number): Item[][] {
	return Array.from({ length: Math.ceil(items.length / most) }, (_, at) => items.slice(at * most, (at + 1) * most));
}
