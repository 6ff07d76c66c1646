import { asApiError, call, stream, type ApiError, type RequestOf, type Running } from "$lib/api/call";

/** Where a conversation between two devices is. */
export type Step = "idle" | "preparing" | "show" | "room" | "code" | "typed" | "asks" | "letting_in" | "comes" | "done" | "failed";

/** What the pages show of a conversation. */
export type Pairing = {
	step: Step;
	/** The invitation, the room's number, this device's code or the other's name, as the step has it. */
	text: string;
	/** The invitation as an SVG picture. */
	picture: string | null;
	error: ApiError | null;
};

/** One device letting another in, or asking to be let in: what the other side says, and what is answered. */
export class Conversation implements Pairing {
	step: Step = $state("idle");
	text = $state("");
	picture: string | null = $state.raw(null);
	error: ApiError | null = $state.raw(null);
	#running: Running<"sync.invite"> | Running<"sync.join"> | null = null;
	#ending: Promise<void> = Promise.resolve();
	#begun = 0;

	/** Lets another device in. Ends an earlier conversation. */
	invite(by: RequestOf<"sync.invite">["by"]): Promise<void> {
		return this.#begin(() => stream("sync.invite", { by }));
	}

	/** Asks another device to be let in. */
	join(request: RequestOf<"sync.join">): Promise<void> {
		return this.#begin(() => stream("sync.join", request));
	}

	/** The other device's code was typed here. */
	async typed(code: string): Promise<void> {
		await this.#answer({ code }, "typed");
	}

	async decide(yes: boolean): Promise<void> {
		await this.#answer({ yes }, "letting_in");
	}

	/** Nobody is let in; also when the page is left. */
	stop(): void {
		this.#begun += 1;
		const running = this.#running;
		this.step = "idle";
		if (!running) return;
		this.#running = null;
		running.cancel();
		this.#ending = call("sync.answer", { yes: false }).then(
			() => undefined,
			// What is over already cannot be ended.
			() => undefined,
		);
	}

	async #begin(start: () => Running<"sync.invite"> | Running<"sync.join">): Promise<void> {
		this.stop();
		const begun = this.#begun;
		this.step = "preparing";
		await this.#ending;
		if (this.#begun === begun) await this.#follow(start());
	}

	async #answer(answer: RequestOf<"sync.answer">, step: Step): Promise<void> {
		const before = this.step;
		this.step = step;
		try {
			await call("sync.answer", answer);
			this.error = null;
		} catch (thrown) {
			this.error = asApiError(thrown);
			this.step = before;
		}
	}

	async #follow(running: Running<"sync.invite"> | Running<"sync.join">): Promise<void> {
		this.#running = running;
		this.error = null;
		try {
			for await (const { step, text, svg } of running) {
				// An earlier conversation's last words are nobody's.
				if (this.#running !== running) return;
				this.text = text;
				this.picture = svg;
				this.step = step === "joined" ? "done" : step;
			}
			await running.done;
			if (this.#running === running) this.step = "done";
		} catch (thrown) {
			if (this.#running !== running) return;
			this.error = asApiError(thrown);
			this.step = "failed";
		} finally {
			if (this.#running === running) this.#running = null;
		}
	}
}
