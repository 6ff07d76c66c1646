import Picture from "@lucide/svelte/icons/stethoscope";
import { m } from "$lib/i18n";
import type { Manifest } from "$lib/shell/manifest";

export default {
	nav: { title: m.health_title, icon: Picture, href: "/health", place: "palette", order: 26 },
} satisfies Manifest;
