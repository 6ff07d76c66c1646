import { call } from "$lib/api/call";
import { changes } from "$lib/api/changes.svelte";
import { platform } from "$lib/platform";
import { notices } from "./notices.svelte";

/** Alarms that rang: said in the page, and in a browser that may show them also by the system. */
class Alarms {
	#told = new Set<string>();
	#begun = false;

	/** Starts to listen. Returns the way to stop. */
	start(): () => void {
		void this.#read();
		return changes.subscribe(({ kinds }) => void (kinds.some((kind) => kind === "alarms" || kind === "*") && this.#read()));
	}

	async #read(): Promise<void> {
		let rung;
		try {
			rung = await call("alarms.rung", {});
		} catch {
			// A vault that was locked meanwhile has nothing to say.
			return;
		}
		for (const alarm of rung) {
			const key = `${alarm.kind} ${alarm.id} ${alarm.at_ms}`;
			if (this.#told.has(key)) continue;
			this.#told.add(key);
			// What rang before this page was there was told then.
			if (this.#begun) this.#tell(alarm.title, alarm.body);
		}
		this.#begun = true;
	}

	#tell(title: string, body: string): void {
		notices.say(body ? `${title} · ${body}` : title);
		// The window's own program shows the system's notification itself.
		if (platform.kind === "desktop" || !("Notification" in window) || Notification.permission !== "granted") return;
		new Notification(title, { body });
	}
}

export const alarms = new Alarms();
