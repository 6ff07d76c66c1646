import Picture from "@lucide/svelte/icons/refresh-cw";
import { m } from "$lib/i18n";
import type { Manifest } from "$lib/shell/manifest";

export default {
	nav: { title: m.sync_title, icon: Picture, href: "/sync", place: "palette", order: 18 },
	going: { load: () => import("./SyncWord.svelte") },
	settings: { order: 32, title: m.sync_title, load: () => import("./SyncSettings.svelte") },
	stories: { title: m.sync_title, load: () => import("./SyncStories.svelte") },
} satisfies Manifest;
