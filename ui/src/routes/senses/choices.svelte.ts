import { call } from "$lib/api/call";
import { live } from "$lib/api/live.svelte";
import { inPage } from "$lib/senses/in-page";
import { pageDevices } from "$lib/senses/media";
import type { Consent, ConsentState, SenseDevices } from "$lib/senses/wire";

/** The sensor without which something reads nothing. */
const SENSOR: Partial<Record<Consent, Consent>> = {
	camera_breathing: "camera",
	camera_pulse: "camera",
	camera_stillness: "camera",
	camera_expression: "camera",
	microphone_breathing: "microphone",
	microphone_arousal: "microphone",
};

/** What the person allowed, and which devices there are to choose from. */
export type Choices = {
	readonly devices: SenseDevices;
	/** The chosen devices; empty: the preferred ones. */
	readonly device: { camera: string; microphone: string };
	/** What was said to one thing. */
	said(what: Consent): boolean;
	/** Whether it may be read: its sensor must be allowed, too. */
	allows(what: Consent): boolean;
	answer(what: Consent, given: boolean): Promise<void>;
	/** Looks again which devices there are. */
	look(): Promise<void>;
};

export const NO_DEVICES: SenseDevices = { cameras: [], microphones: [], problems: [] };

/** Call it while a component is being made. */
export function liveChoices() {
	const consents = live("senses.consents", () => ({}));
	const known = live("senses.devices", () => (inPage ? undefined : {}));
	let own = $state.raw<SenseDevices>(NO_DEVICES);
	const device = $state({ camera: "", microphone: "" });
	const stateOf = (what: Consent): ConsentState | undefined => consents.data?.find((consent) => consent.what === what);
	const said = (what: Consent) => stateOf(what)?.allowed ?? false;

	const choices: Choices = {
		get devices() {
			return inPage ? own : (known.data ?? NO_DEVICES);
		},
		device,
		said,
		allows: (what) => said(what) && said(SENSOR[what] ?? what),
		async answer(what, given) {
			try {
				await call("senses.consent", { what, given });
			} finally {
				// The switch shows what is, also after it was refused.
				await consents.reload();
			}
		},
		async look() {
			if (!inPage) return known.reload();
			const [cameras, microphones] = await Promise.all([pageDevices("camera"), pageDevices("microphone")]);
			own = { cameras, microphones, problems: [] };
		},
	};
	return { consents, choices };
}
