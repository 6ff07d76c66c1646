import { call } from "$lib/api/call";
import { changes } from "$lib/api/changes.svelte";
import type { NotificationRow } from "$lib/api/types";
import { platform } from "$lib/platform";
import { notificationTitle } from "./notification-words";
import { notices } from "./notices.svelte";

const HEARD = ["notifications", "vault", "*"];

/** What rings: said in the page when it does, and in a browser that may show it also by the system. */
class Notifications {
	/** How many nobody read. */
	unread = $state(0);

	/** The newest that this page knows of; what rang before it was there was told then. */
	#newest: number | null = null;

	/** Starts to listen. Returns the way to stop. */
	start(): () => void {
		void this.#read();
		return changes.subscribe(({ kinds }) => void (kinds.some((kind) => HEARD.includes(kind)) && this.#read()));
	}

	async #read(): Promise<void> {
		let list;
		try {
			list = await call("notifications.list", {});
		} catch {
			// A vault that was locked meanwhile has nothing to say.
			return;
		}
		const { items, unread } = list;
		const known = this.#newest ?? items[0]?.id ?? 0;
		this.unread = unread;
		this.#newest = items[0]?.id ?? 0;
		for (const one of items.filter(({ id }) => id > known).reverse()) this.#tell(one);
	}

	#tell(one: NotificationRow): void {
		if (one.silent) return;
		notices.say(notificationTitle(one));
		// The window's own program shows the system's notification itself.
		if (platform.kind === "desktop" || !one.outside) return;
		if (!("Notification" in window) || Notification.permission !== "granted") return;
		new Notification(one.outside.title, { body: one.outside.body });
	}
}

export const notifications = new Notifications();
