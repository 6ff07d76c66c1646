import { beforeEach, describe, expect, it } from "vitest";
import { LONGEST_WAIT_MS, PAUSE_MS, RETRY_MS, SaveQueue, type Saved, type SaveState } from "./save-queue";

type Write = { version: string; body: string; answer: (reply: Partial<Saved>) => Promise<void>; fail: () => Promise<void> };

/** Time that moves only when told. */
class Clock {
	time = 0;
	#waiting: { at: number; run: () => void }[] = [];
	timers = {
		set: (run: () => void, ms: number) => {
			const timer = { at: this.time + ms, run };
			this.#waiting.push(timer);
			return timer;
		},
		clear: (timer: unknown) => {
			this.#waiting = this.#waiting.filter((one) => one !== timer);
		},
		now: () => this.time,
	};
	pass(ms: number): void {
		const end = this.time + ms;
		for (;;) {
			const next = this.#waiting.filter((one) => one.at <= end).sort((a, b) => a.at - b.at)[0];
			if (!next) break;
			this.#waiting = this.#waiting.filter((one) => one !== next);
			this.time = next.at;
			next.run();
		}
		this.time = end;
	}
}

let clock: Clock;
let writes: Write[];
let text: string;
let states: SaveState["kind"][];
let queue: SaveQueue;

const settle = async () => {
	for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
};

beforeEach(() => {
	clock = new Clock();
	writes = [];
	states = [];
	text = "start";
	queue = new SaveQueue({
		version: "v1",
		body: "start",
		explain: () => "the disk is full",
		timers: clock.timers,
		write: (version, body) =>
			new Promise((resolve, reject) => {
				writes.push({
					version,
					body,
					answer: async (reply) => {
						resolve({ version: `v${writes.length + 1}`, body, merged: false, saved_at: "2026-03-01T14:02:07Z", ...reply });
						await settle();
					},
					fail: async () => {
						reject(new Error("full"));
						await settle();
					},
				});
			}),
	});
	queue.onState((state) => states.push(state.kind));
	queue.attach({ text: () => text, merge: (_sent, merged) => (text = merged) });
});

const type = (words: string) => {
	text += words;
	queue.touch();
};

describe("the save queue", () => {
	it("writes once after a pause, well within a second of the last key", async () => {
		for (const letter of "abc") {
			type(letter);
			clock.pass(100);
		}
		expect(writes).toHaveLength(0);
		clock.pass(PAUSE_MS);
		expect(writes.map((write) => write.body)).toEqual(["startabc"]);
		expect(PAUSE_MS).toBeLessThan(600);
		await writes[0]?.answer({});
		expect(queue.state).toEqual({ kind: "saved", at: "2026-03-01T14:02:07Z" });
		expect(states).toEqual(["waiting", "waiting", "waiting", "saving", "saved"]);
	});

	it("saves somebody who never pauses", () => {
		for (let passed = 0; passed <= LONGEST_WAIT_MS; passed += 200) {
			type("x");
			clock.pass(200);
		}
		expect(writes).toHaveLength(1);
	});

	it("never has two writes in flight, and the next carries the version of the last reply", async () => {
		type(" one");
		clock.pass(PAUSE_MS);
		type(" two");
		clock.pass(10_000);
		expect(writes).toHaveLength(1);
		await writes[0]?.answer({ version: "v9" });
		clock.pass(PAUSE_MS);
		expect(writes).toHaveLength(2);
		expect(writes[1]).toMatchObject({ version: "v9", body: "start one two" });
	});

	it("hands a merged reply to the editor and writes on top of it", async () => {
		type(" mine");
		clock.pass(PAUSE_MS);
		await writes[0]?.answer({ version: "m1", merged: true, body: "theirs start mine" });
		expect(text).toBe("theirs start mine");
		expect(queue.unsaved).toBe(false);
		type("!");
		clock.pass(PAUSE_MS);
		expect(writes[1]).toMatchObject({ version: "m1", body: "theirs start mine!" });
	});

	it("keeps the words on failure, says so, and tries again with longer waits", async () => {
		type(" kept");
		clock.pass(PAUSE_MS);
		await writes[0]?.fail();
		expect(queue.state).toEqual({ kind: "failed", message: "the disk is full", attempts: 1 });
		expect(queue.unsaved).toBe(true);
		clock.pass(RETRY_MS[0]);
		expect(writes).toHaveLength(2);
		await writes[1]?.fail();
		clock.pass(RETRY_MS[0]);
		expect(writes, "the second wait is longer").toHaveLength(2);
		clock.pass(RETRY_MS[1]);
		await writes[2]?.answer({});
		expect(queue.state.kind).toBe("saved");
		expect(writes.map((write) => write.version)).toEqual(["v1", "v1", "v1"]);
	});

	it("does not hammer a failing disk with every key", async () => {
		type("a");
		clock.pass(PAUSE_MS);
		await writes[0]?.fail();
		type("b");
		clock.pass(RETRY_MS[0] - 1);
		expect(writes).toHaveLength(1);
		clock.pass(1);
		expect(writes[1]?.body).toBe("startab");
	});

	it("flushes at once and answers only when everything is on the disk", async () => {
		type(" a");
		let done: boolean | null = null;
		void queue.flush().then((value) => (done = value));
		type(" b");
		await writes[0]?.answer({});
		expect(done).toBe(null);
		expect(writes[1]?.body).toBe("start a b");
		await writes[1]?.answer({});
		await settle();
		expect(done).toBe(true);
	});

	it("keeps the last words when the editor goes away, and still saves them", async () => {
		const other = new SaveQueue({
			version: "v1",
			body: "",
			explain: () => "",
			timers: clock.timers,
			write: (version, body) => {
				writes.push({ version, body } as Write);
				return new Promise(() => undefined);
			},
		});
		let shown = "";
		const detach = other.attach({ text: () => shown, merge: () => undefined });
		shown = "last words";
		other.touch();
		detach();
		shown = "another entry";
		clock.pass(PAUSE_MS);
		expect(writes[0]?.body).toBe("last words");
		expect(other.text).toBe("last words");
	});

	it("takes changes from elsewhere, but never an old version again", async () => {
		queue.accept("v2", "start and more");
		expect(text).toBe("start and more");
		queue.accept("v1", "start");
		expect(text, "a slow read must not bring old words back").toBe("start and more");
	});

	it("leaves merging to the disk while own words are unsaved", () => {
		type(" mine");
		queue.accept("v2", "start theirs");
		expect(text).toBe("start mine");
		clock.pass(PAUSE_MS);
		expect(writes[0]).toMatchObject({ version: "v1", body: "start mine" });
	});

	it("does not write when the text is back to what the disk holds", () => {
		type("x");
		text = "start";
		queue.touch();
		clock.pass(PAUSE_MS);
		expect(writes).toHaveLength(0);
		expect(queue.unsaved).toBe(false);
	});
});
