/** Streaks as sentences: what was kept, never what was missed. */
import type { Streak } from "$lib/api/wire";
import { formatNumber } from "$lib/format";
import { m } from "$lib/i18n";

/** From this many days in a row it is worth saying. */
const WORTH_SAYING = 2;

export function streakWords({ current, longest, days, words }: Streak): string {
	const kept = m.journal_streak_kept({ days: formatNumber(days), words: formatNumber(words) });
	if (current < WORTH_SAYING) return kept;
	const row = current >= longest ? m.journal_streak_longest({ count: current }) : m.journal_streak_current({ count: current });
	return `${row} ${kept}`;
}
