import { http } from "./http";
import type { Platform } from "./platform";
import { tauri } from "./tauri";

export { copyText } from "./page";
export { copySecret, takeBack } from "./secret-copy";

/** The place this page runs in. */
export const platform: Platform = "__TAURI_INTERNALS__" in globalThis ? tauri : http;
