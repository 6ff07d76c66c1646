/** What the pacer asked for, from a kept curve: as phases with a beginning and an end. */
import type { Step } from "../pacer/schedule";
import type { RibbonPoint } from "../wire";

export function stepsOfTrace(points: readonly RibbonPoint[]): Step[] {
	const steps: Step[] = [];
	for (const [at, point] of points.entries()) {
		const { target, at_ms } = point;
		const last = steps.at(-1);
		const next = points[at + 1]?.at_ms ?? at_ms + 200;
		if (target === null) continue;
		if (last?.kind === target && last.ms !== null && Math.abs(last.at + last.ms - at_ms) < 1000) {
			last.ms = next - last.at;
			continue;
		}
		const rises = target === "inhale" || target === "inhale2" || target === "recovery";
		steps.push({ kind: target, route: "any", cycle: 0, round: 0, at: at_ms, ms: next - at_ms, free: target === "free_hold", from: rises ? 0 : 1, to: rises ? 1 : target === "exhale" ? 0 : 1 });
	}
	return steps;
}
