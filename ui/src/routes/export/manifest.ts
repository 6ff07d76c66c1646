import Picture from "@lucide/svelte/icons/upload";
import { m } from "$lib/i18n";
import type { Manifest } from "$lib/shell/manifest";

export default {
	nav: { title: m.export_title, icon: Picture, href: "/export", place: "palette", order: 50 },
} satisfies Manifest;
