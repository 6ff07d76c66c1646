import { call } from "$lib/api/call";
import { vault } from "./vault.svelte";

/** How often the vault is told that somebody is here, at most. Far below the shortest time after which it locks. */
const APART_MS = 20_000;
const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;

let toldAt = Number.NEGATIVE_INFINITY;

/** Tells the vault that somebody is here, so that it does not lock by itself. */
function present(): void {
	const now = performance.now();
	if (vault.status?.state !== "open" || now - toldAt < APART_MS) return;
	toldAt = now;
	// A vault that has just locked is told of by its own event.
	void call("vault.active", {}).catch(() => undefined);
}

/** Looks for signs of somebody from now on; gives what ends that. */
export function watchPresence(): () => void {
	for (const sign of SIGNS) addEventListener(sign, present, { passive: true, capture: true });
	return () => {
		for (const sign of SIGNS) removeEventListener(sign, present, { capture: true });
	};
}

/** Somebody is here with closed eyes until what this gives is called. */
export function holdPresence(): () => void {
	present();
	const telling = setInterval(present, APART_MS);
	return () => clearInterval(telling);
}
