import Picture from "@lucide/svelte/icons/download";
import { m } from "$lib/i18n";
import type { Manifest } from "$lib/shell/manifest";

export default {
	nav: { title: m.import_title, icon: Picture, href: "/import", place: "palette", order: 40 },
} satisfies Manifest;
