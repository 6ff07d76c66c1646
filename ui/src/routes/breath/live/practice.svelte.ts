/** The session that goes on: what the other side says of it, and what this window plays and shows of it. */
import { ApiError, call } from "$lib/api/call";
import { language } from "$lib/i18n";
import { cueChoice } from "../cue-choice.svelte";
import { pulsesOf, scoreOf, scoreOfSitting, type Cue } from "../pacer/cues";
import { endOf, stepsOf, type Step } from "../pacer/schedule";
import { sound } from "../sound/sound";
import { hush, say } from "../sound/voice";
import type { Begin, CourseStep, Live } from "../wire";
import { phaseWord } from "../words";
import { Awake } from "./awake";
import { Conductor } from "./conductor";
import { Measuring } from "./measuring.svelte";

/** Before the first breath there is a moment to settle, in milliseconds. */
const SETTLE_MS = 4000;
/** The other side and this window part by more than this: one of them slept, and the other side knows. */
const PART_MS = 1500;
/** A session that ended this soon was a mistake, in milliseconds. */
const MISTAKE_MS = 8000;

export type PracticeState = "none" | "settling" | "going" | "paused" | "ending";

class Practice {
	live: Live | null = $state.raw(null);
	/** What was asked for, while a person still settles. */
	wished: Begin | null = $state.raw(null);
	/** How long the last one was when it ended, in milliseconds. */
	ended = 0;
	state: PracticeState = $state("none");
	error: ApiError | null = $state.raw(null);
	/** The step of a guided session that is read now. */
	words: string = $state("");
	/** Names the phase where no voice could. */
	said: string = $state("");
	/** When settling ends, by the page's clock. */
	settledAt = $state(0);

	readonly measuring = new Measuring((cycle, ms) => void this.#stretch(cycle, ms));
	readonly steps: readonly Step[] = $derived(this.live?.program ? stepsOf(this.live.program, this.live) : []);
	readonly totalMs: number | null = $derived(this.live?.program ? endOf(this.steps) : (this.live?.total_ms ?? null));

	readonly #awake = new Awake();
	readonly #conductor = new Conductor({ sound, tones: () => cueChoice.current.tones, oncue: (cue, late) => this.#oncue(cue, late) });
	#guide: readonly CourseStep[] = [];
	#timer: ReturnType<typeof setTimeout> | undefined;
	#onend: (id: string, whole: boolean) => void = () => {};

	/** Milliseconds of the session now. */
	elapsed = (): number => (this.#conductor.running ? this.#conductor.elapsed() : (this.live?.elapsed_ms ?? 0));

	/** Called when the session is over: `whole` by its own length. */
	set onend(onend: (id: string, whole: boolean) => void) {
		this.#onend = onend;
	}

	/** Opens the sound while a person presses something, then lets them settle and begins. */
	async begin(wish: Begin, guide: readonly CourseStep[] = []): Promise<void> {
		this.leave();
		this.#guide = guide;
		this.#open(wish.ambient);
		this.error = null;
		this.wished = wish;
		this.state = "settling";
		this.settledAt = performance.now() + SETTLE_MS;
		await new Promise((resolve) => (this.#timer = setTimeout(resolve, SETTLE_MS)));
		if (this.state !== "settling") return;
		try {
			this.#take(await call("breath.begin", wish));
		} catch (thrown) {
			this.leave();
			if (!(thrown instanceof ApiError)) throw thrown;
			// One goes on already: that is the one to be shown.
			if (thrown.code === "Conflict") await this.pickUp();
			else this.error = thrown;
		}
	}

	/** Takes up the session that goes on, after a reload or from another window. */
	async pickUp(guide: readonly CourseStep[] = this.#guide): Promise<void> {
		if (this.state !== "none") return;
		this.#guide = guide;
		const live = await call("breath.live", {});
		if (live) this.#take(live);
	}

	/** Asks where the session is: the machine slept, or a clock was set. */
	async check(): Promise<void> {
		if (this.state !== "going" && this.state !== "paused") return;
		const live = await call("breath.live", {});
		if (!live || live.id !== this.live?.id) return this.leave();
		const parted = Math.abs(live.elapsed_ms - this.elapsed()) > PART_MS;
		if (parted || (live.state === "paused") !== (this.state === "paused")) this.#take(live);
	}

	/** The guided steps came after the session. */
	setGuide(guide: readonly CourseStep[]): void {
		this.#guide = guide;
		this.#rescore();
	}

	async pause(): Promise<void> {
		if (!this.live || this.state !== "going") return;
		const elapsed_ms = this.elapsed();
		this.#rest("paused");
		this.live = { ...this.live, elapsed_ms };
		await call("breath.pause", { id: this.live.id });
	}

	async resume(): Promise<void> {
		if (!this.live || this.state !== "paused") return;
		this.#open(this.live.ambient);
		await call("breath.resume", { id: this.live.id });
		const live = await call("breath.live", {});
		if (live) this.#take(live);
		else this.leave();
	}

	/** Nobody looks any more: a session that goes on stands still, and nothing sees, hears or sounds unseen. */
	async away(): Promise<void> {
		if (this.state === "settling") return this.leave();
		if (this.state !== "going" && this.state !== "paused") return;
		this.measuring.close();
		const pausing = this.pause();
		this.#conductor.close();
		sound.close();
		await pausing;
	}

	/** Ends a hold that has no end of its own. */
	async tap(): Promise<void> {
		const { live } = this;
		if (!live || this.state !== "going") return;
		// It is felt at once; the other side says the exact moment.
		this.live = { ...live, taps: [...live.taps, this.elapsed()] };
		this.#rescore();
		await this.#tell(() => call("breath.tap", { id: live.id }));
	}

	/** The mind wandered, or somebody came in: it is counted and means nothing. */
	async interrupt(): Promise<void> {
		const { live } = this;
		if (!live) return;
		this.live = { ...live, interruptions: live.interruptions + 1 };
		await call("breath.interrupt", { id: live.id });
	}

	/** Ends it: what was done is kept, unless it had hardly begun. */
	async end(whole = false): Promise<void> {
		if (this.state === "settling") return this.leave();
		const { live } = this;
		if (!live || this.state === "ending") return;
		const elapsed_ms = this.elapsed();
		this.#rest("ending");
		this.ended = elapsed_ms;
		this.live = { ...live, elapsed_ms };
		const mistake = !whole && elapsed_ms < MISTAKE_MS;
		try {
			const summed = this.measuring.finish();
			await call(mistake ? "breath.discard" : "breath.complete", { id: live.id });
			await summed;
			this.leave(whole);
			this.#onend(mistake ? "" : live.id, whole);
		} catch (thrown) {
			this.state = "paused";
			throw thrown;
		}
	}

	/** Forgets it here. The other side goes on with what it knows. `ringing`: the last bell may ring out. */
	leave(ringing = false): void {
		clearTimeout(this.#timer);
		this.#rest("none");
		this.measuring.close();
		this.#conductor.close();
		this.live = null;
		this.wished = null;
		this.words = "";
		if (ringing) setTimeout(() => void (this.state === "none" && sound.close()), RING_MS);
		else sound.close();
	}

	/** What is heard was changed. */
	recue(): void {
		sound.setVolume(cueChoice.current.volume / 100);
		this.#conductor.replan();
	}

	/** Browsers let a page play only after something was pressed: a session that was picked up plays from then on. */
	wakeSound(): void {
		if (this.state === "going" && this.live && !sound.playing) this.#open(this.live.ambient);
	}

	#open(ambient: Live["ambient"] | undefined): void {
		sound.open();
		sound.setVolume(cueChoice.current.volume / 100);
		if (ambient && ambient !== "none") sound.ambient(ambient, cueChoice.current.ambientVolume / 100);
		this.#conductor.open();
	}

	#take(live: Live): void {
		this.live = live;
		this.#conductor.stop();
		this.#rescore();
		if (live.state === "paused") {
			this.#rest("paused");
			return;
		}
		this.state = "going";
		this.#conductor.start(live.elapsed_ms);
		this.#awake.keep();
		void this.measuring.open(live);
	}

	#rest(state: PracticeState): void {
		this.#conductor.stop();
		this.#awake.release();
		sound.endAmbient();
		hush();
		this.state = state;
	}

	#rescore(): void {
		const { live } = this;
		if (!live) return;
		this.#conductor.setScore(live.program ? scoreOf(this.steps) : scoreOfSitting(live.total_ms, live.bells, this.#guide));
	}

	/** Takes what the other side answers of a session that goes on here. */
	async #tell(asked: () => Promise<Live>): Promise<void> {
		const { taps, stretches, interruptions } = await asked();
		if (!this.live) return;
		this.live = { ...this.live, taps, stretches, interruptions };
		this.#rescore();
	}

	async #stretch(cycle: number, ms: number): Promise<void> {
		const { live } = this;
		if (live && this.state === "going") await this.#tell(() => call("breath.stretch", { id: live.id, cycle, ms }));
	}

	#oncue(cue: Cue, late: boolean): void {
		if (cue.what === "end") return void this.end(true);
		if (cue.what === "bell") return;
		if (cue.what === "words") {
			this.words = this.#guide[cue.place]?.text ?? "";
			if (cueChoice.current.voice && !late) say(this.words, language.current);
			return;
		}
		const step = this.steps[cue.place];
		if (this.live?.adaptive && step) this.measuring.cycleBegan(step.cycle);
		if (late) return;
		if (cueChoice.current.touch) navigator.vibrate?.(pulsesOf(cue.what));
		if (cueChoice.current.voice) this.said = say(phaseWord(cue.what), language.current) ? "" : phaseWord(cue.what);
	}
}

/** So long a last bell rings, in milliseconds. */
const RING_MS = 9000;

/** The one session of this window. It outlives its page: a person may look something up and take it up again. */
export const practice = new Practice();
