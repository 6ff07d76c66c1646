import { formatNumber, formatPercent } from "$lib/format";
import { m, messageFor } from "$lib/i18n";
import type { Trouble } from "$lib/senses/trouble";
import type { Consent, Figure, Sensor, Unknown } from "$lib/senses/wire";

/** What a person sees of a sensor. */
export type SensorState = "unasked" | "off" | "asking" | "live" | "unsure" | Trouble;

type Known = { allowed: boolean; phase: "off" | "asking" | "live"; trouble: Trouble | null; unsure: boolean };

export function stateOf({ allowed, phase, trouble, unsure }: Known): SensorState {
	if (!allowed) return "unasked";
	if (phase === "live") return unsure ? "unsure" : "live";
	return phase === "asking" ? "asking" : (trouble ?? "off");
}

export const isOpen = (state: SensorState): boolean => state === "live" || state === "unsure";

const STATE_WORDS: Record<SensorState, () => string> = {
	unasked: m.senses_state_unasked,
	off: m.senses_state_off,
	asking: m.senses_state_asking,
	live: m.senses_state_live,
	unsure: m.senses_state_unsure,
	refused: m.senses_state_refused,
	absent: m.senses_state_absent,
	busy: m.senses_state_busy,
	elsewhere: m.senses_state_elsewhere,
	lost: m.senses_state_lost,
	unsafe: m.senses_state_unsafe,
	failed: m.senses_state_failed,
};
export const stateWord = (state: SensorState): string => STATE_WORDS[state]();

/** What stands where the picture would be: what is so, what to do, and the word on the button. */
export type StageWords = { title: string; text: string; button: string };

/** Of a sensor that is not open. */
export function stageWords(sensor: Sensor, state: SensorState): StageWords {
	const camera = sensor === "camera";
	const on = camera ? m.senses_camera_turn_on() : m.senses_microphone_turn_on();
	const again = m.try_again();
	switch (state) {
		case "unasked":
			return camera
				? { title: m.senses_camera_unasked(), text: m.senses_camera_unasked_text(), button: m.senses_camera_allow() }
				: { title: m.senses_microphone_unasked(), text: m.senses_microphone_unasked_text(), button: m.senses_microphone_allow() };
		case "asking":
			return { title: camera ? m.senses_camera_asking() : m.senses_microphone_asking(), text: m.senses_asking_text(), button: m.cancel() };
		case "refused":
			return { title: camera ? m.senses_camera_refused() : m.senses_microphone_refused(), text: m.senses_refused_text(), button: again };
		case "absent":
			return { title: camera ? m.senses_camera_absent() : m.senses_microphone_absent(), text: m.senses_absent_text(), button: again };
		case "busy":
			return { title: camera ? m.senses_camera_busy() : m.senses_microphone_busy(), text: m.senses_busy_text(), button: again };
		case "elsewhere":
			return { title: camera ? m.senses_camera_elsewhere() : m.senses_microphone_elsewhere(), text: m.senses_elsewhere_text(), button: again };
		case "lost":
			return { title: camera ? m.senses_camera_lost() : m.senses_microphone_lost(), text: m.senses_lost_text(), button: on };
		case "unsafe":
			return { title: camera ? m.senses_camera_unsafe() : m.senses_microphone_unsafe(), text: m.senses_unsafe_text(), button: again };
		case "failed":
			return { title: camera ? m.senses_camera_failed() : m.senses_microphone_failed(), text: m.senses_failed_text(), button: again };
		case "off":
		case "live":
		case "unsure":
			return camera
				? { title: m.senses_camera_off(), text: m.senses_camera_off_text(), button: on }
				: { title: m.senses_microphone_off(), text: m.senses_microphone_off_text(), button: on };
	}
}

const REASONS: Record<Unknown, () => string> = {
	too_short: m.senses_why_too_short,
	no_face: m.senses_why_no_face,
	not_alive: m.senses_why_not_alive,
	poor_light: m.senses_why_poor_light,
	moving: m.senses_why_moving,
	lighting: m.senses_why_lighting,
	pacer: m.senses_why_pacer,
	silent: m.senses_why_silent,
	noise: m.senses_why_noise,
	speech: m.senses_why_speech,
	unsure: m.senses_why_unsure,
	ectopic: m.senses_why_ectopic,
	no_baseline: m.senses_why_no_baseline,
	language: m.senses_why_language,
	no_model: m.senses_why_no_model,
	lost: m.senses_why_lost,
};
/** Why there is no figure, in a sentence. */
export const reasonOf = (unknown: Unknown | null): string => REASONS[unknown ?? "unsure"]();

/** How sure, in a word. The figure behind it may only be compared within one model. */
export function qualityWord(quality: number): string {
	if (quality >= 0.75) return m.senses_quality_clear();
	return quality >= 0.5 ? m.senses_quality_fair() : m.senses_quality_faint();
}

export type FigureKind = "breathing" | "pulse" | "stillness" | "arousal" | "valence" | "speech";
const DIGITS: Record<FigureKind, number> = { breathing: 1, pulse: 0, stillness: 0, arousal: 1, valence: 1, speech: 0 };
const UNITS: Record<FigureKind, () => string> = {
	breathing: m.senses_unit_breathing,
	pulse: m.senses_unit_pulse,
	stillness: m.senses_unit_stillness,
	arousal: m.senses_unit_arousal,
	valence: m.senses_unit_valence,
	speech: m.senses_unit_speech,
};

/** A figure as a person reads it. */
export type FigureWords = { value: string | null; unit: string; words: string };

export function figureWords(kind: FigureKind, figure: Figure): FigureWords {
	const unit = UNITS[kind]();
	if (figure.value === null) return { value: null, unit, words: reasonOf(figure.unknown) };
	const words = m.senses_quality_coverage({ quality: qualityWord(figure.quality), share: formatPercent(figure.coverage) });
	return { value: signed(kind, figure.value), unit, words };
}

function signed(kind: FigureKind, value: number): string {
	const shown = formatNumber(Math.abs(value), DIGITS[kind]);
	if (kind !== "arousal" && kind !== "valence") return formatNumber(value, DIGITS[kind]);
	const zero = shown === formatNumber(0);
	return zero ? shown : `${value < 0 ? "−" : "+"}${shown}`;
}

/** One figure as it is said aloud. */
export function spokenFigure(name: string, kind: FigureKind, figure: Figure | null): string | null {
	if (!figure) return null;
	const { value, unit, words } = figureWords(kind, figure);
	return value === null ? m.senses_said_unknown({ name, reason: words }) : m.senses_said({ name, value, unit });
}

/** What computed a figure, with its version. */
export const modelWords = (model: string, version: string): string =>
	m.senses_by_model({ model: messageFor(`senses_model_${model}`) ?? model, version });

type ConsentWords = { title: () => string; text: () => string };
const CONSENTS: Record<Consent, ConsentWords> = {
	camera: { title: m.senses_ask_camera, text: m.senses_ask_camera_text },
	camera_breathing: { title: m.senses_breathing, text: m.senses_ask_camera_breathing_text },
	camera_pulse: { title: m.senses_pulse, text: m.senses_ask_camera_pulse_text },
	camera_stillness: { title: m.senses_stillness, text: m.senses_ask_camera_stillness_text },
	camera_expression: { title: m.senses_expression, text: m.senses_ask_camera_expression_text },
	microphone: { title: m.senses_ask_microphone, text: m.senses_ask_microphone_text },
	microphone_breathing: { title: m.senses_breathing, text: m.senses_ask_microphone_breathing_text },
	microphone_arousal: { title: m.senses_arousal, text: m.senses_ask_microphone_arousal_text },
	text_emotions: { title: m.senses_ask_text_emotions, text: m.senses_ask_text_emotions_text },
	text_meaning: { title: m.senses_ask_text_meaning, text: m.senses_ask_text_meaning_text },
};
export const consentTitle = (what: Consent): string => CONSENTS[what].title();
export const consentText = (what: Consent): string => CONSENTS[what].text();
