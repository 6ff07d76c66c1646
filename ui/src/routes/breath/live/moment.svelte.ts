/** Where the session is, as often as the screen is drawn. Only for drawing: nothing is decided by it. */
export class Moment {
	elapsed = $state(0);
	/** The page's clock, for what is not of the session. */
	page = $state(0);

	/** Call it while a component is being made. */
	constructor(read: () => number) {
		// The screen draws outside of Svelte, and not at all while the page is hidden.
		$effect(() => {
			let asked = 0;
			const draw = (now: number) => {
				this.page = now;
				this.elapsed = read();
				asked = requestAnimationFrame(draw);
			};
			asked = requestAnimationFrame(draw);
			return () => cancelAnimationFrame(asked);
		});
	}
}
