import { asApiError, call, type ApiError } from "$lib/api/call";
import { platform } from "$lib/platform";
import { inPage } from "$lib/senses/in-page";
import type { Feed, FeedWish } from "$lib/senses/media";
import { openSensors } from "$lib/senses/open-sensors.svelte";
import { troubleOf, type Trouble } from "$lib/senses/trouble";
import type { Sensor, SensorEnded } from "$lib/senses/wire";

/** A running stream of readings. */
type Readings<Reading> = AsyncIterable<Reading> & { done: Promise<SensorEnded>; cancel(): void; readonly canceled: boolean };

type How<Reading> = {
	sensor: Sensor;
	/** Opens the page's own device. */
	feed: (wish: FeedWish) => Promise<Feed>;
	/** Starts the reading: of a device of the program, or of what the page's own gives. */
	read: (of: { device?: string; feed: Feed | null }) => Readings<Reading>;
	/** Takes what was read. */
	take: (reading: Reading) => void;
};

/** A camera or a microphone from being asked for to being closed. It is open exactly as long as this page looks. */
export class SensorSession<Reading> {
	phase: "off" | "asking" | "live" = $state("off");
	trouble: Trouble | null = $state(null);
	/** What was refused, when it was neither the person nor the device. */
	error: ApiError | null = $state.raw(null);
	feed: Feed | null = $state.raw(null);

	readonly #how: How<Reading>;
	#running: Readings<Reading> | null = null;
	#release = () => {};
	/** Settles once the program has let go of the device. */
	#closed: Promise<void> = Promise.resolve();
	/** Counts openings and their ends: what an earlier one still says is not heard. */
	#turn = 0;

	constructor(how: How<Reading>) {
		this.#how = how;
	}

	async open(device?: string): Promise<void> {
		this.close();
		const turn = this.#turn;
		this.trouble = null;
		this.error = null;
		this.phase = "asking";
		await this.#closed;
		if (turn !== this.#turn) return;
		try {
			if (inPage && !(await this.#openFeed(turn, device))) return;
			this.#release = openSensors.hold(this.#how.sensor, () => this.close());
			const ended = await this.#read(turn, inPage ? undefined : device);
			if (turn === this.#turn) this.#rest(ended?.lost == null ? null : "lost");
		} catch (thrown) {
			if (turn !== this.#turn) return;
			const trouble = troubleOf(thrown);
			if (trouble === "failed") this.error = asApiError(thrown);
			this.#rest(trouble);
		}
	}

	/** Takes another device while one is open. */
	async change(device: string): Promise<void> {
		this.close();
		await this.open(device);
	}

	close(): void {
		this.#rest(null);
	}

	async #openFeed(turn: number, device?: string): Promise<boolean> {
		const deliver = async (body: Blob) => "ok" in (await platform.upload("senses.feed", { sensor: this.#how.sensor }, body));
		const onlost = () => {
			if (turn === this.#turn) this.#rest("lost");
		};
		const feed = await this.#how.feed({ device, deliver, onlost });
		if (turn !== this.#turn) {
			// The person closed it while the browser still asked.
			feed.stop();
			return false;
		}
		this.feed = feed;
		return true;
	}

	async #read(turn: number, device?: string): Promise<SensorEnded | null> {
		const running = this.#how.read({ device, feed: this.feed });
		this.#running = running;
		try {
			for await (const reading of running) {
				if (turn !== this.#turn) continue;
				this.phase = "live";
				this.#how.take(reading);
			}
			return running.canceled ? null : await running.done;
		} finally {
			// It ended by itself: there is nothing to end any more.
			if (this.#running === running) this.#running = null;
		}
	}

	/** Asks the program to end a reading: one that is only cut off ends when its next picture or sound comes. */
	async #end(running: Readings<Reading>): Promise<void> {
		try {
			await call("senses.close", { sensor: this.#how.sensor });
			await running.done;
		} catch {
			running.cancel();
		}
	}

	#rest(trouble: Trouble | null): void {
		this.#turn += 1;
		this.feed?.stop();
		this.feed = null;
		if (this.#running) this.#closed = this.#end(this.#running);
		this.#running = null;
		this.#release();
		this.#release = () => {};
		this.phase = "off";
		this.trouble = trouble;
	}
}

/** As much of it as is shown and pressed. */
export type SessionShown = Pick<SensorSession<unknown>, keyof SensorSession<unknown>>;
