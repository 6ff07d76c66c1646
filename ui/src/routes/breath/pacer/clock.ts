/**
 * The one clock of a session: what is seen, heard and felt is placed by it. It counts what the sound
 * device has played, which no busy page can delay, and the page's own clock is mapped to that. Where there
 * is no sound, or it stands still, the page's clock goes on from where it was.
 */

/** How many readings the mapping is the middle of: one that came late says nothing. */
const KEPT = 9;
/** Sound that did not go on for so long while the page's clock did stands still, in milliseconds. */
const STALL_MS = 700;

/** Where a sound device is: what is heard now, and when that was looked up, both in milliseconds. */
export type Heard = { audio: number; page: number };

export class SessionClock {
	/** Milliseconds of the session at `#since` of the running source. */
	#base = 0;
	#since = 0;
	#running = false;
	#audio = false;
	#offsets: number[] = [];
	#last: Heard | null = null;
	/** The newest reading that had gone on. */
	#moved: Heard | null = null;

	get running(): boolean {
		return this.#running;
	}

	/** Whether sound is what counts now. */
	get byAudio(): boolean {
		return this.#audio;
	}

	/** Goes on from `elapsed`; `page` is the page's time now. */
	start(elapsed: number, page: number): void {
		this.#rebase(elapsed, page);
		this.#running = true;
	}

	stop(page: number): void {
		this.#base = this.at(page);
		this.#running = false;
	}

	/** Milliseconds of the session at a time of the page. */
	at(page: number): number {
		return this.#running ? this.#base + this.#source(page) - this.#since : this.#base;
	}

	/** The sound device's time, in milliseconds, at which a moment of the session is heard; null: not by sound. */
	audioOf(elapsed: number): number | null {
		return this.#running && this.#audio ? this.#since + elapsed - this.#base : null;
	}

	/** Takes where the sound device is. Null: there is none, or it is at rest. Answers whether the source changed. */
	hear(heard: Heard | null, page: number): boolean {
		if (!heard) return this.#leave(page);
		if (this.#last && heard.audio > this.#last.audio) this.#moved = heard;
		this.#last = heard;
		if (this.#moved && heard.page - this.#moved.page > STALL_MS) return this.#leave(page);
		if (!this.#moved) return false;
		if (heard === this.#moved) this.#offsets = [...this.#offsets, heard.audio - heard.page].slice(-KEPT);
		if (this.#audio) return false;
		const now = this.at(page);
		this.#audio = true;
		this.#rebase(now, page);
		return true;
	}

	/** Keeps the moment while another source counts. */
	#rebase(elapsed: number, page: number): void {
		this.#base = elapsed;
		this.#since = this.#source(page);
	}

	#leave(page: number): boolean {
		const now = this.at(page);
		const changed = this.#audio;
		this.#audio = false;
		this.#offsets = [];
		this.#last = null;
		this.#moved = null;
		if (changed) this.#rebase(now, page);
		return changed;
	}

	#source(page: number): number {
		if (!this.#audio) return page;
		const sorted = this.#offsets.toSorted((a, b) => a - b);
		return page + (sorted[Math.floor(sorted.length / 2)] ?? 0);
	}
}
