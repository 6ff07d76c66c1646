/** What a session plays: notes and bells at exact moments of the sound device, and a sound to sit with. */
import type { Heard } from "../pacer/clock";
import type { Note } from "../pacer/cues";
import { BOWL_BEAT_HZ, BOWL_MODES, pieceOf, RATE, type Sounding } from "./noise";

/** What the device keeps in store, in seconds: the most that browsers give (asked for by word they give a tenth of it). */
const STORE_SECS = 0.2;
/** Fades that nobody hears as a click, in seconds. */
const FADE_S = 0.03;
const AMBIENT_FADE_S = 2.5;
/** The second partial gives a note its warmth. */
const WARMTH = 0.22;
const BELL_HZ = 208;

/** Something that is going to sound; taken back before it does, it never sounds. */
export type Planned = { at: number; cancel: () => void };

export class Sound {
	#context: AudioContext | null = null;
	#out: GainNode | null = null;
	#ambient: { source: AudioBufferSourceNode; gain: GainNode } | null = null;
	#volume = 0.7;

	/** Opens the device. Browsers let a page do so only while a person presses something. */
	open(): void {
		try {
			// Everything is handed over long before it sounds, so the device may keep a long store: a busy machine
			// then cannot starve it, which would push all later notes back. What is drawn asks what is heard.
			this.#context ??= new AudioContext({ latencyHint: STORE_SECS });
		} catch {
			// Without any sound device the page's own clock goes on, and what can be seen and felt.
			return;
		}
		if (!this.#out) {
			this.#out = new GainNode(this.#context, { gain: this.#volume });
			this.#out.connect(this.#context.destination);
		}
		void this.#context.resume().catch(() => {});
	}

	/** Ends everything and gives the device back. */
	close(): void {
		this.endAmbient(0.3);
		const context = this.#context;
		this.#context = null;
		this.#out = null;
		this.#ambient = null;
		if (context) setTimeout(() => void context.close().catch(() => {}), 400);
	}

	get playing(): boolean {
		return this.#context?.state === "running";
	}

	/** 0 to 1. */
	setVolume(volume: number): void {
		this.#volume = volume;
		if (this.#context) this.#out?.gain.setTargetAtTime(volume, this.#context.currentTime, FADE_S);
	}

	/** What is heard now. Null: nothing plays. */
	heard(): Heard | null {
		const context = this.#context;
		if (context?.state !== "running") return null;
		const page = performance.now();
		const told = context.getOutputTimestamp?.();
		if (told?.contextTime && told.performanceTime) return { audio: told.contextTime * 1000 + (page - told.performanceTime), page };
		// Where a browser does not say what is heard, it may say how late it is.
		return { audio: (context.currentTime - (context.outputLatency || context.baseLatency || 0)) * 1000, page };
	}

	/** Plays a note that is heard at `at`, in milliseconds of the device; at once when that has passed. */
	note({ after_ms, hz, ms, attack_ms, gain }: Note, at: number): Planned | null {
		return this.#tone((at + after_ms) / 1000, [{ hz, gain: 1 }, { hz: hz * 2, gain: WARMTH }], { gain: gain * 0.4, attack: attack_ms / 1000, seconds: ms / 1000 });
	}

	/** A struck bowl. */
	bell(at: number): Planned[] {
		return BOWL_MODES.flatMap(({ ratio, gain, seconds }) => {
			const beating = [{ hz: BELL_HZ * ratio, gain: 0.6 }, { hz: BELL_HZ * ratio + BOWL_BEAT_HZ, gain: 0.4 }];
			return this.#tone(at / 1000, beating, { gain: gain * 0.35, attack: 0.012, seconds: seconds * 1.6 }) ?? [];
		});
	}

	/** Calls back when a moment of the device has come. A hidden page is called, too, which timers are not. */
	wake(at: number, call: () => void): Planned | null {
		const context = this.#context;
		if (!context) return null;
		const source = new ConstantSourceNode(context, { offset: 0 });
		source.connect(context.destination);
		source.onended = call;
		source.start();
		source.stop(Math.max(context.currentTime, at / 1000));
		return { at, cancel: () => void (source.onended = null) };
	}

	/** Lets a sound begin softly; another one gives way to it. */
	ambient(kind: Sounding, volume: number): void {
		this.endAmbient(AMBIENT_FADE_S);
		const context = this.#context;
		if (!context || !this.#out) return;
		const left = pieceOf(kind, 0);
		// Bowls stand in the middle: both ears hear the same.
		const pieces = [left, kind === "bowls" ? left : pieceOf(kind, 1)] as const;
		const buffer = new AudioBuffer({ numberOfChannels: 2, length: pieces[0].length, sampleRate: RATE });
		buffer.copyToChannel(pieces[0], 0);
		buffer.copyToChannel(pieces[1], 1);
		const source = new AudioBufferSourceNode(context, { buffer, loop: true });
		const gain = new GainNode(context, { gain: 0 });
		source.connect(gain).connect(this.#out);
		gain.gain.linearRampToValueAtTime(volume, context.currentTime + AMBIENT_FADE_S);
		source.start();
		this.#ambient = { source, gain };
	}

	endAmbient(seconds: number = AMBIENT_FADE_S): void {
		const { currentTime } = this.#context ?? { currentTime: 0 };
		this.#ambient?.gain.gain.setTargetAtTime(0, currentTime, seconds / 3);
		this.#ambient?.source.stop(currentTime + seconds * 2);
		this.#ambient = null;
	}

	#tone(at: number, partials: { hz: number; gain: number }[], shape: { gain: number; attack: number; seconds: number }): Planned | null {
		const context = this.#context;
		if (!context || !this.#out) return null;
		const begin = Math.max(context.currentTime, at);
		const end = begin + shape.seconds;
		const envelope = new GainNode(context, { gain: 0 });
		envelope.gain.setValueAtTime(0, begin);
		envelope.gain.linearRampToValueAtTime(shape.gain, begin + shape.attack);
		// Fades by 60 dB until its end, as a string does.
		envelope.gain.exponentialRampToValueAtTime(shape.gain / 1000, end);
		envelope.connect(this.#out);
		const nodes = partials.map(({ hz, gain }) => {
			const tone = new OscillatorNode(context, { frequency: hz });
			tone.connect(new GainNode(context, { gain })).connect(envelope);
			tone.start(begin);
			tone.stop(end);
			return tone;
		});
		const cancel = () => {
			const now = context.currentTime;
			envelope.gain.cancelScheduledValues(now);
			envelope.gain.setTargetAtTime(0, now, FADE_S / 3);
			for (const tone of nodes) tone.stop(now + FADE_S * 2);
		};
		return { at: at * 1000, cancel };
	}
}

/** The one sound of this window. */
export const sound = new Sound();
