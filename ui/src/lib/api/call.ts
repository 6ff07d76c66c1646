import { platform } from "$lib/platform";
import type { Answer } from "$lib/platform/platform";
import { READS, type Commands } from "./commands";
import { ApiError } from "./errors";

export { ApiError, asApiError } from "./errors";

export type CommandName = keyof Commands;
export type RequestOf<K extends CommandName> = Commands[K]["request"];
export type ReplyOf<K extends CommandName> = Commands[K]["reply"];
export type StreamName = { [K in CommandName]: Commands[K]["access"] extends "stream" ? K : never }[CommandName];
export type ReadName = { [K in CommandName]: Commands[K]["access"] extends "read" ? K : never }[CommandName];
export type ItemOf<K extends StreamName> = Commands[K] extends { item: infer Item } ? Item : unknown;

/** Told of every refusal and every successful write; the shell shows them. */
export type CallListener = { wrote(cmd: CommandName): void; refused(cmd: CommandName, error: ApiError): void };
const listeners = new Set<CallListener>();

/** Returns the way to stop listening. */
export function onCall(listener: CallListener): () => void {
	listeners.add(listener);
	return () => listeners.delete(listener);
}

function opened<K extends CommandName>(cmd: K, answer: Answer): ReplyOf<K> {
	if ("error" in answer) {
		const error = new ApiError(answer.error);
		for (const listener of listeners) listener.refused(cmd, error);
		throw error;
	}
	if (!(cmd in READS)) for (const listener of listeners) listener.wrote(cmd);
	return answer.ok as ReplyOf<K>;
}

function unreachable(cause: unknown): ApiError {
	return new ApiError({ code: "Offline", message: cause instanceof Error ? cause.message : String(cause), field: null });
}

/** Runs one command. Throws `ApiError`. */
export async function call<K extends CommandName>(cmd: K, payload: RequestOf<K>): Promise<ReplyOf<K>> {
	const answer = await platform.call(cmd, payload).catch((cause) => {
		throw unreachable(cause);
	});
	return opened(cmd, answer);
}

/** Runs a command that takes bytes beside its payload. Throws `ApiError`. */
export async function upload<K extends CommandName>(cmd: K, payload: RequestOf<K>, body: Blob): Promise<ReplyOf<K>> {
	const answer = await platform.upload(cmd, payload, body).catch((cause) => {
		throw unreachable(cause);
	});
	return opened(cmd, answer);
}

/** A running stream: iterate over its items, then await `done`; `cancel` ends the work. */
export type Running<K extends StreamName> = AsyncIterable<ItemOf<K>> & {
	done: Promise<ReplyOf<K>>;
	cancel(): void;
	/** Whether `cancel` was called. */
	readonly canceled: boolean;
};

/** Starts a streaming command. `done` rejects with `ApiError`, also when the stream was canceled. */
export function stream<K extends StreamName>(cmd: K, payload: RequestOf<K>): Running<K> {
	const abort = new AbortController();
	let resolve: (reply: ReplyOf<K>) => void;
	let reject: (error: ApiError) => void;
	const done = new Promise<ReplyOf<K>>((yes, no) => {
		resolve = yes;
		reject = no;
	});
	// Whoever only iterates hears of the failure there.
	done.catch(() => {});

	async function* items(): AsyncGenerator<ItemOf<K>> {
		try {
			for await (const line of platform.stream(cmd, payload, abort.signal)) {
				if ("item" in line) yield line.item as ItemOf<K>;
				else return resolve(opened(cmd, "done" in line ? { ok: line.done } : line));
			}
			throw unreachable("the stream ended before its end");
		} catch (cause) {
			const error = cause instanceof ApiError ? cause : unreachable(cause);
			reject(error);
			if (!abort.signal.aborted) throw error;
		}
	}
	const iterator = items();
	return {
		[Symbol.asyncIterator]: () => iterator,
		done,
		cancel: () => abort.abort(),
		get canceled() {
			return abort.signal.aborted;
		},
	};
}
