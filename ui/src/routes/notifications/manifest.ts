import Bell from "@lucide/svelte/icons/bell";
import CheckCheck from "@lucide/svelte/icons/check-check";
import { call } from "$lib/api/call";
import { m } from "$lib/i18n";
import type { Manifest } from "$lib/shell/manifest";
import { notifications } from "$lib/shell/notifications.svelte";

export default {
	nav: {
		title: m.notifications_title,
		icon: Bell,
		href: "/notifications",
		place: "foot",
		order: 10,
		keys: "g o",
		unread: () => notifications.unread,
	},
	actions: [
		{
			id: "notifications.mark_read",
			title: m.notifications_mark_all,
			icon: CheckCheck,
			run: async () => void (await call("notifications.mark_read", {})),
		},
	],
	settings: { order: 34, title: m.notifications_title, load: () => import("./NotificationSettings.svelte") },
	stories: { title: m.notifications_title, load: () => import("./NotificationStories.svelte") },
} satisfies Manifest;
