/** What comes again and again, in words. */
import { formatList, formatMoney, formatNumber } from "$lib/format";
import { m } from "$lib/i18n";
import type { Amount, RepeatUnit, Schedule } from "../plan/wire";

const UNITS = {
	day: m.finance_recurring_days,
	week: m.finance_recurring_weeks,
	month: m.finance_recurring_months,
	year: m.finance_recurring_years,
} satisfies Record<RepeatUnit, (inputs: { count: number; shown: string }) => string>;

/** Every month, every 3 months. */
export const rhythmWords = (unit: RepeatUnit, step: number): string => UNITS[unit]({ count: step, shown: formatNumber(step) });

/** Amounts of several rows by currency, the largest first. */
export function sumsOf(amounts: readonly Amount[]): Amount[] {
	const sums = new Map<string, number>();
	for (const { minor, currency } of amounts) sums.set(currency, (sums.get(currency) ?? 0) + minor);
	return [...sums].map(([currency, minor]) => ({ currency, minor })).sort((a, b) => Math.abs(b.minor) - Math.abs(a.minor));
}

/** €1,200.00 and US$12.00, without a sign: the sentence around it says which way. */
export const sumsWords = (amounts: readonly Amount[], text = (minor: number, currency: string) => formatMoney(minor, currency)): string =>
	formatList(sumsOf(amounts).map(({ minor, currency }) => text(Math.abs(minor), currency)));

/** Who is paid; money between own accounts is with nobody, and is called by where it goes. */
export const payeeOf = ({ payee, transfer, minor }: Pick<Schedule, "payee" | "transfer" | "minor">): string =>
	payee || (transfer ? (minor < 0 ? m.finance_transfer_to : m.finance_transfer_from)({ name: transfer.name }) : m.finance_no_payee());
