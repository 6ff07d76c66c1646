/** A check-in as a person says it. */
import { formatList, formatNumber } from "$lib/format";
import { m, messageFor } from "$lib/i18n";
import { levelWord, placeWords, wordText } from "$lib/mood/words";
import type { CheckIn, Factor } from "./wire";

/** Its own words; without any, where its dot is. */
export function saidWords({ words, valence, energy }: Pick<CheckIn, "words" | "valence" | "energy">): string {
	if (words.length > 0) return formatList(words.map(wordText));
	if (valence !== null && energy !== null) return placeWords({ valence, energy });
	if (valence !== null) return levelWord(valence, "valence");
	return energy === null ? m.mood_nothing_said() : levelWord(energy, "energy");
}

/** What went on: `yoga, sleep 4 of 5, coffee 2 cups`. */
export function factorWords({ factors }: Pick<CheckIn, "factors">, known: readonly Factor[]): string {
	return factors
		.flatMap(({ id, value }) => {
			const factor = known.find((one) => one.id === id);
			if (!factor || (factor.kind === "flag" && value === 0)) return [];
			const shown = formatNumber(value);
			if (factor.kind === "scale") return [m.mood_scale_said({ name: factor.name, step: shown })];
			// A unit is a word of the person's own: `1 cups` would be nobody's.
			const unit = value === 1 ? "" : factor.unit;
			return [factor.kind === "count" ? m.mood_count_said({ name: factor.name, count: shown, unit }).trim() : factor.name];
		})
		.join(", ");
}

/** Where it comes from when nobody said it here, and what it was said around. */
export function sourceWords({ of, source }: Pick<CheckIn, "of" | "source">): string {
	const around = of === null ? "" : of.side === "before" ? m.mood_before_session() : m.mood_after_session();
	const from = source === "" ? "" : m.mood_brought_in({ source: messageFor(`source_${source}`) ?? source });
	return [around, from].filter(Boolean).join(" · ");
}
