/**
 * Secrets on the clipboard: recovery words, tokens, invitations. Each goes after a minute, and when the vault
 * locks, unless something else was copied since. A web view that lets nobody read its clipboard cannot say
 * whether that is so: there it goes in any case.
 */
import { copyText } from "./page";

/** How long a secret stays: time enough to paste it into another program. */
export const SECRET_MS = 60_000;

/** What a person does at last, after which a web view lets a page write to the clipboard again. */
const GESTURES = ["pointerdown", "keydown"] as const;

let copied: { text: string; timer: ReturnType<typeof setTimeout> } | undefined;

/** Puts a secret on the clipboard for a minute. Answers whether it is there. */
export async function copySecret(text: string): Promise<boolean> {
	if (!(await copyText(text))) return false;
	if (copied) clearTimeout(copied.timer);
	copied = { text, timer: setTimeout(() => void takeBack(), SECRET_MS) };
	return true;
}

/** Takes the secret away now, if one is there. */
export async function takeBack(): Promise<void> {
	if (!copied) return;
	const { text, timer } = copied;
	clearTimeout(timer);
	copied = undefined;
	if ((await isStill(text)) && !(await emptied())) afterGesture(text);
}

async function isStill(text: string): Promise<boolean> {
	try {
		return (await navigator.clipboard.readText()) === text;
	} catch {
		return true;
	}
}

async function emptied(): Promise<boolean> {
	try {
		// A space: some systems take an empty text for none, and leave what was there.
		await navigator.clipboard.writeText(" ");
		return true;
	} catch {
		return false;
	}
}

/** A page in the background may not write, and some web views ask for a gesture: it is tried again with the next. */
function afterGesture(text: string): void {
	const again = new AbortController();
	const retry = async () => {
		again.abort();
		// A secret that was copied since has a minute of its own.
		if (!copied && (await isStill(text))) await copyText(" ");
	};
	for (const gesture of GESTURES) {
		document.addEventListener(gesture, () => void retry(), { signal: again.signal, capture: true });
	}
}
