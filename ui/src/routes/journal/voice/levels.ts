import { levelShare } from "$lib/senses/level";

/** The last seconds of loudness, drawn as one bar a tenth of a second. */

const STEP_MS = 100;
/** Bars that are drawn: five seconds. */
export const BARS = 50;

/** `step` counts tenths of a second since the recording began; `share` is 0 to 1. */
export type Bar = { step: number; share: number };

/** The bars with one more level: the loudest of a tenth of a second stands for it. */
export function withLevel(bars: readonly Bar[], level: { at_ms: number; level_db: number }): Bar[] {
	const step = Math.floor(level.at_ms / STEP_MS);
	const share = levelShare(level.level_db);
	const last = bars.at(-1);
	if (last && last.step === step) return [...bars.slice(0, -1), { step, share: Math.max(last.share, share) }];
	return [...bars, { step, share }].filter((bar) => bar.step > step - BARS);
}
