/**
 * A program as it runs: which phase it is at a moment, and how full the lungs are meant to be. Only
 * arithmetic: the clock is somewhere else, so that the same moment always gives the same answer.
 */
import type { PhaseKind, Program, Route, Round, Stretch } from "../wire";

/** What a person changed while it ran. */
export type Changes = {
	/** Moments at which a hold without an end was ended, in milliseconds of the session. */
	taps: readonly number[];
	/** By how much cycles are longer, from a cycle on (counted from 0 over the whole program) until another is named. */
	stretches: readonly Stretch[];
};
const UNCHANGED: Changes = { taps: [], stretches: [] };

export type Step = {
	kind: PhaseKind;
	route: Route;
	/** Counted from 0 over the whole program. */
	cycle: number;
	/** Which of the program's rounds it is of, from 0. */
	round: number;
	/** When it begins, in milliseconds of the session. */
	at: number;
	/** How long it lasts; null: until the person says so, and that was not yet. */
	ms: number | null;
	/** Whether the person ends it. */
	free: boolean;
	/** How full the lungs are at its beginning and at its end, 0 to 1. */
	from: number;
	to: number;
};

const RISES: readonly PhaseKind[] = ["inhale", "inhale2"];
/** What may stand between two parts of one breath in: a sigh may rest for a moment on the way. */
const WITHIN: readonly PhaseKind[] = [...RISES, "hold_in"];

/** How full the lungs are after each phase, from `start`. A breath of several parts fills with each as much as it is long. */
function levelsAfter(phases: Round["phases"], start: number): number[] {
	let level = start;
	return phases.map((phase, at) => {
		if (phase.kind === "recovery") level = 0;
		if (RISES.includes(phase.kind)) level += (1 - level) * shareOf(phases, at, WITHIN, RISES);
		if (phase.kind === "exhale") level -= level * shareOf(phases, at, ["exhale", "hold_out"], ["exhale"]);
		return level;
	});
}

/** The part that a phase has of what is left of its breath. */
function shareOf(phases: Round["phases"], at: number, within: readonly PhaseKind[], moving: readonly PhaseKind[]): number {
	let left = 0;
	for (let next = at; next < phases.length; next += 1) {
		const phase = phases[next];
		if (!phase || !within.includes(phase.kind)) break;
		if (moving.includes(phase.kind)) left += phase.ms ?? 0;
	}
	const own = phases[at]?.ms ?? 0;
	return left > 0 ? own / left : 1;
}

/** Where the lungs are before the first phase: empty before a breath in, full before one out. */
function levelBefore(program: Program): number {
	const first = program.rounds.flatMap(({ phases }) => phases).find(({ kind }) => RISES.includes(kind) || kind === "exhale");
	return first?.kind === "exhale" ? 1 : 0;
}

/** A cycle is longer than its pattern by at most this share of what moves in it. */
const STRETCH_SHARE_MAX = 0.5;
const moves = (kind: PhaseKind): boolean => RISES.includes(kind) || kind === "exhale";

/**
 * The lengths of a cycle's phases when it is `extra` milliseconds longer: breaths take it, each as much as it is
 * long, and the last of them what is left, so that the sum is exact. Holds stay. The other side measures by the
 * same rule.
 */
export function stretched(phases: Round["phases"], extra: number): (number | null)[] {
	const whole = phases.reduce((sum, { kind, ms }) => sum + (moves(kind) ? (ms ?? 0) : 0), 0);
	const last = phases.findLastIndex(({ kind, ms }) => moves(kind) && ms !== null);
	const longer = Math.min(extra, Math.trunc(whole * STRETCH_SHARE_MAX));
	let left = longer;
	return phases.map(({ kind, ms }, at) => {
		if (ms === null || !moves(kind)) return ms;
		const more = at === last ? left : Math.trunc((longer * ms) / Math.max(1, whole));
		left -= more;
		return ms + more;
	});
}

/** By how much a cycle is longer: as was said last for it or one before it. */
const stretchOf = (stretches: readonly Stretch[], cycle: number): number => Math.max(0, stretches.findLast((one) => one.cycle <= cycle)?.ms ?? 0);

/** Every phase in its order. It ends at a hold that the person has not ended yet. */
export function stepsOf(program: Program, { taps, stretches }: Changes = UNCHANGED): Step[] {
	const steps: Step[] = [];
	const longer = stretches.toSorted((a, b) => a.cycle - b.cycle);
	const ends = [...taps].sort((a, b) => a - b);
	let [at, cycle, level] = [0, 0, levelBefore(program)];
	for (const [round, { cycles, phases }] of program.rounds.entries()) {
		for (let count = 0; count < cycles; count += 1, cycle += 1) {
			const lengths = stretched(phases, stretchOf(longer, cycle));
			const levels = levelsAfter(phases, level);
			for (const [index, { kind, route, ms }] of phases.entries()) {
				let length = lengths[index] ?? null;
				if (ms === null) {
					while (ends[0] !== undefined && ends[0] <= at) ends.shift();
					const end = ends.shift();
					length = end === undefined ? null : end - at;
				}
				const to = levels[index] ?? level;
				if (length !== 0) steps.push({ kind, route, cycle, round, at, ms: length, free: ms === null, from: level, to });
				if (length === null) return steps;
				at += length;
				level = to;
			}
		}
	}
	return steps;
}

/** When the last phase ends; null while a hold stands open. */
export function endOf(steps: readonly Step[]): number | null {
	const last = steps.at(-1);
	if (!last) return 0;
	return last.ms === null ? null : last.at + last.ms;
}

/** The place of the phase that it is at a moment; the first before the beginning, the last after the end. */
export function placeAt(steps: readonly Step[], elapsed: number): number {
	let [low, high] = [0, steps.length - 1];
	while (low < high) {
		const middle = Math.ceil((low + high) / 2);
		if ((steps[middle]?.at ?? 0) <= elapsed) low = middle;
		else high = middle - 1;
	}
	return low;
}

export const stepAt = (steps: readonly Step[], elapsed: number): Step | undefined => steps[placeAt(steps, elapsed)];

/** A breath begins and ends slowly. */
const eased = (share: number): number => (1 - Math.cos(Math.PI * Math.min(1, Math.max(0, share)))) / 2;

/** Of a breath that is held to recover: how long it takes to fill and to let go, in milliseconds, and the most of the whole that each may have. */
const FILL_MS = 2000;
const FILL_SHARE = 0.25;

/** How full the lungs are meant to be at a moment of a phase, 0 to 1. */
export function levelAt(step: Step, elapsed: number): number {
	const { kind, at, ms, from, to } = step;
	const past = Math.max(0, elapsed - at);
	if (ms === null) return from;
	if (kind === "recovery") {
		const turn = Math.min(FILL_MS, ms * FILL_SHARE);
		if (past < turn) return from + (1 - from) * eased(past / turn);
		return 1 - (1 - to) * eased((past - (ms - turn)) / turn);
	}
	return from + (to - from) * eased(ms > 0 ? past / ms : 1);
}

/** How fast breath is meant to flow: above zero in, below zero out, 1 at the most. Holds are still. */
export function flowAt(step: Step, elapsed: number): number {
	const { kind, at, ms, from, to } = step;
	if (ms === null || ms <= 0) return 0;
	const share = (elapsed - at) / ms;
	if (share < 0 || share > 1) return 0;
	if (kind === "recovery") {
		const turn = Math.min(FILL_MS, ms * FILL_SHARE);
		const past = elapsed - at;
		if (past < turn) return Math.sin((Math.PI * past) / turn);
		return past > ms - turn ? -Math.sin((Math.PI * (past - (ms - turn))) / turn) : 0;
	}
	return to === from ? 0 : Math.sign(to - from) * Math.sin(Math.PI * share);
}

/** Whether nothing moves in a phase. */
export const isHold = (kind: PhaseKind): boolean => kind === "hold_in" || kind === "hold_out" || kind === "free_hold";
