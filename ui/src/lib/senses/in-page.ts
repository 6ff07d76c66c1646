import { platform } from "$lib/platform";

/** A browser and a phone open their own devices and hand in what they give; the desktop's program opens the computer's. */
export const inPage = platform.kind === "browser" || /android|iphone|ipad/i.test(navigator.userAgent);
