/** A pattern while it is written: what it would be, and what is wrong with it. */
import { m } from "$lib/i18n";
import type { Pattern, Phase, PhaseKind, Program, Round } from "../wire";

/** The bounds of the other side. */
export const PHASES_MAX = 12;
const ROUNDS_MAX = 20;
const PHASE_MS_MIN = 500;
const PHASE_MS_MAX = 60_000;
export const STEP_MS = 500;
const CYCLES_MAX = 200;
const PROGRAM_MS_MAX = 3_600_000;

/** What is breathed once through: a pattern of one round is kept as one cycle of it. */
const onceOf = ({ rounds }: Program): Round[] => {
	const copy = structuredClone(rounds);
	return copy.length === 1 && copy[0] ? [{ ...copy[0], cycles: 1 }] : copy;
};

const usual = (kind: PhaseKind): Phase => ({ kind, ms: kind === "free_hold" ? null : kind === "recovery" ? 15_000 : 4000, route: kind === "inhale" || kind === "exhale" || kind === "inhale2" ? "nose" : "any" });

export class Draft {
	id: string | undefined;
	name = $state("");
	note = $state("");
	minutes = $state(5);
	rounds: Round[] = $state([{ cycles: 1, phases: [usual("inhale"), usual("exhale")] }]);

	readonly program: Program = $derived({ rounds: this.rounds });
	readonly onceMs: number = $derived(this.rounds.reduce((sum, { cycles, phases }) => sum + cycles * phases.reduce((part, { ms }) => part + (ms ?? 0), 0), 0));
	/** What is wrong, in words; empty: it can be kept. */
	readonly faults: string[] = $derived.by(() => {
		const found: string[] = [];
		const breathes = this.rounds.some(({ phases }) => phases.some(({ kind }) => kind !== "hold_in" && kind !== "hold_out" && kind !== "free_hold"));
		if (!breathes) found.push(m.breath_fault_no_breath());
		if (this.rounds.some(({ phases }) => phases.length === 0)) found.push(m.breath_fault_empty());
		if (this.onceMs > PROGRAM_MS_MAX) found.push(m.breath_fault_long());
		return found;
	});

	constructor(pattern: Pattern | null, copy: boolean, name: string) {
		if (!pattern) return;
		this.id = copy ? undefined : pattern.id;
		this.name = name;
		this.note = copy ? "" : pattern.note;
		this.minutes = pattern.minutes;
		// A shipped one of several rounds comes as often as it is breathed; what is repeated is cut away.
		this.rounds = onceOf({ rounds: pattern.shipped ? withoutRepeats(pattern.program.rounds) : pattern.program.rounds });
	}

	addPhase(round: number, kind: PhaseKind): void {
		const phases = this.rounds[round]?.phases;
		if (phases && phases.length < PHASES_MAX) phases.push(usual(kind));
	}

	removePhase(round: number, at: number): void {
		this.rounds[round]?.phases.splice(at, 1);
	}

	/** Moves a phase up (-1) or down (1). */
	movePhase(round: number, at: number, by: -1 | 1): void {
		const phases = this.rounds[round]?.phases;
		const [moved] = phases && at + by >= 0 && at + by < phases.length ? phases.splice(at, 1) : [];
		if (moved) phases?.splice(at + by, 0, moved);
	}

	setKind(round: number, at: number, kind: PhaseKind): void {
		const phase = this.rounds[round]?.phases[at];
		if (phase) Object.assign(phase, { kind, ms: kind === "free_hold" ? null : (phase.ms ?? usual(kind).ms) });
	}

	setMs(round: number, at: number, ms: number): void {
		const phase = this.rounds[round]?.phases[at];
		if (phase && phase.ms !== null && Number.isFinite(ms)) phase.ms = Math.min(PHASE_MS_MAX, Math.max(PHASE_MS_MIN, Math.round(ms / 100) * 100));
	}

	setCycles(round: number, cycles: number): void {
		const found = this.rounds[round];
		if (found && Number.isFinite(cycles)) found.cycles = Math.min(CYCLES_MAX, Math.max(1, Math.round(cycles)));
	}

	addRound(): void {
		if (this.rounds.length < ROUNDS_MAX) this.rounds.push({ cycles: 4, phases: [usual("inhale"), usual("exhale")] });
	}

	removeRound(round: number): void {
		this.rounds.splice(round, 1);
	}
}

/** The rounds up to where they begin anew. */
export function withoutRepeats(rounds: readonly Round[]): Round[] {
	const texts = rounds.map((round) => JSON.stringify(round));
	for (let length = 1; length <= rounds.length / 2; length += 1) {
		if (rounds.length % length === 0 && texts.every((text, at) => text === texts[at % length])) return rounds.slice(0, length);
	}
	return [...rounds];
}
