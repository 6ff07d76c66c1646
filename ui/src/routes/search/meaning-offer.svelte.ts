import { call } from "$lib/api/call";
import { live } from "$lib/api/live.svelte";

const STORED = "everkept.search.meaning";

/** Whether search by meaning is off and somebody may want it on. Who said no once is not asked again. */
export class MeaningOffer {
	#declined = $state(wasDeclined());
	readonly #consents = live("senses.consents", () => (this.#declined ? undefined : {}));
	/** True only when it is known that it is off. */
	readonly shown: boolean = $derived.by(
		() => !this.#declined && (this.#consents.data?.some(({ what, allowed }) => what === "text_meaning" && !allowed) ?? false),
	);

	async accept(): Promise<void> {
		await call("senses.consent", { what: "text_meaning", given: true });
		await this.#consents.reload();
	}

	decline(): void {
		this.#declined = true;
		try {
			localStorage.setItem(STORED, "declined");
		} catch {
			// It is not asked again until the window closes.
		}
	}
}

function wasDeclined(): boolean {
	try {
		return localStorage.getItem(STORED) === "declined";
	} catch {
		return false;
	}
}
