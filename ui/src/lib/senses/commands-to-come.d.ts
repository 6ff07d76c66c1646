import type { Nothing } from "$lib/api/types";

type Sensor = "camera" | "microphone";
type Consent =
	| "camera"
	| "camera_breathing"
	| "camera_pulse"
	| "camera_stillness"
	| "camera_expression"
	| "microphone"
	| "microphone_breathing"
	| "microphone_arousal"
	| "text_emotions"
	| "text_meaning";
type Unknown =
	| "too_short"
	| "no_face"
	| "not_alive"
	| "poor_light"
	| "moving"
	| "lighting"
	| "pacer"
	| "silent"
	| "noise"
	| "speech"
	| "unsure"
	| "ectopic"
	| "no_baseline"
	| "language"
	| "no_model"
	| "lost";
type Figure = {
	value: number | null;
	unknown: Unknown | null;
	quality: number;
	coverage: number;
	source: "camera" | "microphone" | "text" | "photo" | "strap";
	model: string;
	version: string;
};
type Device = { id: string; name: string; preferred: boolean };
type State = { open: { sensor: Sensor; name: string; at_ms: number }[] };
type Ended = { read: number; dropped: number; lost: string | null };
type ConsentState = { what: Consent; allowed: boolean; at_ms: number | null };
type Report = {
	kind: string;
	seconds: number | null;
	figures: { name: string; unit: string; figure: Figure }[];
	faces: number | null;
	lines: { text: string; quality: number; corners: [[number, number], [number, number], [number, number], [number, number]] }[];
};
type CameraReading = {
	at_ms: number;
	width: number;
	height: number;
	preview: string | null;
	fps: number;
	dropped: number;
	face: { place: [number, number, number, number]; points: [number, number][]; faces: number } | null;
	seen: number;
	chest: number | null;
	breathing: Figure | null;
	pulse: Figure | null;
	stillness: Figure | null;
	expression: { shares: { name: string; share: number }[]; valence: Figure } | null;
};
type Heard = {
	at_ms: number;
	level_db: number;
	speech: number | null;
	phase: string | null;
	breath_db: number | null;
	breathing: Figure | null;
	arousal: Figure | null;
};
type Model = { name: string; task: string; version: string; bytes: number; sha256: string; license: string; source: string; installed: boolean };

declare module "$lib/api/commands" {
	interface Commands {
		"senses.devices": { request: Nothing; reply: { cameras: Device[]; microphones: Device[]; problems: string[] }; access: "read" };
		"senses.models": { request: Nothing; reply: Model[]; access: "read" };
		"senses.consents": { request: Nothing; reply: ConsentState[]; access: "read" };
		"senses.consent": { request: { what: Consent; given: boolean }; reply: ConsentState[]; access: "write" };
		"senses.state": { request: Nothing; reply: State; access: "read" };
		"senses.close": { request: { sensor?: Sensor | null }; reply: State; access: "write" };
		"senses.watch_camera": {
			request: { device?: string; page?: boolean; pacer_per_min?: number; preview?: boolean };
			reply: Ended;
			access: "stream";
			item: CameraReading;
		};
		"senses.listen": { request: { device?: string; page?: boolean; tones_hz?: number[] }; reply: Ended; access: "stream"; item: Heard };
		"senses.feed": { request: { sensor: Sensor }; reply: Nothing; access: "body" };
		"senses.try": { request: { path: string }; reply: Report; access: "read" };
		"senses.try_upload": { request: { name: string }; reply: Report; access: "body" };
	}
}
