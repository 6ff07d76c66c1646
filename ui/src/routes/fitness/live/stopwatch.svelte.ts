/**
 * The time since an answer came. Lengths are told by the other side, which knows the instants; here
 * they only go on. A clock that was set, or a machine that slept, is a reason to ask again.
 */
const LOOK_MS = 250;
/** Two clocks that part by more than this between two looks: one of them was set or stood still. */
const JUMP_MS = 1500;

export class Stopwatch {
	/** Milliseconds since the page began, as far as it was looked. */
	now = $state(performance.now());

	/** `onjump` asks again. Call this while a component is being made. */
	constructor(onjump: () => void) {
		// Time passes outside of Svelte.
		$effect(() => {
			let [wall, up] = [Date.now(), performance.now()];
			const look = () => {
				const [wallNow, upNow] = [Date.now(), performance.now()];
				if (Math.abs(wallNow - wall - (upNow - up)) > JUMP_MS) onjump();
				[wall, up] = [wallNow, upNow];
				this.now = upNow;
			};
			const shown = () => {
				look();
				if (document.visibilityState === "visible") onjump();
			};
			const timer = setInterval(look, LOOK_MS);
			document.addEventListener("visibilitychange", shown);
			return () => {
				clearInterval(timer);
				document.removeEventListener("visibilitychange", shown);
			};
		});
	}
}
