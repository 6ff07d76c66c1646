import { asApiError, call, type ApiError } from "$lib/api/call";
import { platform } from "$lib/platform";
import { troubleOfName, type Feed, type FeedWish, type Trouble } from "$lib/senses/media";
import { openSensors } from "$lib/senses/open-sensors.svelte";
import type { Sensor, SensorEnded } from "$lib/senses/wire";

/** A running stream of readings. */
type Readings<Reading> = AsyncIterable<Reading> & { done: Promise<SensorEnded>; cancel(): void; readonly canceled: boolean };

type How<Reading> = {
	sensor: Sensor;
	/** Opens the page's own device. */
	feed: (wish: FeedWish) => Promise<Feed>;
	/** Starts the reading. */
	read: (request: { device?: string; page: boolean }) => Readings<Reading>;
	/** Takes what was read. */
	take: (reading: Reading) => void;
};

/** A browser and a phone open their own devices and hand in what they give; the desktop's program opens its own. */
export const inPage = platform.kind === "browser" || /android|iphone|ipad/i.test(navigator.userAgent);

/** What a refused command means for a sensor. */
function troubleOf(thrown: unknown): Trouble {
	if (thrown instanceof DOMException) return troubleOfName(thrown.name);
	const { code } = asApiError(thrown);
	if (code === "Denied") return "refused";
	if (code === "NotFound") return "absent";
	return code === "Conflict" ? "elsewhere" : "failed";
}

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
	/** Counts openings: what an earlier one still says is not heard. */
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
		const running = this.#running;
		// It is not cut off but ends by itself: then the program has let go of the one before it takes the next.
		this.#running = null;
		this.close();
		if (running) {
			await call("senses.close", { sensor: this.#how.sensor });
			await running.done.catch(() => null);
		}
		await this.open(device);
	}

	close(): void {
		this.#turn += 1;
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
		const running = this.#how.read({ device, page: inPage });
		this.#running = running;
		for await (const reading of running) {
			if (turn !== this.#turn) continue;
			this.phase = "live";
			this.#how.take(reading);
		}
		return running.canceled ? null : await running.done;
	}

	#rest(trouble: Trouble | null): void {
		this.feed?.stop();
		this.feed = null;
		this.#running?.cancel();
		this.#running = null;
		this.#release();
		this.#release = () => {};
		this.phase = "off";
		this.trouble = trouble;
	}
}

/** As much of it as is shown and pressed. */
export type SessionShown = Pick<SensorSession<unknown>, keyof SensorSession<unknown>>;
