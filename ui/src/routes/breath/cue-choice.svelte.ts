/**
 * How phases are told on this device, and what stands on the screen meanwhile. It belongs to the device, which
 * has a voice or not and can be felt or not, so it stays in this window and not in the vault.
 */
const STORED = "everkept.breath";

export type CueChoice = {
	tones: boolean;
	voice: boolean;
	touch: boolean;
	/** 0 to 100. */
	volume: number;
	/** How loud a sound to sit with is, 0 to 100. */
	ambientVolume: number;
	/** The phase as a word. */
	words: boolean;
	/** How long the phase still lasts, and how long the session. */
	numbers: boolean;
	minutes: number;
	camera: boolean;
	microphone: boolean;
	adaptive: boolean;
};
const FIRST: CueChoice = { tones: true, voice: false, touch: false, volume: 60, ambientVolume: 60, words: true, numbers: false, minutes: 5, camera: false, microphone: false, adaptive: false };

/** What was stored, as far as it is what it should be. */
function readChoice(text: string | null): CueChoice {
	const choice = { ...FIRST };
	try {
		const stored: Record<string, unknown> = JSON.parse(text ?? "{}") ?? {};
		for (const key of Object.keys(FIRST) as (keyof CueChoice)[]) {
			const value = stored[key];
			if (typeof value === "number" && Number.isFinite(value) && typeof FIRST[key] === "number") Object.assign(choice, { [key]: Math.min(100, Math.max(0, value)) });
			if (typeof value === "boolean" && typeof FIRST[key] === "boolean") Object.assign(choice, { [key]: value });
		}
	} catch {
		// What cannot be read is as if it had never been chosen.
	}
	return choice;
}

class Choice {
	current: CueChoice = $state.raw(readChoice(null));

	constructor() {
		try {
			this.current = readChoice(localStorage.getItem(STORED));
		} catch {
			// A window without storage begins with the usual.
		}
	}

	set(change: Partial<CueChoice>): void {
		this.current = { ...this.current, ...change };
		try {
			localStorage.setItem(STORED, JSON.stringify(this.current));
		} catch {
			// It holds until the window closes.
		}
	}
}

export const cueChoice = new Choice();
/** Whether this device can be felt. */
export const canTouch = typeof navigator !== "undefined" && "vibrate" in navigator && typeof matchMedia !== "undefined" && matchMedia("(pointer: coarse)").matches;
