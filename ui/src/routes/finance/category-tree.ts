/** Categories as they lie in each other. */
import type { Id } from "$lib/api/wire";
import type { CategoryRow } from "./wire";

export type Branch = { category: CategoryRow; depth: number; /** With all that lies in it. */ txns: number; siblings: CategoryRow[] };

/** Those that are offered, each followed by what lies in it. */
export function branches(categories: readonly CategoryRow[]): Branch[] {
	const open = categories.filter(({ closed, into }) => !closed && into === null);
	const known = new Set(open.map(({ id }) => id));
	const found: Branch[] = [];
	const seen = new Set<Id>();
	const under = (parent: Id | null) => open.filter((one) => (one.parent !== null && known.has(one.parent) ? one.parent : null) === parent);
	const visit = (category: CategoryRow, depth: number, siblings: CategoryRow[]): number => {
		if (seen.has(category.id)) return 0;
		seen.add(category.id);
		const branch: Branch = { category, depth, txns: category.txns, siblings };
		found.push(branch);
		const children = under(category.id);
		for (const child of children) branch.txns += visit(child, depth + 1, children);
		return branch.txns;
	};
	const roots = under(null);
	for (const root of roots) visit(root, 0, roots);
	return found;
}

/** The places that siblings have after one has moved by a step, as far as they change. */
export function movedPlaces(siblings: readonly CategoryRow[], id: Id, step: 1 | -1): { id: Id; position: number }[] {
	const from = siblings.findIndex((one) => one.id === id);
	const to = from + step;
	if (from < 0 || to < 0 || to >= siblings.length) return [];
	const order = [...siblings];
	const [moved] = order.splice(from, 1);
	if (moved) order.splice(to, 0, moved);
	// Places of others in between stay free: the same numbers are dealt out anew, each larger than the last.
	const places = siblings.map(({ position }) => position).sort((a, b) => a - b);
	for (let at = 1; at < places.length; at += 1) places[at] = Math.max(places[at] ?? 0, (places[at - 1] ?? 0) + 1);
	return order.flatMap((one, at) => (one.position === places[at] ? [] : [{ id: one.id, position: places[at] ?? at }]));
}
