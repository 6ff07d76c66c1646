// What the pages need from the place they run in. Two faces answer: the desktop window
// (`tauri.ts`) and a browser on the loopback server (`http.ts`).

import type { WireError } from "$lib/api/wire";

/** Kinds of record that changed, on this device or by sync. `*` means anything may have changed. */
export type Change = { kinds: string[]; origin: string };

export type Answer = { ok: unknown } | { error: WireError };

/** One line of a stream. */
export type StreamLine = { item: unknown } | { done: unknown } | { error: WireError };

export type PickFile = { folder: boolean; endings: string[]; title: string };
export type PickTarget = { name: string; ending: string; title: string };

/** An action to run, or a text that a link wants to be written. */
export type Asked = {
	id: string;
	draft: { title: string | null; body: string | null; date: string | null; tags: string[] } | null;
};

export type Platform = {
	kind: "desktop" | "browser";
	/** Throws only when nothing answered; a refusal comes back as `error`. */
	call(cmd: string, payload: unknown): Promise<Answer>;
	/** A command whose request carries bytes beside its payload. */
	upload(cmd: string, payload: unknown, body: Blob): Promise<Answer>;
	/** Ends after `done` or `error`; aborting the signal cancels the work. */
	stream(cmd: string, payload: unknown, signal: AbortSignal): AsyncIterable<StreamLine>;
	/** Calls back on every change and when the connection is lost or found. Returns the way to stop. */
	listen(onChange: (change: Change) => void, onConnection: (open: boolean) => void): () => void;
	mediaUrl(hash: string): string;
	/** Lets a player play a medium. Returns the way to stop. */
	play(player: HTMLMediaElement, hash: string): () => void;
	thumbUrl(hash: string, size: 96 | 480): string;
	/** Opens an https or mailto address outside of this page. */
	openOutside(address: string): void;
	/** Hands a single file to the person; null on the desktop, whose window downloads nothing. */
	download: ((address: string, name: string) => void) | null;
	/** What the system asked of the page since it last looked: a menu, the tray or a link was used. */
	asked(): Promise<Asked[]>;
	/** Where a browser downloads an export, an encrypted one with its ticket; null on the desktop, which writes to a path. */
	exportUrl(format: string, ticket?: string): string | null;
	/** A path that the person picked, null when they picked none or the place has no paths. */
	pickFile(wish: PickFile): Promise<string | null>;
	pickTarget(wish: PickTarget): Promise<string | null>;
};
