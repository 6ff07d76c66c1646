import { stream } from "$lib/api/call";
import { openCamera } from "$lib/senses/camera-feed";
import { traced, type TracePoint } from "$lib/senses/trace";
import type { CameraReading, Figure } from "$lib/senses/wire";
import { SensorSession, type SessionShown } from "./sensor-session.svelte";
import { SAID_MS, TRACE_MS } from "./spans";
import { Steady, type Telling } from "./steady";

/** What a camera shows now, made steady. */
export class CameraWatch {
	reading: CameraReading | null = $state.raw(null);
	/** The last picture that came along. */
	preview: string | null = $state.raw(null);
	chest: TracePoint[] = $state.raw([]);
	breathing: Figure | null = $state.raw(null);
	pulse: Figure | null = $state.raw(null);
	stillness: Figure | null = $state.raw(null);
	seen: Telling | null = $state.raw(null);
	fps: Telling | null = $state.raw(null);
	/** Changes when it is time to say the figures aloud. */
	saidAt = $state(Number.NEGATIVE_INFINITY);

	readonly session = new SensorSession<CameraReading>({
		sensor: "camera",
		feed: openCamera,
		read: ({ device, feed }) => {
			this.#begin();
			return stream("senses.watch_camera", { device, page: feed !== null, preview: feed === null });
		},
		take: (reading) => this.#take(reading),
	});
	#steady = steadies();

	#begin(): void {
		this.#steady = steadies();
		this.reading = null;
		this.preview = null;
		this.chest = [];
		this.saidAt = Number.NEGATIVE_INFINITY;
	}

	#take(reading: CameraReading): void {
		const { at_ms: at, face, breathing } = reading;
		this.reading = reading;
		this.preview = reading.preview ?? this.preview;
		// What cannot be told is a hole: without a face, and where the breath is known to be unsure.
		const sure = face !== null && (breathing === null || breathing.unknown === null || breathing.unknown === "too_short");
		this.chest = traced(this.chest, { at, value: sure ? reading.chest : null }, TRACE_MS);
		this.breathing = this.#steady.breathing.take(at, breathing);
		this.pulse = this.#steady.pulse.take(at, reading.pulse);
		this.stillness = this.#steady.stillness.take(at, reading.stillness);
		this.seen = this.#steady.seen.take(at, { value: reading.seen, unknown: null });
		this.fps = this.#steady.fps.take(at, { value: reading.fps, unknown: null });
		if (at - this.saidAt >= SAID_MS || at < this.saidAt) this.saidAt = at;
	}
}

const steadies = () => ({
	breathing: new Steady<Figure>(),
	pulse: new Steady<Figure>(),
	stillness: new Steady<Figure>(),
	seen: new Steady<Telling>(),
	fps: new Steady<Telling>(),
});

/** As much of it as is shown. */
export type CameraShown = Omit<Pick<CameraWatch, keyof CameraWatch>, "session"> & { session: SessionShown };
