import { privacy } from "$lib/format/privacy.svelte";

/** Works while one writes, too: whoever looks over the shoulder does not wait. */
export const SHARED_SCREEN_KEYS = "mod+shift+e";

/** Tells the whole document whether words are hidden; `base.css` does the rest. */
export function dressWords(): void {
	if (privacy.hidden) document.documentElement.dataset.words = "hidden";
	else delete document.documentElement.dataset.words;
}
