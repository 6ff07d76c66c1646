import Picture from "@lucide/svelte/icons/trash-2";
import { m } from "$lib/i18n";
import type { Manifest } from "$lib/shell/manifest";

export default {
	nav: { title: m.trash_title, icon: Picture, href: "/trash", place: "palette", order: 30 },
} satisfies Manifest;
