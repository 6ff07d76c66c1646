/** The ribbon under a session: how breath is meant to flow, and how it was heard or seen to, with its gaps. */
import type { TracePoint } from "$lib/senses/trace";
import type { Measured } from "../wire";
import { flowAt, isHold, type Step } from "./schedule";

/** Points of a drawn breath: a curve at the ribbon's height. */
const POINTS = 14;
/** Rise and fall of the chest are looked at over so long, in milliseconds: shorter is noise. */
const SLOPE_MS = 700;
/** So much of the loudest is silence: pauses are drawn still. */
const STILL = 0.06;

type Frame = { pxPerMs: number; height: number };

/** The meant flow from `from` to `to` as closed shapes over and under the middle, placed by time. */
export function flowPath(steps: readonly Step[], from: number, to: number, { pxPerMs, height }: Frame): string {
	const middle = height / 2;
	const x = (at: number) => (at * pxPerMs).toFixed(1);
	let path = "";
	for (const step of steps) {
		const end = step.ms === null ? to : step.at + step.ms;
		if (end < from || step.at > to || isHold(step.kind)) continue;
		path += `M${x(step.at)} ${middle}`;
		for (let point = 1; point <= POINTS; point += 1) {
			const at = step.at + ((end - step.at) * point) / POINTS;
			path += `L${x(at)} ${(middle - flowAt(step, at) * middle * 0.92).toFixed(1)}`;
		}
		path += "Z";
	}
	return path;
}

type Seen = Pick<Measured, "elapsed_ms" | "heard" | "level" | "chest"> & Partial<Pick<Measured, "breathing">>;

/** Whether what moves may be breath: a photo in somebody's hand moves, too. It takes a while until that is known. */
const mayBreathe = (breathing: Pick<Measured["breathing"], "value" | "unknown">): boolean => breathing.value !== null || breathing.unknown === "too_short";

/**
 * What was heard as flow: how loud, in upward and out downward, 1 the loudest of late. Where nothing was heard but
 * the chest was seen, how fast it rose or fell. Null: not known, or known to be no breath, which is a gap.
 */
export function heardFlow(recent: readonly Seen[]): TracePoint[] {
	const loudest = Math.max(1e-9, ...recent.map(({ level, heard }) => (heard === "inhale" || heard === "exhale" ? (level ?? 0) : 0)));
	const slopes = recent.map((item, at) => (item.breathing && !mayBreathe(item.breathing) ? null : slopeAt(recent, at, item.elapsed_ms)));
	const steepest = Math.max(1e-9, ...slopes.map((slope) => Math.abs(slope ?? 0)));
	return recent.map(({ elapsed_ms, heard, level }, at) => {
		const slope = slopes[at];
		if (heard === "inhale" || heard === "exhale") {
			const loud = level === null ? 0.7 : Math.min(1, Math.max(STILL, level / loudest));
			return { at: elapsed_ms, value: heard === "inhale" ? loud : -loud };
		}
		if (heard === "pause") return { at: elapsed_ms, value: 0 };
		return { at: elapsed_ms, value: slope == null ? null : slope / steepest };
	});
}

/** Shares of a point and its neighbors, nearest first, in a line that is drawn softly: readings come five a second, breath has no corners. */
const SOFT = [0.34, 0.23, 0.1];

/** The same flow without corners. Gaps stay gaps, and nothing is drawn across them. */
export function softened(flow: readonly TracePoint[]): TracePoint[] {
	return flow.map(({ at, value }, place) => {
		if (value === null) return { at, value };
		let [sum, weight] = [value * (SOFT[0] ?? 1), SOFT[0] ?? 1];
		for (const side of [-1, 1]) {
			for (let away = 1; away < SOFT.length; away += 1) {
				const near = flow[place + side * away]?.value;
				if (near == null) break;
				sum += near * (SOFT[away] ?? 0);
				weight += SOFT[away] ?? 0;
			}
		}
		return { at, value: sum / weight };
	});
}

/** How fast the chest rises at a reading; null: it was not seen all along. */
function slopeAt(recent: readonly Seen[], at: number, now: number): number | null {
	const end = recent[at];
	if (end?.chest == null) return null;
	for (let back = at - 1; back >= 0; back -= 1) {
		const begin = recent[back];
		if (begin?.chest == null) return null;
		if (now - begin.elapsed_ms >= SLOPE_MS) return (end.chest - begin.chest) / (now - begin.elapsed_ms);
	}
	return null;
}

/** Nothing was known for so long: it is said that it is not, in milliseconds. */
const UNSURE_MS = 3000;

/** Whether it is said that breath is not known now. */
export const isUnsure = (flow: readonly TracePoint[], elapsed: number): boolean => {
	const known = flow.findLast(({ value }) => value !== null);
	return flow.length > 0 && (!known || elapsed - known.at > UNSURE_MS);
};
