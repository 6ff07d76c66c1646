/** A pattern as the curve of how full the lungs are: drawn from the pattern itself, all on one scale of time. */
import type { Program } from "../wire";
import { stepsOf, type Step } from "./schedule";

/** A hold that the person ends is drawn so long, in milliseconds; its line is open. */
const FREE_MS = 6000;
/** Cycles of a round that are drawn before the next round begins. */
const CYCLES_SHOWN = 3;
/** Where a cubic curve follows a breath that begins and ends slowly. */
const EASE = 0.3642;

export type Part = { path: string; kind: "moving" | "held" | "free" };
export type Drawn = { parts: Part[]; area: string };
export type Scale = { ms: number; width: number; height: number };

/** What is drawn of a program: cycles over and over until `ms` are full; of several rounds the first cycles of each. */
export function excerptOf(program: Program, ms: number): Step[] {
	const several = program.rounds.length > 1;
	const rounds = program.rounds.slice(0, several ? 3 : 1).map((round) => ({ ...round, cycles: several ? Math.min(round.cycles, CYCLES_SHOWN) : 200 }));
	let taps: number[] = [];
	let steps = stepsOf({ rounds });
	// Each free hold is given the length in which it is drawn.
	for (let last = steps.at(-1); last && last.ms === null && taps.length < rounds.length; last = steps.at(-1)) {
		taps = [...taps, last.at + FREE_MS];
		steps = stepsOf({ rounds }, { taps, stretches: [] });
	}
	return steps.filter(({ at }) => at < ms);
}

/** The whole of one cycle of every round, each free hold as long as it is drawn. */
export function onceOf(program: Program): Step[] {
	return excerptOf({ rounds: program.rounds.map((round) => ({ ...round, cycles: 1 })) }, Number.POSITIVE_INFINITY).filter(({ cycle }) => cycle < program.rounds.length);
}

/** The curve as parts to stroke and an area to fill, from the left edge on. */
export function curveOf(steps: readonly Step[], { ms, width, height }: Scale): Drawn {
	const x = (at: number) => ((at / ms) * width).toFixed(1);
	const y = (level: number) => ((1 - level) * height).toFixed(1);
	const parts: Part[] = [];
	let area = "";
	for (const { kind, at, ms: length, from, to, free } of steps) {
		const end = at + (length ?? FREE_MS);
		const span = end - at;
		const bend = (begin: number, finish: number, low: number, high: number) =>
			`C${x(begin + (finish - begin) * EASE)} ${y(low)} ${x(finish - (finish - begin) * EASE)} ${y(high)} ${x(finish)} ${y(high)}`;
		const turn = Math.min(2000, span * 0.25);
		const body = kind === "recovery" ? `${bend(at, at + turn, from, 1)}L${x(end - turn)} ${y(1)}${bend(end - turn, end, 1, to)}` : from === to ? `L${x(end)} ${y(to)}` : bend(at, end, from, to);
		parts.push({ path: `M${x(at)} ${y(from)}${body}`, kind: free ? "free" : from === to && kind !== "recovery" ? "held" : "moving" });
		area += `${area === "" ? `M${x(at)} ${y(0)}L${x(at)} ${y(from)}` : ""}${body}`;
	}
	const last = steps.at(-1);
	return { parts, area: last ? `${area}L${x(last.at + (last.ms ?? FREE_MS))} ${y(0)}Z` : "" };
}
