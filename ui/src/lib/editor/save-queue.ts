/**
 * One entry's way to the disk: words wait for a short pause, go out one write at a time, and stay in
 * memory until the reply says that they are on the disk. Knows nothing of the screen; start at
 * `SaveQueue.touch`.
 */
import { rebaseText } from "./merge-text";

/** What a write answers. `saved_at` is RFC 3339 and means: on the disk. */
export type Saved = { version: string; body: string; merged: boolean; saved_at: string };

export type SaveState =
	| { kind: "saved"; at: string | null }
	| { kind: "waiting" }
	| { kind: "saving" }
	| { kind: "failed"; message: string; attempts: number };

export type Timers = {
	set: (run: () => void, ms: number) => unknown;
	clear: (timer: unknown) => void;
	now: () => number;
};

type Options = {
	version: string;
	body: string;
	write: (version: string, body: string) => Promise<Saved>;
	/** Words for a failure; the queue never reads them. */
	explain: (error: unknown) => string;
	timers?: Timers;
};

/** Where the words are shown. It answers the text after the merge has been applied to it. */
export type Surface = { text: () => string; merge: (sent: string, merged: string) => void };

/** A pause this long sends the words: half of the promised second, the rest is for the disk. */
export const PAUSE_MS = 450;
/** Somebody who never pauses is saved this often all the same. */
export const LONGEST_WAIT_MS = 2500;
/** Waits between attempts after a failure; the last one repeats for as long as it takes. */
export const RETRY_MS = [1000, 2000, 4000, 8000, 15000, 30000] as const;

const CLOCK: Timers = {
	set: (run, ms) => setTimeout(run, ms),
	clear: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
	now: () => Date.now(),
};

export class SaveQueue {
	state: SaveState = { kind: "saved", at: null };

	// Invariant: `#body` at `#version` is what the disk holds; `#text` is what the person wrote.
	#version: string;
	#body: string;
	#text: string;
	/** Versions already left behind: a slow read must not bring old words back. */
	readonly #past = new Set<string>();
	#surface: Surface | null = null;
	#dirty = false;
	#flying: Promise<void> | null = null;
	#timer: unknown = null;
	#firstTouch: number | null = null;
	#attempts = 0;
	#stopped = false;
	#lastSaved: string | null = null;
	#listeners = new Set<(state: SaveState) => void>();
	readonly #write: Options["write"];
	readonly #explain: Options["explain"];
	readonly #timers: Timers;

	constructor(options: Options) {
		this.#version = options.version;
		this.#body = options.body;
		this.#text = options.body;
		this.#write = options.write;
		this.#explain = options.explain;
		this.#timers = options.timers ?? CLOCK;
	}

	/** True while words exist that the disk does not have. */
	get unsaved(): boolean {
		return this.#dirty || this.#flying !== null;
	}

	/** True while an editor shows the words. */
	get attached(): boolean {
		return this.#surface !== null;
	}

	get version(): string {
		return this.#version;
	}

	/** The words as the person last left them. */
	get text(): string {
		return this.#surface ? this.#surface.text() : this.#text;
	}

	onState(listener: (state: SaveState) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Shows the words somewhere; the returned function takes the last words and lets go. */
	attach(surface: Surface): () => void {
		this.#surface = surface;
		return () => {
			if (this.#surface !== surface) return;
			this.#text = surface.text();
			this.#surface = null;
		};
	}

	/** The words changed. Cheap: the text itself is read only when it is sent. */
	touch(): void {
		if (this.#stopped) return;
		this.#dirty = true;
		this.#firstTouch ??= this.#timers.now();
		if (this.#flying) return;
		const waited = this.#timers.now() - this.#firstTouch;
		// After a failure a key must not hammer the disk, and must not postpone the retry either.
		if (this.state.kind === "failed" && this.#timer !== null) return;
		this.#schedule(Math.max(0, Math.min(PAUSE_MS, LONGEST_WAIT_MS - waited)));
		if (this.state.kind !== "failed") this.#tell({ kind: "waiting" });
	}

	/** Sends what is waiting at once. Answers true when all words are on the disk. */
	async flush(): Promise<boolean> {
		while (this.unsaved && !this.#stopped) {
			if (this.#flying) await this.#flying;
			else await this.#send();
			if (this.state.kind === "failed") return false;
		}
		return !this.unsaved;
	}

	/** Text changed by somebody else (sync, restore). Ignored while words of ours are under way. */
	accept(version: string, body: string): void {
		if (this.#flying || version === this.#version || this.#past.has(version)) return;
		// With unsaved words the old version stays: the next write carries it and the disk merges.
		if (this.#dirty) return;
		const before = this.#body;
		this.#moveTo(version);
		this.#body = body;
		if (before !== body) this.#merge(before, body);
	}

	/** The entry is gone; nothing may be written any more. */
	stop(): void {
		this.#stopped = true;
		this.#dirty = false;
		this.#clearTimer();
	}

	#schedule(ms: number): void {
		this.#clearTimer();
		this.#timer = this.#timers.set(() => {
			this.#timer = null;
			void this.#send();
		}, ms);
	}

	#clearTimer(): void {
		if (this.#timer !== null) this.#timers.clear(this.#timer);
		this.#timer = null;
	}

	#send(): Promise<void> {
		if (this.#flying) return this.#flying;
		this.#clearTimer();
		this.#firstTouch = null;
		const sent = this.text;
		if (sent === this.#body) {
			this.#dirty = false;
			this.#attempts = 0;
			this.#tell({ kind: "saved", at: this.#lastSaved });
			return Promise.resolve();
		}
		// Assigned before anybody hears of it, so that a second write can never start beside it and
		// nobody takes words that are under way for saved ones.
		const flight = this.#write(this.#version, sent).then(
			(saved) => this.#landed(sent, saved),
			(error: unknown) => this.#failed(error),
		);
		this.#flying = flight;
		this.#dirty = false;
		if (this.state.kind !== "failed") this.#tell({ kind: "saving" });
		return flight;
	}

	#landed(sent: string, saved: Saved): void {
		this.#flying = null;
		this.#attempts = 0;
		this.#moveTo(saved.version);
		this.#lastSaved = saved.saved_at;
		this.#body = saved.merged ? saved.body : sent;
		if (saved.merged) this.#merge(sent, saved.body);
		if (this.#dirty && !this.#stopped) {
			this.#tell({ kind: "waiting" });
			this.#schedule(PAUSE_MS);
		} else {
			this.#tell({ kind: "saved", at: saved.saved_at });
		}
	}

	#failed(error: unknown): void {
		this.#flying = null;
		if (this.#stopped) return;
		this.#dirty = true;
		const wait = RETRY_MS[Math.min(this.#attempts, RETRY_MS.length - 1)] ?? 30000;
		this.#attempts += 1;
		this.#tell({ kind: "failed", message: this.#explain(error), attempts: this.#attempts });
		this.#schedule(wait);
	}

	#moveTo(version: string): void {
		this.#past.add(this.#version);
		this.#past.delete(version);
		this.#version = version;
	}

	#merge(sent: string, merged: string): void {
		if (this.#surface) this.#surface.merge(sent, merged);
		else this.#text = rebaseText(sent, merged, this.#text);
	}

	#tell(state: SaveState): void {
		this.state = state;
		for (const listener of this.#listeners) listener(state);
	}
}
