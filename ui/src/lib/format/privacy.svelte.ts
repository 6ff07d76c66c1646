/**
 * Amounts and words out of sight, for when others can see the screen: one switch for the whole window, kept on
 * this device. Amounts become dots, for eyes and ears alike, because nobody needs a figure to find its line.
 * Words (class `private`) are blurred until the pointer or the focus is on them; a screen reader still has them,
 * because it is the person who listens.
 */
import { formatMinor, formatMoney, type MoneyStyle } from "./money";
import { m } from "$lib/i18n";

const STORED = "everkept.amounts";

class Privacy {
	hidden = $state(false);

	constructor() {
		try {
			this.hidden = localStorage.getItem(STORED) === "hidden";
		} catch {
			// Without storage amounts are shown until somebody hides them.
		}
	}

	toggle(): void {
		this.hidden = !this.hidden;
		try {
			localStorage.setItem(STORED, this.hidden ? "hidden" : "shown");
		} catch {
			// The choice holds until the window closes.
		}
	}
}

export const privacy = new Privacy();

/**
 * Marks words that stand in nothing that takes the focus: while they are hidden they take it themselves, so that
 * keys bring them back, too. Inside of a link or a button the class `private` is enough.
 */
export function discreet(element: HTMLElement): () => void {
	element.classList.add("private");
	if (privacy.hidden) element.tabIndex = 0;
	return () => element.removeAttribute("tabindex");
}

/** What stands for an amount that is hidden: as long for every amount, or its length would tell. */
export const HIDDEN = "•••••";

/** An amount as text, where no component can stand: in a chart, a title, a sentence. */
export const moneyText = (minor: number, currency: string, style?: MoneyStyle): string =>
	privacy.hidden ? HIDDEN : formatMoney(minor, currency, style);

/** The same without the currency. */
export const minorText = (minor: number, currency: string, style?: MoneyStyle): string =>
	privacy.hidden ? HIDDEN : formatMinor(minor, currency, style);

/** An amount of the calendar: with its sign when it comes, without when it is a bill, marked when it is a guess. */
export const agendaMoney = ({ minor, currency, about }: { minor: number; currency: string; about: boolean }): string =>
	`${about ? "~ " : ""}${moneyText(minor, currency, { sign: minor > 0 ? "both" : "none" })}`;

/** What a screen reader hears in place of a hidden amount. */
export const spokenMoney = (minor: number, currency: string): string =>
	privacy.hidden ? m.finance_amount_hidden() : formatMoney(minor, currency);
