/** Hands a body over; answers whether it was taken. */
export type Deliver = (body: Blob) => Promise<boolean>;

/**
 * Sends parts in order, one request at a time. What comes meanwhile waits, and only the newest of it:
 * what is told is told of now.
 *
 * Invariant: at most `waitingMax` parts wait.
 */
export class Sender {
	/** Parts that the other side took. */
	sent = 0;
	/** Parts that were left out: too late, or not taken. */
	dropped = 0;
	readonly #deliver: Deliver;
	readonly #waitingMax: number;
	#waiting: Uint8Array<ArrayBuffer>[] = [];
	#flying = false;
	#stopped = false;

	constructor(deliver: Deliver, waitingMax: number) {
		this.#deliver = deliver;
		this.#waitingMax = waitingMax;
	}

	offer(part: Uint8Array<ArrayBuffer>): void {
		if (this.#stopped) return;
		this.#waiting.push(part);
		const late = this.#waiting.length - this.#waitingMax;
		if (late > 0) {
			this.#waiting.splice(0, late);
			this.dropped += late;
		}
		if (!this.#flying) void this.#fly();
	}

	/** Forgets what waits and takes nothing more. */
	stop(): void {
		this.#stopped = true;
		this.#waiting = [];
	}

	async #fly(): Promise<void> {
		this.#flying = true;
		for (let part = this.#waiting.shift(); part; part = this.#waiting.shift()) {
			const taken = await this.#deliver(new Blob([part])).catch(() => false);
			if (taken) this.sent += 1;
			else this.dropped += 1;
		}
		this.#flying = false;
	}
}
