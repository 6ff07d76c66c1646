// Sensors in every state, for the stories. The figures are made by arithmetic: the same on every run.

import type { Trouble } from "$lib/senses/trouble";
import type { TracePoint } from "$lib/senses/trace";
import type { CameraReading, Consent, Figure, Heard, Unknown } from "$lib/senses/wire";
import type { CameraShown } from "./camera-watch.svelte";
import { NO_DEVICES, type Choices } from "./choices.svelte";
import type { MicrophoneShown } from "./microphone-watch.svelte";
import type { SessionShown } from "./sensor-session.svelte";
import { TRACE_MS } from "./spans";

/** A drawn head and shoulders of 48 by 36 pixels. */
const PREVIEW =
	"/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABcQERQRDhcUEhQaGBcbIjklIh8fIkYyNSk5UkhXVVFIUE5bZoNvW2F8Yk5QcptzfIeLkpSSWG2grJ+OqoOPko3/2wBDARgaGiIeIkMlJUONXlBejY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY3/wAARCAAkADADASIAAhEBAxEB/8QAGAABAQEBAQAAAAAAAAAAAAAAAAMBAgX/xAAdEAACAgIDAQAAAAAAAAAAAAAAAQISAxEEMUFR/8QAFwEBAQEBAAAAAAAAAAAAAAAAAQIAA//EABoRAQACAwEAAAAAAAAAAAAAAAABEgIhMRH/2gAMAwEAAhEDEQA/AO7CxKwsQpVNvoNtdlsMUoJ+sZopwb9QeqrpGwsSsLClKwsTsY56Fnp8ealjS9RvImoY39Z5SzTi9xeg805Pcns1JN9LWFiSns2xgnsxgDj0TxgAOiBHWwDnl1cP/9k=";

const nothing = async () => {};
const NOW = 42_000;

export function figure(model: string, value: number | null, unknown: Unknown | null = null): Figure {
	const source = model === "chest_minus_head_flow" || model === "pos" ? "camera" : "microphone";
	return { value, unknown, quality: value === null ? 0.2 : 0.81, coverage: value === null ? 0.3 : 0.94, source, model, version: "1" };
}

const session = (phase: SessionShown["phase"], trouble: Trouble | null = null): SessionShown => ({
	phase,
	trouble,
	error: null,
	feed: null,
	open: nothing,
	change: nothing,
	close: () => {},
});

/** Choices that were made, and that nobody can change. */
export function choicesOf(allowed: (what: Consent) => boolean, names: string[] = []): Choices {
	const rows = names.map((name, at) => ({ id: String(at), name, preferred: at === 0 }));
	return {
		devices: { ...NO_DEVICES, cameras: rows, microphones: rows },
		device: { camera: "", microphone: "" },
		said: allowed,
		allows: allowed,
		answer: nothing,
		look: nothing,
	};
}

/** Half a minute of breath, with a hole. */
const breath = (height: number): TracePoint[] =>
	Array.from({ length: TRACE_MS / 66 }, (_, at) => {
		const moment = NOW - TRACE_MS + at * 66;
		const hole = at > 150 && at < 210;
		return { at: moment, value: hole ? null : height * Math.sin((moment / 1000) * 2 * Math.PI * 0.2) + 0.12 * height * Math.sin(moment / 190) };
	});

/** The same, of whose last stretch (in milliseconds) nothing was sure. */
const unheard = (points: readonly TracePoint[], lastMs: number): TracePoint[] => points.map((point) => (point.at < NOW - lastMs ? point : { ...point, value: null }));

/** An oval, as the points around a face are. */
const OVAL: [number, number][] = Array.from({ length: 36 }, (_, at) => {
	const angle = (at / 36) * 2 * Math.PI;
	return [0.5 + 0.14 * Math.sin(angle), 0.45 - 0.26 * Math.cos(angle)];
});

const reading: CameraReading = {
	at_ms: NOW,
	width: 320,
	height: 240,
	preview: null,
	fps: 14.8,
	dropped: 3,
	face: { place: [0.36, 0.19, 0.28, 0.52], points: OVAL, faces: 1 },
	seen: 0.96,
	chest: 0.4,
	breathing: figure("chest_minus_head_flow", 12.4),
	pulse: figure("pos", 64),
	stillness: figure("stillness", 83),
	expression: { shares: [{ name: "neutral", share: 0.71 }, { name: "happy", share: 0.18 }, { name: "sad", share: 0.06 }], valence: figure("expression_ensemble", 0.2) },
};

export function camera(phase: SessionShown["phase"], { trouble = null, unsure = false }: { trouble?: Trouble | null; unsure?: boolean } = {}): CameraShown {
	const told: CameraReading = unsure
		? { ...reading, breathing: figure("chest_minus_head_flow", null, "moving"), pulse: figure("pos", null, "not_alive"), stillness: figure("stillness", null, "too_short"), expression: { shares: [], valence: figure("expression_ensemble", null, "unsure") } }
		: reading;
	return {
		session: session(phase, trouble),
		reading: phase === "live" ? told : null,
		preview: PREVIEW,
		chest: unsure ? unheard(breath(1.1), TRACE_MS) : breath(1.1),
		breathing: told.breathing,
		pulse: told.pulse,
		stillness: told.stillness,
		seen: { value: told.seen, unknown: null },
		fps: { value: told.fps, unknown: null },
		saidAt: 0,
	};
}

const heard: Heard = {
	at_ms: NOW,
	level_db: -41.6,
	speech: 0.04,
	kind: "air",
	phase: "inhale",
	breath_db: 6,
	breathing: figure("breath_sound", 12.1),
	arousal: figure("prosody", 0.6),
	dropped: 0,
};

export function microphone(phase: SessionShown["phase"], { trouble = null, unsure = false }: { trouble?: Trouble | null; unsure?: boolean } = {}): MicrophoneShown {
	const told: Heard = unsure
		? { ...heard, phase: "unknown", breathing: figure("breath_sound", null, "noise"), arousal: figure("prosody", null, "no_baseline") }
		: heard;
	return {
		session: session(phase, trouble),
		heard: phase === "live" ? told : null,
		breath: unsure ? unheard(breath(9), 12_000) : breath(9),
		breathing: told.breathing,
		arousal: told.arousal,
		level: { value: told.level_db, unknown: null },
		speech: { value: told.speech, unknown: null },
		saidAt: 0,
	};
}
