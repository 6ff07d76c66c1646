import { m, messageFor } from "$lib/i18n";
import type { Unknown } from "$lib/senses/wire";

/** The emotion as a word, which is also the tag that it becomes. */
export const emotionWord = (name: string): string => messageFor(`journal_emotion_${name}`) ?? name;

/** Why no emotion is told. */
export function unknownWords(unknown: Unknown): string {
	if (unknown === "too_short") return m.journal_suggest_too_short();
	if (unknown === "language") return m.journal_suggest_language();
	if (unknown === "no_model") return m.journal_suggest_no_model();
	return m.journal_suggest_unsure();
}
