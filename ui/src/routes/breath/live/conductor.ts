/**
 * Lets everything of a session happen at its moment: what sounds is handed to the sound device long before,
 * so that neither a busy page nor a hidden one can delay it; the rest is woken by the device, or by a timer
 * where nothing plays. Drawing asks where it is and decides nothing.
 */
import { SessionClock } from "../pacer/clock";
import { cuesBetween, notesOf, type Cue } from "../pacer/cues";
import type { Planned, Sound } from "../sound/sound";

/** So far ahead sounds are handed over, in milliseconds: a hidden page may sleep for a minute. */
const AHEAD_MS = 150_000;
/** How often the clocks are compared while the page is awake. */
const LOOK_MS = 250;
/** A cue that is nearer than this sounds already. */
const NEAR_MS = 25;
/** What began so short a time ago is still given. */
const JUST_MS = 200;
/** A session that is not older has only just begun, in milliseconds. */
const FRESH_MS = 1000;
/** So much later than the session itself the page begins: time in which the first note reaches the device. */
export const LEAD_MS = 800;
/** What is felt or said so much too late is left out. */
const LATE_MS = 700;

type How = {
	sound: Sound;
	/** Whether phases are heard. */
	tones: () => boolean;
	/** Its moment has come. `late`: too long ago for it to be felt or said. */
	oncue: (cue: Cue, late: boolean) => void;
};

export class Conductor {
	readonly #how: How;
	readonly #clock = new SessionClock();
	#score: readonly Cue[] = [];
	#planned: (Planned & { elapsed: number })[] = [];
	/** Up to here it is handed over, and up to here it has happened. */
	#through = 0;
	#past = 0;
	#lead = 0;
	#wake: Planned | null = null;
	#armed = "";
	#timer: ReturnType<typeof setTimeout> | undefined;
	#looking: ReturnType<typeof setInterval> | undefined;

	constructor(how: How) {
		this.#how = how;
	}

	get running(): boolean {
		return this.#clock.running;
	}

	/** Milliseconds of the session that are heard and seen now. */
	elapsed(): number {
		return Math.max(0, this.#clock.at(performance.now()));
	}

	/** Another score: what was handed over and has not begun is taken back. */
	setScore(score: readonly Cue[]): void {
		this.#score = score;
		this.replan();
	}

	/** Begins to compare the clocks, so that the first sound is in time. */
	open(): void {
		this.#looking ??= setInterval(() => this.#tick(), LOOK_MS);
		this.#listen();
	}

	close(): void {
		this.stop();
		clearInterval(this.#looking);
		this.#looking = undefined;
	}

	start(elapsed: number): void {
		this.open();
		if (elapsed < FRESH_MS) this.#lead = LEAD_MS;
		this.#clock.start(elapsed - this.#lead, performance.now());
		// The answer to a beginning takes a moment; what began with it is still given.
		this.#through = elapsed < FRESH_MS ? 0 : elapsed;
		this.#past = this.#through;
		this.#tick();
	}

	stop(): void {
		this.#takeBack();
		this.#clock.stop(performance.now());
		this.#disarm();
	}

	/** Hands everything over anew: the cues or the sound are others. */
	replan(): void {
		if (!this.running) return;
		this.#takeBack();
		this.#tick();
	}

	/** Compares the clocks. Answers whether what counts is another one now. */
	#listen(): boolean {
		return this.#clock.hear(this.#how.sound.heard(), performance.now());
	}

	#tick(): void {
		const changed = this.#listen();
		if (!this.running) return;
		if (changed) this.#takeBack();
		this.#happen();
		if (!this.running) return;
		this.#handOver();
		this.#arm();
	}

	#takeBack(): void {
		const near = this.elapsed() + NEAR_MS;
		for (const planned of this.#planned) if (planned.elapsed >= near) planned.cancel();
		this.#planned = this.#planned.filter(({ elapsed }) => elapsed < near);
		// What is nearer was handed over already and sounds; a device that has just begun sounds from now on.
		this.#through = Math.min(this.#through, near);
	}

	#handOver(): void {
		const now = this.elapsed();
		const until = now + AHEAD_MS;
		this.#planned = this.#planned.filter(({ elapsed }) => elapsed > now - LATE_MS);
		if (this.#clock.byAudio) {
			for (const cue of cuesBetween(this.#score, this.#through, until)) this.#sound(cue);
			this.#through = Math.max(this.#through, until);
		} else {
			// Sound that comes a moment late still gives what has just begun.
			this.#through = Math.max(this.#through, now - JUST_MS);
		}
	}

	#sound({ at, what }: Cue): void {
		const moment = this.#clock.audioOf(at);
		if (moment === null || what === "words" || what === "end") return;
		const planned = what === "bell" ? this.#how.sound.bell(moment) : this.#how.tones() ? notesOf(what).map((note) => this.#how.sound.note(note, moment)) : [];
		for (const one of planned) if (one) this.#planned.push({ ...one, elapsed: at });
	}

	/** Tells of every cue whose moment has come. */
	#happen(): void {
		const now = this.elapsed();
		for (const cue of cuesBetween(this.#score, this.#past, now + 1)) {
			this.#past = Math.max(this.#past, cue.at + 0.001);
			this.#how.oncue(cue, now - cue.at > LATE_MS);
			if (!this.running) return;
		}
	}

	#arm(): void {
		const next = this.#score.find(({ at }) => at >= this.#past);
		const moment = next ? this.#clock.audioOf(next.at) : null;
		const armed = `${next?.at} ${moment}`;
		if (armed === this.#armed) return;
		this.#disarm();
		if (!next) return;
		this.#armed = armed;
		if (moment !== null) this.#wake = this.#how.sound.wake(moment, () => this.#tick());
		else this.#timer = setTimeout(() => this.#tick(), Math.max(1, next.at - this.elapsed()));
	}

	#disarm(): void {
		this.#wake?.cancel();
		this.#wake = null;
		this.#armed = "";
		clearTimeout(this.#timer);
	}
}
