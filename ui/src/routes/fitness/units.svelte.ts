/** What the person reads weights and ways in. Asked for once on a page; its parts find it by context. */
import { getContext, setContext } from "svelte";
import { live } from "$lib/api/live.svelte";
import type { Units } from "$lib/format";
import type { FitnessSettings } from "./wire";

const KEY = Symbol("fitness units");

class Shown {
	readonly #settings = live("fitness.settings", () => ({}));
	readonly settings: FitnessSettings | undefined = $derived(this.#settings.data);
	/** Before this nothing is shown in units that may be the wrong ones. */
	readonly ready: boolean = $derived(this.#settings.current.state !== "loading");
	readonly units: Units = $derived({ weight: this.settings?.weight_unit ?? "kg", distance: this.settings?.distance_unit ?? "km" });
}

/** Call it while a component is being made. */
export function shownUnits(): Shown {
	return getContext<Shown | undefined>(KEY) ?? setContext(KEY, new Shown());
}
