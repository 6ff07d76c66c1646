/** The camera and the microphone of a session: each is open only while it is wanted, and closed at one tap. */
import { call, stream, type Running } from "$lib/api/call";
import { platform } from "$lib/platform";
import { openCamera } from "$lib/senses/camera-feed";
import { inPage } from "$lib/senses/in-page";
import type { Feed } from "$lib/senses/media";
import { openMicrophone } from "$lib/senses/microphone-feed";
import { openSensors } from "$lib/senses/open-sensors.svelte";
import { troubleOf, type Trouble } from "$lib/senses/trouble";
import type { Sensor } from "$lib/senses/wire";
import { cueChoice } from "../cue-choice.svelte";
import { PACER_HZ } from "../pacer/cues";
import { agreement, nextStretch, type Sample } from "../pacer/adaptive";
import type { Live, Measured } from "../wire";

/** What the ribbon shows, and a little more: so much of it is kept, in milliseconds. */
const KEPT_MS = 40_000;
/** Nobody waits longer than this for a sum, in milliseconds: it is shown when it comes. */
const SUM_MS_MAX = 4000;

type Opened = { feed: Feed | null; release: () => void };

export class Measuring {
	/** What is open, or being opened. */
	open_: readonly Sensor[] = $state.raw([]);
	troubles: Partial<Record<Sensor, Trouble>> = $state.raw({});
	/** What came in lately, oldest first. */
	recent: readonly Measured[] = $state.raw([]);

	readonly #opened = new Map<Sensor, Opened>();
	readonly #onstretch: (cycle: number, ms: number) => void;
	#running: Running<"breath.measure"> | null = null;
	#session = "";
	/** What the person turned off in a session stays off in it, also when it is taken up again. */
	#shutIn = "";
	readonly #shut = new Set<Sensor>();
	#turn = 0;
	#cycle = -1;
	#last = 0;
	#samples: Sample[] = [];

	constructor(onstretch: (cycle: number, ms: number) => void) {
		this.#onstretch = onstretch;
	}

	/** Opens what the session wants and is not open yet. */
	async open({ id, camera, microphone }: Live): Promise<void> {
		if (this.#session === id) return;
		if (this.#shutIn !== id) this.#shut.clear();
		this.#shutIn = id;
		const wanted = [...(camera ? ["camera" as const] : []), ...(microphone ? ["microphone" as const] : [])].filter((sensor) => !this.#shut.has(sensor));
		this.#session = id;
		this.recent = [];
		this.troubles = {};
		this.open_ = wanted;
		const turn = ++this.#turn;
		await Promise.all(wanted.map((sensor) => this.#openOne(sensor, turn)));
		if (turn === this.#turn && this.#opened.size > 0) await this.#read(turn);
	}

	/** Closes one at once; the session goes on with the other, or without. */
	closeOne(sensor: Sensor): void {
		this.#shut.add(sensor);
		this.#forget(sensor);
		void call("senses.close", { sensor }).catch(() => {});
	}

	/** Closes everything and hears nothing more: what was measured so far is kept. */
	close(): void {
		this.#shutAll()?.running.cancel();
	}

	/**
	 * Closes everything of a session that is being ended. Resolves when the other side has summed up what was
	 * measured, which it does as soon as the session is over.
	 */
	async finish(): Promise<void> {
		const shut = this.#shutAll();
		if (!shut) return;
		let timer: ReturnType<typeof setTimeout> | undefined;
		const late = new Promise((resolve) => (timer = setTimeout(resolve, SUM_MS_MAX)));
		await Promise.race([shut.running.done.catch(() => {}), late]);
		clearTimeout(timer);
	}

	#shutAll(): { running: Running<"breath.measure"> } | null {
		if (this.#session === "") return null;
		this.#turn += 1;
		this.#session = "";
		const running = this.#running;
		this.#running = null;
		for (const sensor of [...this.#opened.keys()]) {
			this.#forget(sensor);
			void call("senses.close", { sensor }).catch(() => {});
		}
		this.open_ = [];
		return running && { running };
	}

	/** A cycle begins: the one before it says how long the next may be. */
	cycleBegan(cycle: number): void {
		if (cycle === this.#cycle) return;
		const stretch = nextStretch(this.#last, agreement(this.#samples));
		this.#samples = [];
		// This one has begun already; the next can still be another.
		if (this.#cycle >= 0 && (stretch !== 0 || this.#last !== 0)) this.#onstretch(cycle + 1, stretch);
		this.#last = stretch;
		this.#cycle = cycle;
	}

	async #openOne(sensor: Sensor, turn: number): Promise<void> {
		try {
			const deliver = async (body: Blob) => "ok" in (await platform.upload("senses.feed", { sensor }, body));
			const onlost = () => this.#trouble(sensor, "lost");
			const feed = inPage ? await (sensor === "camera" ? openCamera : openMicrophone)({ deliver, onlost }) : null;
			if (turn !== this.#turn) return feed?.stop();
			this.#opened.set(sensor, { feed, release: openSensors.hold(sensor, () => this.closeOne(sensor)) });
		} catch (thrown) {
			if (turn === this.#turn) this.#trouble(sensor, troubleOf(thrown));
		}
	}

	async #read(turn: number): Promise<void> {
		const has = (sensor: Sensor) => this.#opened.has(sensor);
		const rate = this.#opened.get("microphone")?.feed?.rate;
		const running = stream("breath.measure", {
			session: this.#session,
			camera: has("camera"),
			microphone: has("microphone"),
			page: inPage && has("camera"),
			...(rate === undefined ? {} : { page_rate: rate }),
			// Its own tones are no breath.
			tones_hz: cueChoice.current.tones ? [...PACER_HZ] : [],
		});
		this.#running = running;
		try {
			for await (const item of running) if (turn === this.#turn) this.#take(item);
			await running.done;
		} catch (thrown) {
			if (turn === this.#turn) for (const sensor of [...this.#opened.keys()]) this.#trouble(sensor, troubleOf(thrown));
		}
	}

	#take(item: Measured): void {
		const since = item.elapsed_ms - KEPT_MS;
		this.recent = [...this.recent.filter(({ elapsed_ms }) => elapsed_ms > since && elapsed_ms < item.elapsed_ms), item];
		this.#samples.push({ target: item.target, heard: item.heard });
	}

	#trouble(sensor: Sensor, trouble: Trouble): void {
		this.troubles = { ...this.troubles, [sensor]: trouble };
		this.#forget(sensor);
	}

	#forget(sensor: Sensor): void {
		const opened = this.#opened.get(sensor);
		this.#opened.delete(sensor);
		opened?.feed?.stop();
		opened?.release();
		this.open_ = this.open_.filter((other) => other !== sensor);
	}
}
