/** Days beside something as sentences: how many there are, and whether anything may be compared. */
import { formatNumber } from "$lib/format";
import { m } from "$lib/i18n";
import { signed } from "$lib/mood/words";
import type { MoodBeside } from "../wire";

/** What the two sides are called. */
export function sideNames({ factor, split }: Pick<MoodBeside, "factor" | "split">): { with: string; without: string } {
	if (factor.kind === "flag" || split === null) return { with: m.mood_days_with({ name: factor.name }), without: m.mood_days_without({ name: factor.name }) };
	const amount = formatNumber(split, 1);
	return { with: m.mood_days_above({ name: factor.name, amount }), without: m.mood_days_below({ name: factor.name, amount }) };
}

/** What can be said, in a sentence or two; with too few days, how many there are and are needed. */
export function besideWords(beside: MoodBeside, sideMin: number, togetherMin: number): string {
	const { difference, enough } = beside;
	const [n, others] = [beside.with.n, beside.without.n];
	if (!enough || difference === null || beside.with.median === null || beside.without.median === null) {
		return m.mood_too_few({ with: formatNumber(n), without: formatNumber(others), side: formatNumber(sideMin), together: formatNumber(togetherMin) });
	}
	return m.mood_went_together({ with: signed(beside.with.median), without: signed(beside.without.median), difference: signed(difference) });
}
