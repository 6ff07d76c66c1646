import Picture from "@lucide/svelte/icons/keyboard";
import { m } from "$lib/i18n";
import type { Manifest } from "$lib/shell/manifest";

export default {
	nav: { title: m.keys_title, icon: Picture, href: "/keys", place: "palette", order: 60, keys: "?" },
} satisfies Manifest;
