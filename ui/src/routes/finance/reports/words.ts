/** What rows of reports are called. */
import { m } from "$lib/i18n";
import type { By, FilterName, Flow } from "./view.svelte";

type What = { key: string; name: string };

/** The name of a row; for what has none, words. */
export function rowName({ key, name }: What, by: By): string {
	if (name !== "") return name;
	if (by === "category") return m.finance_reports_uncategorized();
	if (key !== "") return key;
	return { payee: m.finance_reports_no_payee, tag: m.finance_reports_no_tag, account: m.finance_reports_no_account }[by]();
}

export const byWord = (by: By): string =>
	({ category: m.finance_reports_by_category, payee: m.finance_reports_by_payee, tag: m.finance_reports_by_tag, account: m.finance_reports_by_account })[by]();

export const flowWord = (flow: Flow): string => ({ spending: m.finance_reports_spending, income: m.finance_reports_income })[flow]();

export const filterWord = (name: FilterName): string =>
	({ account: m.finance_reports_filter_account, category: m.finance_reports_filter_category, payee: m.finance_reports_filter_payee, tag: m.finance_reports_filter_tag })[name]();
