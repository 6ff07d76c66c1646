import Sun from "@lucide/svelte/icons/sun";
import { m } from "$lib/i18n";
import type { Manifest } from "$lib/shell/manifest";

export default {
	nav: { title: m.today_title, icon: Sun, href: "/today", place: "top", order: 0, keys: "g t", tab: 1 },
	stories: { title: m.today_title, load: () => import("./TodayStories.svelte") },
} satisfies Manifest;
