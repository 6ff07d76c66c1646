/** What stands under the history slider: where a day began and where another device wrote. */
import type { Version } from "$lib/api/wire";

/** `at` is the place on the slider, 0 to 1. */
export type HistoryMark = { index: number; at: number; kind: "day" | "device"; version: Version };

/** More marks than this would be a gray bar. */
export const MARKS_MAX = 60;

const writer = ({ writer: { by, device } }: Version) => `${by} ${device ?? ""}`;

/** Marks of versions given oldest first. `dayOf` says on which local day an instant falls. */
export function historyMarks(versions: readonly Version[], dayOf: (at: string) => string): HistoryMark[] {
	const marks: HistoryMark[] = [];
	versions.forEach((version, index) => {
		const before = versions[index - 1];
		const place = versions.length > 1 ? index / (versions.length - 1) : 0;
		if (before && writer(before) !== writer(version)) marks.push({ index, at: place, kind: "device", version });
		else if (!before || dayOf(before.at) !== dayOf(version.at)) marks.push({ index, at: place, kind: "day", version });
	});
	if (marks.length <= MARKS_MAX) return marks;
	const step = marks.length / MARKS_MAX;
	return Array.from({ length: MARKS_MAX }, (_, index) => marks[Math.floor(index * step)]).filter((mark) => mark !== undefined);
}
