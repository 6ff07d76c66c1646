/** The lanes of what models read, and what they say as words. */
import { formatPercent } from "$lib/format";
import { m, messageFor } from "$lib/i18n";
import { levelWord } from "$lib/mood/words";
import type { Lane, Reading } from "../wire";

export const LANES: readonly { lane: Lane; name: () => string }[] = [
	{ lane: "face", name: m.mood_lane_face },
	{ lane: "voice", name: m.mood_lane_voice },
	{ lane: "text", name: m.mood_lane_text },
];

/** At most this many of the things that a model names are shown. */
const LABELS_SHOWN = 3;

const labelName = (name: string): string => messageFor(`mood_label_${name}`) ?? messageFor(`journal_emotion_${name}`) ?? name;

/** What a model made of something: `smile 62%, brow 20%`, or where it would put it. */
export function readingWords({ labels, valence, energy }: Pick<Reading, "labels" | "valence" | "energy">): string {
	const named = labels.slice(0, LABELS_SHOWN).map(({ name, probability }) => m.mood_label_share({ name: labelName(name), share: formatPercent(probability) }));
	const placed = [valence === null ? "" : levelWord(valence, "valence"), energy === null ? "" : levelWord(energy, "energy")];
	return [...named, ...placed].filter(Boolean).join(", ") || m.mood_not_known();
}

/** By what it was made and how much of it could be read. */
export function readingSource({ model, version, quality, coverage }: Pick<Reading, "model" | "version" | "quality" | "coverage">): string {
	return m.mood_reading_source({ model, version, quality: formatPercent(quality), coverage: formatPercent(coverage) });
}
