import type { WireError } from "$lib/api/wire";
import { download, openOutside, playAddress } from "./page";
import type { Answer, Platform, StreamLine } from "./platform";

/** Longest wait between two tries to hear the server again, in milliseconds. */
const RETRY_MS_MAX = 2000;

async function answer(response: Response): Promise<Answer> {
	const type = response.headers.get("content-type") ?? "";
	if (type.includes("json")) return (await response.json()) as Answer;
	const denied = response.status === 401 || response.status === 403;
	return { error: wireError(denied ? "Denied" : "Internal", `the server answered ${response.status}`) };
}

function wireError(code: WireError["code"], message: string): WireError {
	return { code, message, field: null };
}

/** Lines of JSON as they arrive. */
async function* lines(response: Response): AsyncIterable<StreamLine> {
	const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
	let rest = "";
	while (reader) {
		const { done, value } = await reader.read();
		rest += value ?? "";
		const parts = rest.split("\n");
		rest = done ? "" : (parts.pop() ?? "");
		for (const part of parts) if (part.trim()) yield JSON.parse(part) as StreamLine;
		if (done) return;
	}
}

function listen(onChange: Parameters<Platform["listen"]>[0], onConnection: (open: boolean) => void): () => void {
	let source: EventSource | undefined;
	let timer: ReturnType<typeof setTimeout> | undefined;
	let wait = 500;
	let lost = false;
	let stopped = false;
	function open() {
		source = new EventSource("/events");
		source.onopen = () => {
			wait = 500;
			onConnection(true);
			// What happened while nobody listened is unknown.
			if (lost) onChange({ kinds: ["*"], origin: "reconnect" });
			lost = false;
		};
		source.onmessage = (message) => onChange(JSON.parse(message.data));
		source.onerror = () => {
			source?.close();
			if (stopped) return;
			lost = true;
			onConnection(false);
			timer = setTimeout(open, wait);
			wait = Math.min(wait * 2, RETRY_MS_MAX);
		};
	}
	// A page that is being left closes its events; that is not a lost connection.
	const leave = () => {
		stopped = true;
	};
	window.addEventListener("pagehide", leave);
	open();
	return () => {
		stopped = true;
		clearTimeout(timer);
		window.removeEventListener("pagehide", leave);
		source?.close();
	};
}

export const http: Platform = {
	kind: "browser",
	async call(cmd, payload) {
		return answer(
			await fetch(`/call/${cmd}`, {
				method: "POST",
				headers: { "content-type": "application/json" },
				body: JSON.stringify(payload ?? {}),
			}),
		);
	},
	async upload(cmd, payload, body) {
		return answer(
			await fetch(`/call/${cmd}`, {
				method: "POST",
				headers: {
					"content-type": "application/octet-stream",
					"x-payload": encodeURIComponent(JSON.stringify(payload ?? {})),
				},
				body,
			}),
		);
	},
	async *stream(cmd, payload, signal) {
		const response = await fetch(`/stream/${cmd}`, {
			method: "POST",
			headers: { "content-type": "application/json" },
			body: JSON.stringify(payload ?? {}),
			signal,
		});
		if (response.ok) {
			yield* lines(response);
			return;
		}
		const refused = await answer(response);
		yield "error" in refused ? refused : { error: wireError("Internal", `the server answered ${response.status}`) };
	},
	listen,
	mediaUrl: (hash) => `/media/${hash}`,
	play: (player, hash) => playAddress(player, `/media/${hash}`),
	thumbUrl: (hash, size) => `/thumb/${hash}?size=${size}`,
	openOutside,
	download,
	asked: async () => [],
	exportUrl: (format, ticket) => `/export/${format}${ticket ? `?ticket=${ticket}` : ""}`,
	pickFile: async () => null,
	pickTarget: async () => null,
};
