import Search from "@lucide/svelte/icons/search";
import { m } from "$lib/i18n";
import type { Manifest } from "$lib/shell/manifest";

export default {
	nav: { title: m.search_title, icon: Search, href: "/search", place: "palette", order: 10, keys: "/" },
	stories: { title: m.search_title, load: () => import("./SearchStories.svelte") },
	find: { title: (text) => m.search_for({ text }), href: (text) => `/search?q=${encodeURIComponent(text)}` },
} satisfies Manifest;
