import { call } from "$lib/api/call";
import { changes } from "$lib/api/changes.svelte";
import { READS } from "$lib/api/commands";
import { meets } from "$lib/api/reads";
import type { Sensor } from "./wire";

const ORDER: Sensor[] = ["camera", "microphone"];

/** Which cameras and microphones are open: those that the program tells of, and those of this page. */
class OpenSensors {
	#told: Sensor[] = $state.raw([]);
	#here: { sensor: Sensor; close: () => void }[] = $state.raw([]);

	/** What is open, each kind once. */
	readonly all: Sensor[] = $derived.by(() => {
		const open = new Set([...this.#told, ...this.#here.map(({ sensor }) => sensor)]);
		return ORDER.filter((sensor) => open.has(sensor));
	});

	/** Starts to listen to what opens and closes. Returns the way to stop. */
	start(): () => void {
		void this.#ask();
		const stop = changes.subscribe(({ kinds }) => void (meets(READS["senses.state"] ?? ["*"], kinds) && this.#ask()));
		return () => {
			stop();
			this.#told = [];
		};
	}

	/** Says that this page holds a sensor open. Returns the way to say that it does not any more. */
	hold(sensor: Sensor, close: () => void): () => void {
		const held = { sensor, close };
		this.#here = [...this.#here, held];
		return () => {
			this.#here = this.#here.filter((other) => other !== held);
		};
	}

	/** Closes everything, here at once and elsewhere as soon as it is heard of. */
	async closeAll(): Promise<void> {
		for (const { close } of this.#here) close();
		const { open } = await call("senses.close", {});
		this.#told = open.map(({ sensor }) => sensor);
	}

	async #ask(): Promise<void> {
		try {
			const { open } = await call("senses.state", {});
			this.#told = open.map(({ sensor }) => sensor);
		} catch {
			// Locked or out of reach: the shell says so. What this page holds open itself is still shown.
		}
	}
}

export const openSensors = new OpenSensors();
