/** Rates as a person reads and types them. */
import { formatLocale } from "$lib/format";
import type { RateUsed } from "./wire";

/** As many digits as a rate is worth telling. */
const DIGITS = 6;

/** `num / den` in the reader's digits. The fraction stays what counts; this is how it is shown. */
export const rateNumber = ({ num, den }: Pick<RateUsed, "num" | "den">): string =>
	new Intl.NumberFormat(formatLocale(), { maximumSignificantDigits: DIGITS }).format(num / den);

/** A typed rate with a point, as the command takes it; null when it is none. */
export function rateText(typed: string): string | null {
	const text = typed.trim().replace(",", ".");
	return /^\d{1,9}(\.\d{1,9})?$/.test(text) && Number(text) > 0 ? text : null;
}
