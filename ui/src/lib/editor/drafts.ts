/**
 * Entries with an open way to the disk. A page that closes leaves its queue here until the last word
 * is saved; opening the entry again finds its words, saved or not.
 */
import { SaveQueue } from "./save-queue";

const open = new Map<string, SaveQueue>();

/** The queue of an entry: the one that still has unsaved words, otherwise a new one. */
export function openDraft(id: string, make: () => SaveQueue): SaveQueue {
	const waiting = open.get(id);
	if (waiting?.unsaved) return waiting;
	const queue = make();
	open.set(id, queue);
	return queue;
}

/** The page is left: the queue goes as soon as its last word is on the disk. */
export function leaveDraft(id: string): void {
	const queue = open.get(id);
	if (!queue) return;
	const forget = () => {
		if (queue.unsaved || queue.attached) return;
		stop();
		if (open.get(id) === queue) open.delete(id);
	};
	const stop = queue.onState(forget);
	forget();
}

/** Forgets an entry that was thrown away. */
export function dropDraft(id: string): void {
	open.get(id)?.stop();
	open.delete(id);
}

/** True while any entry has words that the disk does not have. */
export function anyUnsaved(): boolean {
	return [...open.values()].some((queue) => queue.unsaved);
}

/** Sends everything that waits. Answers true when nothing is left. */
export async function flushAll(): Promise<boolean> {
	const done = await Promise.all([...open.values()].map((queue) => queue.flush()));
	return done.every(Boolean);
}

/**
 * Saves on the way out: when the window hides, freezes or closes. Closing with unsaved words asks
 * first. Call once; the returned function takes the listeners away.
 */
export function guardWindow(target: Window): () => void {
	const flush = () => void flushAll();
	const hidden = () => {
		if (target.document.visibilityState === "hidden") flush();
	};
	const leaving = (event: BeforeUnloadEvent) => {
		if (!anyUnsaved()) return;
		flush();
		event.preventDefault();
	};
	target.addEventListener("blur", flush);
	target.addEventListener("pagehide", flush);
	target.addEventListener("beforeunload", leaving);
	target.document.addEventListener("visibilitychange", hidden);
	return () => {
		target.removeEventListener("blur", flush);
		target.removeEventListener("pagehide", flush);
		target.removeEventListener("beforeunload", leaving);
		target.document.removeEventListener("visibilitychange", hidden);
	};
}
