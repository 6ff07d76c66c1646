import type { EmotionNamed } from "./wire";

export type SentenceRead = { sentence: string; names: string[] };

/** Emotions beside the sentence that names them, each sentence once. `neutral` is no emotion. */
export function bySentence(emotions: readonly EmotionNamed[]): SentenceRead[] {
	const sentences = new Map<string, string[]>();
	for (const { name, sentence } of emotions) {
		if (name !== "neutral") sentences.set(sentence, [...(sentences.get(sentence) ?? []), name]);
	}
	return [...sentences].map(([sentence, names]) => ({ sentence, names }));
}
