import Picture from "@lucide/svelte/icons/archive-restore";
import { m } from "$lib/i18n";
import type { Manifest } from "$lib/shell/manifest";

export default {
	nav: { title: m.backups_title, icon: Picture, href: "/backups", place: "palette", order: 25 },
} satisfies Manifest;
