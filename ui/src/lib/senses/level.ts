/** The quietest that is drawn, in decibels of full scale: the noise of a good microphone. */
const QUIET_DB = -60;

/** A loudness as a share of the meter. */
export const levelShare = (db: number): number => (Number.isFinite(db) ? Math.min(1, Math.max(0, 1 - db / QUIET_DB)) : 0);
