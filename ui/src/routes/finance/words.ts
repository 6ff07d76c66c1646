/** What finance calls things. */
import { m } from "$lib/i18n";
import { formatNumber } from "$lib/format";
import type { AccountRow, AccountSubtype, CategoryName, MatchReason, Only, PostingRow, SaidBy, TxnRow } from "./wire";

/** Accounts that every vault has and no person made; they are named here and not in the vault. */
const SYSTEM: Record<string, () => string> = {
	"1": m.finance_system_opening,
	"2": m.finance_system_under_way,
	"3": m.finance_uncategorized,
	"4": m.finance_system_income,
};

/** The number of the program's own account that an id is of, or null. */
export function systemNumber(id: string): string | null {
	return /^0{31}([1-4])$/.exec(id.replaceAll("-", ""))?.[1] ?? null;
}

export function namedWords({ id, name }: { id: string; name: string }): string {
	return name || (SYSTEM[systemNumber(id) ?? ""]?.() ?? m.finance_nameless());
}

export const categoryWords = (category: CategoryName | null): string => (category ? namedWords(category) : m.finance_uncategorized());

export const postingWords = ({ account, name }: PostingRow): string => namedWords({ id: account, name });

/** Whether nobody has said what a transaction is for. */
export const isOpen = (row: Pick<TxnRow, "category" | "splits" | "transfer" | "matched" | "opening">): boolean =>
	!row.category && row.splits.length === 0 && !row.transfer && !row.matched && !row.opening;

/** What a transaction is for, in a few words. */
export function purposeWords(row: TxnRow): string {
	if (row.opening) return m.finance_system_opening();
	if (row.splits.length > 0) return m.finance_split_into({ count: row.splits.length, shown: formatNumber(row.splits.length) });
	if (row.transfer) return row.minor < 0 ? m.finance_transfer_to({ name: row.transfer.name }) : m.finance_transfer_from({ name: row.transfer.name });
	if (row.matched && !row.category) return m.finance_transfer();
	return categoryWords(row.category);
}

/** Who a transaction is with; a transfer and an opening are with nobody. */
export const payeeWords = (row: TxnRow): string => row.payee || row.memo || (row.opening ? m.finance_system_opening() : row.transfer ? m.finance_transfer() : m.finance_no_payee());

const SUBTYPES = {
	other: m.finance_subtype_other,
	checking: m.finance_subtype_checking,
	savings: m.finance_subtype_savings,
	card: m.finance_subtype_card,
	cash: m.finance_subtype_cash,
	loan: m.finance_subtype_loan,
	investment: m.finance_subtype_investment,
} satisfies Record<AccountSubtype, () => string>;
export const subtypeWords = (subtype: AccountSubtype): string => SUBTYPES[subtype]();

const ONLY = {
	uncategorized: m.finance_only_uncategorized,
	unreconciled: m.finance_only_unreconciled,
	pending: m.finance_only_pending,
	split: m.finance_only_split,
	transfer: m.finance_only_transfer,
	hidden: m.finance_only_hidden,
} satisfies Record<Only, () => string>;
export const onlyWords = (only: Only): string => ONLY[only]();

const SAID_BY = {
	none: m.finance_said_by_nobody,
	file: m.finance_said_by_file,
	rule: m.finance_said_by_rule,
	person: m.finance_said_by_person,
} satisfies Record<SaidBy, () => string>;
export const saidByWords = (by: SaidBy): string => SAID_BY[by]();

const REASONS = {
	written_and_told: m.finance_reason_written_and_told,
	pending_and_booked: m.finance_reason_pending_and_booked,
	two_formats: m.finance_reason_two_formats,
	leaves_and_arrives: m.finance_reason_leaves_and_arrives,
	names_the_account: m.finance_reason_names_the_account,
} satisfies Record<MatchReason, () => string>;
export const reasonWords = (reason: MatchReason): string => REASONS[reason]();

const FORMATS: Record<string, string> = { ofx: "OFX", qif: "QIF", csv: "CSV", camt: "CAMT.053", mt940: "MT940" };
export const formatWords = (format: string): string => FORMATS[format] ?? format;

/** The bank and the end of the number, as far as they are known. */
export const bankWords = ({ bank, number_end }: Pick<AccountRow, "bank" | "number_end">): string =>
	[bank, number_end ? m.finance_number_end({ end: number_end }) : ""].filter(Boolean).join(" ");
