/** The last seconds of loudness, drawn as one bar a tenth of a second. */

/** The quietest that is drawn, in decibels of full scale: the noise of a good microphone. */
const QUIET_DB = -60;
const STEP_MS = 100;
/** Bars that are drawn: five seconds. */
export const BARS = 50;

/** `step` counts tenths of a second since the recording began; `share` is 0 to 1. */
export type Bar = { step: number; share: number };

export const levelShare = (db: number): number => (Number.isFinite(db) ? Math.min(1, Math.max(0, 1 - db / QUIET_DB)) : 0);

/** The bars with one more level: the loudest of a tenth of a second stands for it. */
export function withLevel(bars: readonly Bar[], level: { at_ms: number; level_db: number }): Bar[] {
	const step = Math.floor(level.at_ms / STEP_MS);
	const share = levelShare(level.level_db);
	const last = bars.at(-1);
	if (last && last.step === step) return [...bars.slice(0, -1), { step, share: Math.max(last.share, share) }];
	return [...bars, { step, share }].filter((bar) => bar.step > step - BARS);
}
