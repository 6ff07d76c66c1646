/** Payees that may be the same: `ALDI 0231` and `Aldi Sued`. Only a suggestion; a person decides. */

/** The letters of a name without what banks add: numbers, marks, one-letter words. */
export function essence(name: string): string[] {
	return name
		.normalize("NFKD")
		.replace(/\p{M}/gu, "")
		.toLocaleLowerCase()
		.split(/[^\p{L}]+/u)
		.filter((word) => word.length > 1);
}

/** Words that many names begin with say nothing alone. */
const COMMON = new Set(["the", "der", "die", "das", "la", "le", "el", "los", "cafe", "hotel", "restaurant", "bar", "shop", "payment", "card", "online", "stadt", "city"]);

export type Alike = { into: string; from: string };

/** Pairs, the one with more transactions first. A name is suggested once. */
export function alike(payees: readonly { payee: string; txns: number }[]): Alike[] {
	const groups = new Map<string, { payee: string; txns: number }[]>();
	for (const one of payees) {
		const words = essence(one.payee);
		const first = words[0];
		if (!first || first.length < 3) continue;
		const key = COMMON.has(first) ? words.slice(0, 2).join(" ") : first;
		if (COMMON.has(key)) continue;
		groups.set(key, [...(groups.get(key) ?? []), one]);
	}
	return [...groups.values()].flatMap((group) => {
		const [into, ...rest] = group.sort((a, b) => b.txns - a.txns || a.payee.localeCompare(b.payee));
		return into ? rest.filter(({ payee }) => within(into.payee, payee)).map(({ payee }) => ({ into: into.payee, from: payee })) : [];
	});
}

/** Whether one name's words are all among the other's: Aldi within Aldi Sued, but not Green Market within Green Park. */
function within(a: string, b: string): boolean {
	const [one, other] = [new Set(essence(a)), new Set(essence(b))];
	const [small, large] = one.size <= other.size ? [one, other] : [other, one];
	return [...small].every((word) => large.has(word));
}
