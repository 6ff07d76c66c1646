/** Whether a change of these kinds may alter what a command that reads `reads` answered. */
export function meets(reads: readonly string[], kinds: readonly string[]): boolean {
	if (reads.length === 0 || kinds.length === 0) return false;
	if (reads.includes("*") || kinds.includes("*")) return true;
	return kinds.some((kind) => reads.includes(kind));
}
