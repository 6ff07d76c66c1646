import { prefersReducedMotion } from "svelte/motion";
import { appearance } from "$lib/theme/appearance.svelte";

/** Whether motion is unwelcome, by the system or by the settings. Read it where it can change. */
export const wantsCalm = (): boolean => prefersReducedMotion.current || appearance.motion === "reduced";
