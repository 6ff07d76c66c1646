/**
 * Sounds to sit with, computed: no recording of anybody. Each is a piece that goes on without a seam when it
 * is played over and over. The same on every run.
 */
import type { Ambient } from "../wire";

/** Samples a second: breadth enough for rain. */
export const RATE = 32_000;
/** Length of a piece in seconds: long enough that nobody hears it begin anew. */
const SECONDS: Record<Sounding, number> = { rain: 12, surf: 33, brown: 12, bowls: 48 };
export type Sounding = Exclude<Ambient, "none">;

/** Evenly spread over -1 to 1: a linear congruence after Park and Miller (1988), so that it is the same each time. */
function dice(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state * 48_271) % 2_147_483_647;
		return (state / 2_147_483_647) * 2 - 1;
	};
}

/** Low and even, 6 dB less with each octave: white noise summed up, with a leak that keeps it in its middle. */
function brown(length: number, roll: () => number): Float32Array {
	const LEAK = 0.996;
	const out = new Float32Array(length);
	let sum = 0;
	for (let at = 0; at < length; at += 1) out[at] = sum = sum * LEAK + roll() * 0.06;
	return out;
}

/** A filter of one pole: below `hz` stays. */
function lowPass(samples: Float32Array, hz: number): Float32Array {
	const share = 1 - Math.exp((-2 * Math.PI * hz) / RATE);
	const out = new Float32Array(samples.length);
	let value = 0;
	for (let at = 0; at < samples.length; at += 1) out[at] = value += share * ((samples[at] ?? 0) - value);
	return out;
}

const white = (length: number, roll: () => number): Float32Array => new Float32Array(length).map(roll);

/** A hiss of many drops, and now and then one that is near. */
function rain(length: number, roll: () => number): Float32Array {
	const hiss = white(length, roll);
	const dull = lowPass(hiss, 900);
	const body = lowPass(hiss, 5200);
	const out = new Float32Array(length);
	for (let at = 0; at < length; at += 1) out[at] = ((body[at] ?? 0) - (dull[at] ?? 0)) * 0.42 + (dull[at] ?? 0) * 0.5;
	const drops = Math.round((length / RATE) * 26);
	for (let drop = 0; drop < drops; drop += 1) {
		const begin = Math.floor(((roll() + 1) / 2) * length);
		const hz = 1500 + (roll() + 1) * 1400;
		const loud = 0.02 + ((roll() + 1) / 2) ** 3 * 0.16;
		for (let at = 0; at < RATE * 0.03; at += 1) {
			const t = at / RATE;
			const place = (begin + at) % length;
			out[place] = (out[place] ?? 0) + loud * Math.exp(-t * 190) * Math.sin(2 * Math.PI * hz * t);
		}
	}
	return out;
}

/** Waves that come, break and run back, none as long as the one before; whole waves fill the piece. */
function surf(length: number, roll: () => number): Float32Array {
	const WAVES = [9.5, 12.5, 11];
	const deep = brown(length, roll);
	const foam = lowPass(white(length, roll), 2600);
	const out = new Float32Array(length);
	let begin = 0;
	for (const seconds of WAVES) {
		const samples = seconds * RATE;
		for (let at = 0; at < samples && begin + at < length; at += 1) {
			const share = at / samples;
			// It swells slowly and runs out slower still.
			const swell = Math.sin(Math.PI * share ** 0.72) ** 2;
			const crash = Math.max(0, Math.sin(Math.PI * Math.min(1, Math.max(0, share - 0.28) * 1.5))) ** 2;
			const place = begin + at;
			out[place] = (deep[place] ?? 0) * (0.35 + 0.65 * swell) + (foam[place] ?? 0) * (0.03 + 0.42 * crash);
		}
		begin += samples;
	}
	return out;
}

/** Ratios of the first modes of a struck bowl to its lowest, near those measured by Terwagne and Bush (Nonlinearity 24, 2011). */
export const BOWL_MODES: readonly { ratio: number; gain: number; seconds: number }[] = [
	{ ratio: 1, gain: 1, seconds: 5.5 },
	{ ratio: 2.72, gain: 0.5, seconds: 3.2 },
	{ ratio: 5.03, gain: 0.22, seconds: 1.6 },
	{ ratio: 7.9, gain: 0.08, seconds: 0.8 },
];
/** Two sides of a bowl are never quite alike: its modes beat this often a second. */
export const BOWL_BEAT_HZ = 0.7;

/** Three bowls, struck softly and far apart; what still sounds at the end sounds on at the beginning. */
function bowls(length: number, roll: () => number): Float32Array {
	const STRIKES = [
		{ at: 0.5, hz: 174 },
		{ at: 12.2, hz: 261 },
		{ at: 21.8, hz: 196 },
		{ at: 34.6, hz: 261 },
		{ at: 41.1, hz: 146.5 },
	];
	const out = lowPass(brown(length, roll), 220).map((value) => value * 0.25);
	for (const { at: second, hz } of STRIKES) {
		for (const { ratio, gain, seconds } of BOWL_MODES) {
			const last = Math.min(length, Math.round(seconds * 5 * RATE));
			const begin = Math.round(second * RATE);
			// Both by recurrence: asking for each sample's sine would hold the page up for seconds.
			const fade = Math.exp(-1 / (seconds * RATE));
			const [turn, beat] = [(2 * Math.PI * hz * ratio) / RATE, (2 * Math.PI * BOWL_BEAT_HZ) / RATE];
			const [onward, back, around] = [2 * fade * Math.cos(turn), fade * fade, 2 * Math.cos(beat)];
			let [sine, next, beating, then] = [0, fade * Math.sin(turn), 1, Math.cos(beat)];
			for (let at = 0; at < last; at += 1) {
				const loud = 0.16 * gain * Math.min(1, at / RATE / 0.03);
				const place = (begin + at) % length;
				out[place] = (out[place] ?? 0) + loud * sine * (0.75 + 0.25 * beating);
				const after = onward * next - back * sine;
				const later = around * then - beating;
				sine = next;
				next = after;
				beating = then;
				then = later;
			}
		}
	}
	return out;
}

const MAKERS: Record<Sounding, (length: number, roll: () => number) => Float32Array> = { rain, surf, brown, bowls };
/** Seconds over which the end becomes the beginning. */
const SEAM = 1;
/** How loud a piece is in the middle, of full scale; a whisper. */
const LOUD_RMS = 0.09;
/** No sample is above this. */
const PEAK = 0.8;

/** A piece for one ear. */
export function pieceOf(kind: Sounding, ear: 0 | 1): Float32Array<ArrayBuffer> {
	const length = SECONDS[kind] * RATE;
	const seam = SEAM * RATE;
	// The bowls ring over the seam by themselves, the others are faded over it.
	const long = MAKERS[kind](length + seam, dice(kind === "bowls" ? 7 : 7 + ear * 1000));
	const out = new Float32Array(length);
	let [mean, square] = [0, 0];
	for (let at = 0; at < length; at += 1) {
		const share = at < seam ? at / seam : 1;
		// Noise adds by its power: the roots keep it as loud over the seam as elsewhere.
		const value = (long[at] ?? 0) * Math.sqrt(share) + (at < seam ? (long[length + at] ?? 0) * Math.sqrt(1 - share) : 0);
		out[at] = value;
		mean += value / length;
	}
	for (const value of out) square += (value - mean) ** 2 / length;
	const scale = square > 0 ? LOUD_RMS / Math.sqrt(square) : 1;
	for (let at = 0; at < length; at += 1) out[at] = Math.max(-PEAK, Math.min(PEAK, ((out[at] ?? 0) - mean) * scale));
	return out;
}
