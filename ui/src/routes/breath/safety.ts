/** What must be said before long holds, and when. */
import type { Gate, PhaseKind, Program } from "./wire";

/** A hold of this length or more is long, in milliseconds; the other side has the same bound. */
const LONG_HOLD_MS = 15_000;

const MOVING: readonly PhaseKind[] = ["inhale", "inhale2", "exhale"];

/** What stands before a program: words on holds where it has a free or a long one. */
export function gateOf({ rounds }: Program): Gate {
	const long = rounds.some(({ phases }) => phases.some(({ kind, ms }) => !MOVING.includes(kind) && (ms === null || ms >= LONG_HOLD_MS)));
	return long ? "holds" : "none";
}
