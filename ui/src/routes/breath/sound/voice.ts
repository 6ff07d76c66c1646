/** Words said by the system's own voice, where it has one. */

/** Asks for the voices of this device; they may come a while after the page. */
export const canSpeak = (): boolean => typeof speechSynthesis !== "undefined" && speechSynthesis.getVoices().length > 0;

/** A voice that is in this device itself: what is said goes to nobody. */
function voiceFor(language: string): SpeechSynthesisVoice | null {
	const own = speechSynthesis.getVoices().filter(({ localService }) => localService);
	return own.find(({ lang }) => lang.startsWith(language)) ?? null;
}

/** Says words now, instead of what was still being said. Answers whether a voice took them. */
export function say(words: string, language: string, volume = 1): boolean {
	if (!canSpeak()) return false;
	const voice = voiceFor(language.slice(0, 2));
	if (!voice) return false;
	const spoken = new SpeechSynthesisUtterance(words);
	Object.assign(spoken, { voice, lang: voice.lang, rate: 0.9, volume });
	speechSynthesis.cancel();
	speechSynthesis.speak(spoken);
	return true;
}

export function hush(): void {
	if (typeof speechSynthesis !== "undefined") speechSynthesis.cancel();
}
