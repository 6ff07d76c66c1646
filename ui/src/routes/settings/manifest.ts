import Picture from "@lucide/svelte/icons/settings";
import { m } from "$lib/i18n";
import type { Manifest } from "$lib/shell/manifest";

export default {
	nav: { title: m.settings_title, icon: Picture, href: "/settings", place: "foot", order: 90, keys: "g s" },
} satisfies Manifest;
