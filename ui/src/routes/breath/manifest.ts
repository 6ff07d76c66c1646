import Flower from "@lucide/svelte/icons/flower-2";
import HeartPulse from "@lucide/svelte/icons/heart-pulse";
import History from "@lucide/svelte/icons/history";
import LifeBuoy from "@lucide/svelte/icons/life-buoy";
import Plus from "@lucide/svelte/icons/plus";
import Timer from "@lucide/svelte/icons/timer";
import Wind from "@lucide/svelte/icons/wind";
import { goto } from "$app/navigation";
import { m } from "$lib/i18n";
import type { Manifest } from "$lib/shell/manifest";
import { beginHref, editorHref, HELP, hrvHref, LIVE, sessionHref } from "./links";

export default {
	nav: { title: m.breath_title, icon: Wind, href: "/breath", place: "domain", order: 12, hue: "breath", keys: "g b" },
	actions: [
		{ id: "breath.begin_even", title: m.breath_begin_even, icon: Wind, run: () => goto(beginHref("coherent_5")) },
		{ id: "breath.begin_box", title: m.breath_begin_box, icon: Wind, run: () => goto(beginHref("box")) },
		{ id: "breath.sit", title: m.breath_sit_down, icon: Flower, run: () => goto("/breath/meditate") },
		{ id: "breath.open_live", title: m.breath_open_live, icon: Timer, run: () => goto(LIVE) },
		{ id: "breath.new_pattern", title: m.breath_new_pattern, icon: Plus, run: () => goto(editorHref()) },
		{ id: "breath.open_history", title: m.breath_open_history, icon: History, run: () => goto("/breath/history") },
		{ id: "breath.open_hrv", title: m.breath_open_hrv, icon: HeartPulse, run: () => goto("/breath/hrv") },
		{ id: "breath.help", title: m.breath_help, icon: LifeBuoy, run: () => goto(HELP) },
	],
	todayCard: { order: 12, load: () => import("./TodayCard.svelte") },
	going: { load: () => import("./GoingMark.svelte") },
	settings: { order: 21, title: m.breath_title, load: () => import("./BreathSettings.svelte") },
	stories: { title: m.breath_title, load: () => import("./BreathStories.svelte") },
	records: {
		"breath.session": (id) => sessionHref(id),
		"breath.pattern": (id) => editorHref(id),
		"breath.hrv": hrvHref,
	},
} satisfies Manifest;
