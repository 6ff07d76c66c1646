/** The views of finance, in the order of their tabs; a digit goes to each. */
import { goto } from "$app/navigation";
import type { Action } from "$lib/actions/action";
import { m } from "$lib/i18n";

/** `also`: pages that belong to a view. */
export const VIEWS = [
	{ path: "/finance", title: m.finance_view_overview, also: ["/finance/accounts/new"] },
	{ path: "/finance/register", title: m.finance_view_register, also: ["/finance/accounts", "/finance/txn", "/finance/reconcile", "/finance/offers", "/finance/receipts"] },
	{ path: "/finance/budget", title: m.finance_view_budget, also: ["/finance/goals"] },
	{ path: "/finance/reports", title: m.finance_view_reports, also: [] },
	{ path: "/finance/recurring", title: m.finance_view_recurring, also: ["/finance/schedules"] },
	{ path: "/finance/categories", title: m.finance_view_categories, also: ["/finance/rules", "/finance/payees"] },
];

/** 1 to 6, while a page of finance is open. */
export const viewActions = (): Action[] =>
	VIEWS.map(({ path, title }, at) => ({ id: `finance.view_${at + 1}`, title: () => m.finance_go_to_view({ name: title() }), keys: [String(at + 1)], quiet: true, run: () => goto(path) }));
