import Picture from "@lucide/svelte/icons/history";
import { m } from "$lib/i18n";
import type { Manifest } from "$lib/shell/manifest";

export default {
	nav: { title: m.history_title, icon: Picture, href: "/history", place: "palette", order: 20, keys: "g h" },
} satisfies Manifest;
