/** Accounts in the groups that people think of them in. */
import { m } from "$lib/i18n";
import type { AccountRow, AccountSubtype, Amount } from "./wire";

export type AccountGroup = { id: string; title: string; accounts: AccountRow[]; sums: Amount[] };

const GROUPS: { id: string; title: () => string; subtypes: AccountSubtype[] }[] = [
	{ id: "everyday", title: m.finance_group_everyday, subtypes: ["checking", "cash"] },
	{ id: "cards", title: m.finance_group_cards, subtypes: ["card"] },
	{ id: "savings", title: m.finance_group_savings, subtypes: ["savings"] },
	{ id: "investments", title: m.finance_group_investments, subtypes: ["investment"] },
	{ id: "loans", title: m.finance_group_loans, subtypes: ["loan"] },
	{ id: "other", title: m.finance_group_other, subtypes: ["other"] },
];

/** Groups that have accounts, open ones; those that are closed stand together at the end. */
export function accountGroups(accounts: readonly AccountRow[]): AccountGroup[] {
	const groups = GROUPS.map(({ id, title, subtypes }) => groupOf(id, title(), accounts.filter((one) => !one.closed && subtypes.includes(one.subtype))));
	const closed = groupOf("closed", m.finance_group_closed(), accounts.filter((one) => one.closed));
	return [...groups, closed].filter((group) => group.accounts.length > 0);
}

function groupOf(id: string, title: string, accounts: AccountRow[]): AccountGroup {
	const sums = new Map<string, number>();
	for (const { balance } of accounts) sums.set(balance.currency, (sums.get(balance.currency) ?? 0) + balance.minor);
	return { id, title, accounts, sums: [...sums].map(([currency, minor]) => ({ currency, minor })) };
}
