import ScanEye from "@lucide/svelte/icons/scan-eye";
import VideoOff from "@lucide/svelte/icons/video-off";
import { m } from "$lib/i18n";
import { CLOSE_KEYS } from "$lib/senses/close";
import { openSensors } from "$lib/senses/open-sensors.svelte";
import type { Manifest } from "$lib/shell/manifest";

export default {
	nav: { title: m.senses_title, icon: ScanEye, href: "/senses", place: "palette", order: 15 },
	actions: [{ id: "senses.close_all", title: m.senses_close_all, icon: VideoOff, keys: [CLOSE_KEYS], run: () => openSensors.closeAll() }],
	settings: { order: 28, title: m.senses_title, load: () => import("./SensesSettings.svelte") },
	stories: { title: m.senses_title, load: () => import("./SensesStories.svelte") },
} satisfies Manifest;
