/** How a chart's scale counts money: round numbers of whole units, which stand for smallest ones. */
import { decimalsOf } from "$lib/format";
import { moneyText } from "$lib/format/privacy.svelte";

export function moneyScale(currency: string): { per: number; scale: (value: number) => string } {
	const per = 10 ** decimalsOf(currency);
	return { per, scale: (value) => moneyText(Math.round(value * per), currency, { whole: true }) };
}
