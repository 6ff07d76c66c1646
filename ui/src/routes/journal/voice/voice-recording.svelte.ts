import { asApiError, call, stream, type ApiError, type ItemOf, type ReplyOf, type Running } from "$lib/api/call";
import { platform } from "$lib/platform";
import { inPage } from "$lib/senses/in-page";
import type { Feed } from "$lib/senses/media";
import { openMicrophone } from "$lib/senses/microphone-feed";
import { openSensors } from "$lib/senses/open-sensors.svelte";
import { troubleOf, type Trouble } from "$lib/senses/trouble";
import { withLevel, type Bar } from "./levels";

export type VoiceLevel = ItemOf<"voice.record">;
type VoiceNote = ReplyOf<"voice.record">;
export type VoiceMedia = NonNullable<VoiceNote["media"]>;

/** Why there is no recording, or why it is not what was meant. */
export type VoiceTrouble = Trouble | "silent" | "unkept" | "cut" | "holes";

/** From this probability on somebody is said to speak. */
const SPEECH_MIN = 0.5;

/** A voice note from being asked for to being kept. What was said is only thrown away by `discard`. */
export class VoiceRecording {
	phase: "off" | "asking" | "live" | "keeping" = $state("off");
	trouble: VoiceTrouble | null = $state(null);
	/** What was refused, where the trouble has no words of its own. */
	error: ApiError | null = $state.raw(null);
	level: VoiceLevel | null = $state.raw(null);
	bars: Bar[] = $state.raw([]);
	/** Whether a word was heard so far; null: nothing here can tell. */
	spoken: boolean | null = $state(null);

	readonly #keep: (media: VoiceMedia) => Promise<void>;
	#running: Running<"voice.record"> | null = null;
	#pageFeed: Feed | null = null;
	#release = () => {};
	#unkept: VoiceMedia | null = null;
	/** Counts recordings: what an earlier one still says is not heard. */
	#turn = 0;

	/** `keep` ties the sound to its record. */
	constructor(keep: (media: VoiceMedia) => Promise<void>) {
		this.#keep = keep;
	}

	async start(): Promise<void> {
		if (this.phase !== "off") return;
		this.close();
		const turn = ++this.#turn;
		this.phase = "asking";
		try {
			if (inPage && !(await this.#openPage(turn))) return;
			this.#release = openSensors.hold("microphone", () => this.#silence());
			const running = stream("voice.record", { page_rate: this.#pageFeed?.rate });
			this.#running = running;
			for await (const level of running) if (turn === this.#turn) this.#take(level);
			if (turn !== this.#turn) return;
			const note = await running.done;
			this.#rest();
			await this.#end(note);
		} catch (thrown) {
			if (turn === this.#turn) this.#fail(thrown);
		}
	}

	/** Ends the recording and keeps it. */
	async stop(): Promise<void> {
		if (this.phase === "asking") return this.discard();
		if (this.phase !== "live") return;
		this.phase = "keeping";
		try {
			// The program closes first: what is still on its way to it belongs to the note.
			await call("senses.close", { sensor: "microphone" });
			this.#pageFeed?.stop();
		} catch (thrown) {
			// It goes on: what was said is not lost because nobody answered.
			this.phase = "live";
			this.trouble = "failed";
			this.error = asApiError(thrown);
		}
	}

	/** Ends the recording and throws it away. */
	discard(): void {
		this.#turn += 1;
		this.#running?.cancel();
		this.#rest();
		this.phase = "off";
	}

	/** Puts away what is said about a recording that ended. */
	close(): void {
		this.trouble = null;
		this.error = null;
		this.level = null;
		this.bars = [];
		this.spoken = null;
		this.#unkept = null;
	}

	/** Tries again what went wrong: to tie a kept sound to its record, or to record. */
	async again(): Promise<void> {
		const media = this.#unkept;
		if (!media) return this.start();
		this.trouble = null;
		this.phase = "keeping";
		await this.#tie(media);
	}

	/** The entry is left: what was said so far is kept. */
	leave(): void {
		if (this.phase === "live") void this.stop();
		else if (this.phase === "asking") this.discard();
	}

	/** Opens the page's microphone. Answers whether it is still wanted then. */
	async #openPage(turn: number): Promise<boolean> {
		const feed = await openMicrophone({
			deliver: async (piece) => "ok" in (await platform.upload("senses.feed", { sensor: "microphone" }, piece)),
			onlost: () => {
				if (turn === this.#turn) void this.#cut();
			},
		});
		if (turn !== this.#turn) {
			feed.stop();
			return false;
		}
		this.#pageFeed = feed;
		return true;
	}

	#take(level: VoiceLevel): void {
		if (this.phase === "asking") this.phase = "live";
		this.level = level;
		this.bars = withLevel(this.bars, level);
		if (level.speech !== null) this.spoken = this.spoken === true || level.speech >= SPEECH_MIN;
	}

	/** The page's microphone was unplugged: what it gave is kept. */
	async #cut(): Promise<void> {
		if (this.phase === "asking") {
			this.discard();
			this.trouble = "lost";
			return;
		}
		await this.stop();
		this.trouble ??= "cut";
	}

	/** The light was put out: the page's device closes at once, and the program ends the note. */
	#silence(): void {
		if (this.phase === "asking") return this.discard();
		this.phase = "keeping";
		this.#pageFeed?.stop();
	}

	async #end({ media, lost, dropped }: VoiceNote): Promise<void> {
		if (!media) {
			this.phase = "off";
			this.trouble = lost === null ? "silent" : "lost";
			return;
		}
		this.phase = "keeping";
		if (!(await this.#tie(media))) return;
		if (lost !== null) this.trouble = "cut";
		else if (dropped > 0) this.trouble ??= "holes";
	}

	async #tie(media: VoiceMedia): Promise<boolean> {
		try {
			await this.#keep(media);
			this.#unkept = null;
			return true;
		} catch (thrown) {
			this.#unkept = media;
			this.error = asApiError(thrown);
			this.trouble = "unkept";
			return false;
		} finally {
			this.phase = "off";
		}
	}

	#fail(thrown: unknown): void {
		this.#turn += 1;
		this.#running?.cancel();
		this.#rest();
		this.phase = "off";
		this.trouble = troubleOf(thrown);
		if (this.trouble === "failed") this.error = asApiError(thrown);
	}

	#rest(): void {
		this.#pageFeed?.stop();
		this.#pageFeed = null;
		this.#running = null;
		this.#release();
		this.#release = () => {};
	}
}

/** As much of it as is shown and pressed. */
export type VoiceShown = Pick<VoiceRecording, keyof VoiceRecording>;
