import type { Settings } from "$lib/api/wire";

type Theme = Settings["theme"];
type Motion = Settings["motion"];

const STORED = "everkept.appearance";
const THEMES: readonly string[] = ["system", "light", "dark", "contrast"];

/**
 * How this window looks. The settings in the vault are the truth; a copy stays in the browser so that
 * the lock screen, which cannot read the vault, looks the same. It says nothing about the person.
 */
class Appearance {
	theme: Theme = $state("system");
	motion: Motion = $state("system");

	/** Takes the look of the last time. */
	start(): void {
		try {
			const stored = JSON.parse(localStorage.getItem(STORED) ?? "{}");
			if (THEMES.includes(stored.theme)) this.theme = stored.theme;
			if (stored.motion === "reduced") this.motion = "reduced";
		} catch {
			// A window without storage starts with the system's look.
		}
		this.#show();
	}

	set({ theme, motion }: { theme: Theme; motion: Motion }): void {
		this.theme = theme;
		this.motion = motion;
		this.#show();
		try {
			localStorage.setItem(STORED, JSON.stringify({ theme, motion }));
		} catch {
			// The look holds until the window closes.
		}
	}

	#show(): void {
		const root = document.documentElement;
		root.dataset.theme = this.theme;
		root.dataset.motion = this.motion;
	}
}

export const appearance = new Appearance();
