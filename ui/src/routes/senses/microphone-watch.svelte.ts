import { stream } from "$lib/api/call";
import { openMicrophone } from "$lib/senses/microphone-feed";
import { traced, type TracePoint } from "$lib/senses/trace";
import type { Figure, Heard } from "$lib/senses/wire";
import { SensorSession, type SessionShown } from "./sensor-session.svelte";
import { SAID_MS, TRACE_MS } from "./spans";
import { Steady, type Telling } from "./steady";

/** What a microphone hears now, made steady. */
export class MicrophoneWatch {
	heard: Heard | null = $state.raw(null);
	breath: TracePoint[] = $state.raw([]);
	breathing: Figure | null = $state.raw(null);
	arousal: Figure | null = $state.raw(null);
	level: Telling | null = $state.raw(null);
	speech: Telling | null = $state.raw(null);
	/** Changes when it is time to say the figures aloud. */
	saidAt = $state(Number.NEGATIVE_INFINITY);

	readonly session = new SensorSession<Heard>({
		sensor: "microphone",
		feed: openMicrophone,
		read: ({ device, feed }) => {
			this.#begin();
			return stream("senses.listen", { device, page_rate: feed?.rate, tones_hz: [] });
		},
		take: (heard) => this.#take(heard),
	});
	#steady = steadies();

	#begin(): void {
		this.#steady = steadies();
		this.heard = null;
		this.breath = [];
		this.saidAt = Number.NEGATIVE_INFINITY;
	}

	#take(heard: Heard): void {
		const { at_ms: at, phase, breathing } = heard;
		this.heard = heard;
		// Where it is not known whether it is breath at all, there is no line.
		this.breath = traced(this.breath, { at, value: phase === "unknown" ? null : heard.breath_db }, TRACE_MS);
		this.breathing = this.#steady.breathing.take(at, breathing);
		this.arousal = this.#steady.arousal.take(at, heard.arousal);
		this.level = this.#steady.level.take(at, { value: heard.level_db, unknown: null });
		this.speech = this.#steady.speech.take(at, { value: heard.speech, unknown: heard.speech === null ? "no_model" : null });
		if (at - this.saidAt >= SAID_MS || at < this.saidAt) this.saidAt = at;
	}
}

const steadies = () => ({
	breathing: new Steady<Figure>(),
	arousal: new Steady<Figure>(),
	level: new Steady<Telling>(),
	speech: new Steady<Telling>(),
});

/** As much of it as is shown. */
export type MicrophoneShown = Omit<Pick<MicrophoneWatch, keyof MicrophoneWatch>, "session"> & { session: SessionShown };
