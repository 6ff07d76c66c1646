/** Numbers that do not jump: what is shown is what the last two seconds said, and it stays for two. */

import type { Unknown } from "$lib/senses/wire";

/** How long a figure stays, in milliseconds. */
const STAYS_MS = 2000;

export type Telling = { value: number | null; unknown: Unknown | null };

/** Of several tellings the one in the middle; the commonest reason where most of them know nothing. */
export function middle<T extends Telling>(told: readonly T[]): T | null {
	const known = told.filter(({ value }) => value !== null).toSorted((a, b) => (a.value ?? 0) - (b.value ?? 0));
	if (known.length * 2 >= told.length) return known[Math.floor((known.length - 1) / 2)] ?? null;
	const counts = new Map<Unknown | null, number>();
	const reasons = told.filter(({ value }) => value === null);
	for (const { unknown } of reasons) counts.set(unknown, (counts.get(unknown) ?? 0) + 1);
	const most = Math.max(...counts.values());
	return reasons.findLast(({ unknown }) => counts.get(unknown) === most) ?? null;
}

export class Steady<T extends Telling> {
	#recent: { at: number; told: T }[] = [];
	#since = Number.NEGATIVE_INFINITY;
	#shown: T | null = null;

	/** Takes what is told now and gives what is to be shown. `null`: it is not read. */
	take(at: number, told: T | null): T | null {
		if (!told) {
			this.#recent = [];
			this.#shown = null;
			this.#since = Number.NEGATIVE_INFINITY;
			return null;
		}
		this.#recent = [...this.#recent.filter((other) => other.at > at - STAYS_MS && other.at <= at), { at, told }];
		if (!this.#shown || at - this.#since >= STAYS_MS || at < this.#since) {
			this.#shown = middle(this.#recent.map((other) => other.told));
			this.#since = at;
		}
		return this.#shown;
	}
}
