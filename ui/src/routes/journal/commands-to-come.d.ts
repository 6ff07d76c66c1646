import type { AddedMedia } from "$lib/api/types";
import type { Unknown } from "$lib/senses/wire";

type WordsRead = {
	emotions: { name: string; tone: string; probability: number; sentence: string }[];
	unknown: Unknown | null;
	allowed: boolean;
	model: string;
	tags: { tag: string; known: boolean }[];
	summary: string[];
};
type SimilarRow = { kind: string; id: string; day: string; title: string; beginning: string; likeness: number };
type VoiceLevel = { at_ms: number; level_db: number; speech: number | null };
type VoiceNote = { media: AddedMedia | null; seconds: number; kept_seconds: number; dropped: number; lost: string | null };

declare module "$lib/api/commands" {
	interface Commands {
		"words.read": { request: { text: string; known_tags?: string[] }; reply: WordsRead; access: "read" };
		"words.similar": { request: { id: string }; reply: SimilarRow[]; access: "read" };
		"voice.record": { request: { device?: string; page_rate?: number }; reply: VoiceNote; access: "stream"; item: VoiceLevel };
	}
}
