import Picture from "@lucide/svelte/icons/shield";
import { m } from "$lib/i18n";
import type { Manifest } from "$lib/shell/manifest";

export default {
	nav: { title: m.privacy_title, icon: Picture, href: "/privacy", place: "palette", order: 26 },
} satisfies Manifest;
