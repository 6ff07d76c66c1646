// Names for what the commands that read words answer, taken from the commands themselves.

import type { ReplyOf } from "$lib/api/call";

export type WordsRead = ReplyOf<"words.read">;
export type EmotionNamed = WordsRead["emotions"][number];
export type TagSuggested = WordsRead["tags"][number];
export type SimilarRow = ReplyOf<"words.similar">[number];
