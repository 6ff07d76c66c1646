import "./locale.svelte";
import * as messages from "$lib/paraglide/messages";

export { m } from "$lib/paraglide/messages";
export { language } from "./locale.svelte";

/**
 * The message of a key that is made at run time, for names that come over the wire (commands, kinds,
 * formats). Null when there is none; the caller then shows the name itself.
 */
export function messageFor(key: string): string | null {
	const message = (messages as unknown as Record<string, (() => string) | undefined>)[key.replaceAll(/[.-]/g, "_")];
	return message ? message() : null;
}
