/** What was chosen the last time one sat on this device, and a try of its sound. */
import { cueChoice } from "../cue-choice.svelte";
import { sound } from "../sound/sound";
import type { Ambient, Begin, Bells } from "../wire";

const STORED = "everkept.breath.sitting";
const SOUNDS: readonly string[] = ["none", "rain", "surf", "brown", "bowls"];
/** A try ends by itself, in milliseconds. */
const TRY_MS = 8000;

type Chosen = { minutes: number; ambient: Ambient; bells: Bells };

export class SittingBegin {
	#chosen: Chosen = $state.raw({ minutes: 10, ambient: "none", bells: { start: true, end: true, every_minutes: null } });
	/** A sound is being tried. */
	heard = $state(false);
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor() {
		try {
			const stored = JSON.parse(localStorage.getItem(STORED) ?? "{}");
			if (Number.isInteger(stored.minutes) && stored.minutes >= 0 && stored.minutes <= 240) this.#chosen = { ...this.#chosen, minutes: stored.minutes };
			if (SOUNDS.includes(stored.ambient)) this.#chosen = { ...this.#chosen, ambient: stored.ambient };
			const { start, end, every_minutes } = stored.bells ?? {};
			if (typeof start === "boolean" && typeof end === "boolean") this.#chosen = { ...this.#chosen, bells: { start, end, every_minutes: Number.isInteger(every_minutes) && every_minutes > 0 ? every_minutes : null } };
		} catch {
			// A window without storage begins with the usual.
		}
	}

	get minutes(): number {
		return this.#chosen.minutes;
	}
	get ambient(): Ambient {
		return this.#chosen.ambient;
	}
	get bells(): Bells {
		return this.#chosen.bells;
	}

	set(change: Partial<Chosen>): void {
		this.#chosen = { ...this.#chosen, ...change };
		if (change.ambient !== undefined) this.hush();
		try {
			localStorage.setItem(STORED, JSON.stringify(this.#chosen));
		} catch {
			// It holds until the window closes.
		}
	}

	/** Lets the chosen sound be heard for a moment, or ends that. */
	listen(): void {
		if (this.heard || this.ambient === "none") return this.hush();
		sound.open();
		sound.setVolume(cueChoice.current.volume / 100);
		sound.ambient(this.ambient, cueChoice.current.ambientVolume / 100);
		this.heard = true;
		this.#timer = setTimeout(() => this.hush(), TRY_MS);
	}

	hush(): void {
		clearTimeout(this.#timer);
		if (!this.heard) return;
		this.heard = false;
		sound.close();
	}

	wish(): Begin {
		const { minutes, ambient, bells } = this.#chosen;
		return { kind: "meditation", ...(minutes > 0 ? { minutes } : {}), ambient, bells, camera: false, microphone: false, adaptive: false, gate_seen: false };
	}
}
