/** Holds a live reading outside a component, for tests. */
export class LiveProbe<Reading> {
	value = $state("");
	live!: Reading;
	readonly end: () => void;

	constructor(make: (value: () => string) => Reading, value = "") {
		this.value = value;
		this.end = $effect.root(() => {
			this.live = make(() => this.value);
		});
	}
}
