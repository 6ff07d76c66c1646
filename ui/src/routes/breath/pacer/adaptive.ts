/**
 * Pacing that follows, for those who asked for it: while breath and pacer agree, each cycle may be a little
 * longer than the last; when they part, the
 * pattern is at once what it was.
 */
import type { Heard, PhaseKind } from "../wire";

/** By so much a cycle is longer than the one before it, in milliseconds: half of what is felt as a stumble. */
const STEP_MS = 100;
/** A cycle is never longer than its pattern by more than this, in milliseconds. */
const STRETCH_MS_MAX = 2000;
/** From this agreement on it may grow. */
const AGREE_MIN = 0.8;
/** Less of a cycle than this was heard: it says nothing. */
const KNOWN_MIN = 0.5;

export type Sample = { target: PhaseKind | null; heard: Heard };

/** Which breath a phase asks for. Holds are silent like pauses, so they say nothing. */
const asked = (target: PhaseKind | null): Heard | null => (target === "inhale" || target === "inhale2" ? "inhale" : target === "exhale" ? "exhale" : null);

/** How well a cycle was followed, 0 to 1, of the parts in which breath is asked for and was heard; null: too little was heard. */
export function agreement(samples: readonly Sample[]): number | null {
	const moving = samples.flatMap(({ target, heard }) => (asked(target) ? [{ want: asked(target), heard }] : []));
	const known = moving.filter(({ heard }) => heard !== "unknown");
	if (moving.length === 0 || known.length < moving.length * KNOWN_MIN) return null;
	return known.filter(({ want, heard }) => want === heard).length / known.length;
}

/** By how much the next cycle is longer, from how the last one went. Not knowing is no reason to go on. */
export function nextStretch(last: number, agreed: number | null): number {
	if (agreed === null || agreed <= AGREE_MIN) return 0;
	return Math.min(STRETCH_MS_MAX, last + STEP_MS);
}
