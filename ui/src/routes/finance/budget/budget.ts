/** How a month's budgets are laid out and read. */
import type { Id } from "$lib/api/wire";
import { daysOf, monthOf } from "$lib/format";
import { registerHref } from "../filters";
import type { Budget, BudgetRow } from "../plan/wire";
import { systemNumber } from "../words";

/** Categories that lie in one, under its name; those on their own have no heading. */
export type BudgetGroup = { id: Id; heading: BudgetRow | null; rows: BudgetRow[] };

/** Whether something is said or spent; others wait until they are asked for. */
const isUsed = (row: BudgetRow): boolean => row.mode !== null || row.spent !== 0 || row.carried !== 0;

/** Rows under the headings that they lie in, in their order. A heading that has figures of its own is also a row. */
export function budgetGroups(rows: readonly BudgetRow[], all: boolean): BudgetGroup[] {
	const parents = new Map(rows.map((row) => [row.category, row]));
	const rootOf = (row: BudgetRow): BudgetRow => {
		let root = row;
		for (let depth = 0; depth < 8 && root.parent; depth += 1) root = parents.get(root.parent) ?? { ...root, parent: null };
		return root;
	};
	const holding = new Set(rows.filter((row) => rootOf(row) !== row).map((row) => rootOf(row).category));
	const groups: BudgetGroup[] = [];
	const byRoot = new Map<Id, BudgetGroup>();
	for (const row of rows) {
		const root = rootOf(row);
		const headed = holding.has(root.category);
		let group = headed ? byRoot.get(root.category) : groups.at(-1)?.heading === null ? groups.at(-1) : undefined;
		if (!group) {
			group = { id: root.category, heading: headed ? root : null, rows: [] };
			groups.push(group);
			if (headed) byRoot.set(root.category, group);
		}
		if (isUsed(row) || (all && !(headed && row === root))) group.rows.push(row);
	}
	return groups.filter((group) => group.rows.length > 0);
}

/** What may be spent in the month, with what the months before left and what was moved. */
export const availableOf = ({ carried, budgeted, moved }: BudgetRow): number => carried + budgeted + moved;

/** The part of it that is spent, 0 to 1; all of it where nothing was there. */
export function spentShare(row: BudgetRow): number {
	const available = availableOf(row);
	if (row.spent <= 0) return 0;
	return available <= 0 ? 1 : Math.min(1, row.spent / available);
}

/** The figures of a heading: what lies under it together. */
export function sumOf(rows: readonly BudgetRow[]): { budgeted: number; spent: number; left: number } {
	const sum = { budgeted: 0, spent: 0, left: 0 };
	for (const { mode, budgeted, spent, left } of rows) {
		sum.spent += spent;
		if (mode === null) continue;
		sum.budgeted += budgeted;
		sum.left += left;
	}
	return sum;
}

export const hasEnvelopes = ({ rows }: Budget): boolean => rows.some(({ mode }) => mode === "envelope");

/** Spending that nobody has named has no budget: it is named first. */
export const canBudget = ({ category }: BudgetRow): boolean => systemNumber(category) === null;

/** The transactions behind what was spent in a category. */
export const spentHref = (category: Id, month: string): string =>
	registerHref({ from: `${month}-01`, to: daysOf(month).at(-1), behind: { flow: "spending", accounts: [], categories: [category], payees: [], tags: [] } });

/** The month of an address, else this one. */
export const readMonth = (params: URLSearchParams, today: string): string => {
	const month = params.get("month") ?? "";
	return /^\d{4}-(0[1-9]|1[0-2])$/.test(month) ? month : monthOf(today);
};

/** What is budgeted as it is typed: a limit stays until another is set, an envelope is filled each month. */
export const saidOf = ({ mode, is_set, budgeted }: BudgetRow): number | null =>
	mode === null || (!is_set && (mode === "envelope" || budgeted === 0)) ? null : budgeted;

/** Whether anything is planned in a month, or was left of those before it. */
export const isPlanned = ({ rows }: Budget): boolean => rows.some(({ is_set, carried, budgeted, moved }) => is_set || carried !== 0 || budgeted !== 0 || moved !== 0);
