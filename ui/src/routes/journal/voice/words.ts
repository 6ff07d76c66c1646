import { m } from "$lib/i18n";
import type { VoiceTrouble } from "./voice-recording.svelte";

export type TroubleWords = { title: string; text: string };

/** What went wrong, what is safe and what to do. */
export function troubleWords(trouble: VoiceTrouble): TroubleWords {
	switch (trouble) {
		case "refused":
			return { title: m.senses_microphone_refused(), text: m.senses_refused_text() };
		case "absent":
			return { title: m.senses_microphone_absent(), text: m.senses_absent_text() };
		case "busy":
			return { title: m.senses_microphone_busy(), text: m.senses_busy_text() };
		case "elsewhere":
			return { title: m.senses_microphone_elsewhere(), text: m.senses_elsewhere_text() };
		case "lost":
			return { title: m.senses_microphone_lost(), text: m.senses_lost_text() };
		case "unsafe":
			return { title: m.senses_microphone_unsafe(), text: m.senses_unsafe_text() };
		case "failed":
			return { title: m.senses_microphone_failed(), text: m.senses_failed_text() };
		case "silent":
			return { title: m.journal_voice_silent(), text: m.journal_voice_silent_text() };
		case "unkept":
			return { title: m.journal_voice_unkept(), text: m.journal_voice_unkept_text() };
		case "cut":
			return { title: m.journal_voice_cut(), text: m.journal_voice_cut_text() };
		case "holes":
			return { title: m.journal_voice_holes(), text: m.journal_voice_holes_text() };
	}
}

/** Whether the sound is in the entry in spite of it. */
export const isKept = (trouble: VoiceTrouble): boolean => trouble === "cut" || trouble === "holes";
