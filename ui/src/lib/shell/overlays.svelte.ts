/** What lies over the page: one at a time, opened from anywhere. */
class Overlays {
	palette = $state(false);
	capture = $state(false);
	more = $state(false);
	/** The line that is being captured. Escape keeps it, in memory only: it may be private. */
	captureText = $state("");

	openPalette(): void {
		this.#closeAll();
		this.palette = true;
	}

	openCapture(text?: string): void {
		this.#closeAll();
		if (text !== undefined) this.captureText = text;
		this.capture = true;
	}

	openMore(): void {
		this.#closeAll();
		this.more = true;
	}

	#closeAll(): void {
		this.palette = false;
		this.capture = false;
		this.more = false;
	}
}

export const overlays = new Overlays();
