// The desktop window. The only file that may import @tauri-apps.

import { Channel, convertFileSrc, invoke } from "@tauri-apps/api/core";
import { listen as hear } from "@tauri-apps/api/event";
import { open, save } from "@tauri-apps/plugin-dialog";
import { linesOf } from "./lines";
import { openOutside, playCopy } from "./page";
import type { Answer, Asked, Change, Platform, StreamLine } from "./platform";

/** `media://localhost/`, or `http://media.localhost/` where the system has no own schemes. */
const media = () => convertFileSrc("", "media");

async function base64(body: Blob): Promise<string> {
	const reader = new FileReader();
	reader.readAsDataURL(body);
	await new Promise((resolve) => {
		reader.onloadend = resolve;
	});
	return String(reader.result).split(",")[1] ?? "";
}

export const tauri: Platform = {
	kind: "desktop",
	call: (cmd, payload) => invoke<Answer>("call", { cmd, payload: payload ?? {} }),
	async upload(cmd, payload, body) {
		// Android's web view takes no raw bodies.
		if (/android/i.test(navigator.userAgent)) {
			return invoke<Answer>("call", { cmd, payload: payload ?? {}, body: await base64(body) });
		}
		const bytes = new Uint8Array(await body.arrayBuffer());
		const headers = { "x-cmd": cmd, "x-payload": encodeURIComponent(JSON.stringify(payload ?? {})) };
		return invoke<Answer>("call", bytes, { headers });
	},
	async *stream(cmd, payload, signal) {
		const channel = new Channel<StreamLine>();
		const lines = linesOf(channel, signal);
		const cancel = () => void invoke("call", { cmd: "stream.cancel", payload: { channel: channel.id } });
		signal.addEventListener("abort", cancel, { once: true });
		const refused = await invoke<Answer | null>("call", { cmd, payload: payload ?? {}, channel });
		if (refused && "error" in refused) {
			yield refused;
			return;
		}
		yield* lines;
		signal.removeEventListener("abort", cancel);
	},
	listen(onChange, onConnection) {
		const stop = hear<Change>("changed", (event) => onChange(event.payload));
		onConnection(true);
		return () => void stop.then((unlisten) => unlisten());
	},
	mediaUrl: (hash) => `${media()}${hash}`,
	play: (player, hash) => playCopy(player, `${media()}${hash}`),
	thumbUrl: (hash, size) => `${media()}thumb/${hash}?size=${size}`,
	openOutside,
	download: null,
	async asked() {
		const answer = await invoke<Answer>("call", { cmd: "shell.actions" });
		return "ok" in answer ? (answer.ok as Asked[]) : [];
	},
	exportUrl: () => null,
	async pickFile({ folder, endings, title }) {
		const filters = folder || endings.length === 0 ? [] : [{ name: title, extensions: endings }];
		const picked = await open({ title, directory: folder, multiple: false, filters });
		return typeof picked === "string" ? picked : null;
	},
	pickTarget: ({ name, ending, title }) =>
		save({ title, defaultPath: name, filters: [{ name: title, extensions: [ending] }] }),
};
