/** Streaks as sentences: what was kept, never what was missed. */
import type { Streak } from "$lib/api/wire";
import { formatNumber } from "$lib/format";
import { m } from "$lib/i18n";

/** From this many days in a row it is worth saying. */
const WORTH_SAYING = 2;

export function streakWords({ current, longest, days, words }: Streak): string {
	const written = m.count_words({ count: words, shown: formatNumber(words) });
	const kept = m.journal_streak_kept({ count: days, shown: formatNumber(days), words: written });
	if (current < WORTH_SAYING) return kept;
	const inRow = { count: current, shown: formatNumber(current) };
	const row = current >= longest ? m.journal_streak_longest(inRow) : m.journal_streak_current(inRow);
	return `${row} ${kept}`;
}
