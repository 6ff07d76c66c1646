import Clock from "@lucide/svelte/icons/clock";
import Columns2 from "@lucide/svelte/icons/columns-2";
import History from "@lucide/svelte/icons/history";
import ListMusic from "@lucide/svelte/icons/list-music";
import ListOrdered from "@lucide/svelte/icons/list-ordered";
import Merge from "@lucide/svelte/icons/merge";
import Music from "@lucide/svelte/icons/music";
import Plus from "@lucide/svelte/icons/plus";
import Radio from "@lucide/svelte/icons/radio";
import Share from "@lucide/svelte/icons/share";
import Sparkles from "@lucide/svelte/icons/sparkles";
import Timer from "@lucide/svelte/icons/timer";
import { goto } from "$app/navigation";
import { m } from "$lib/i18n";
import type { Manifest } from "$lib/shell/manifest";
import { dayHref, dayOfHref, foundHref, listHref, playHref } from "./links";

export default {
	nav: { title: m.listening_title, icon: Music, href: "/listening", place: "domain", order: 20, hue: "listening", keys: "g l" },
	actions: [
		{ id: "listening.open_top", title: m.listening_open_top, icon: ListOrdered, run: () => goto("/listening/top") },
		{ id: "listening.open_when", title: m.listening_open_when, icon: Clock, run: () => goto("/listening/when") },
		{ id: "listening.open_discovery", title: m.listening_open_discovery, icon: Sparkles, run: () => goto("/listening/discovery") },
		{ id: "listening.open_sessions", title: m.listening_open_sessions, icon: Timer, run: () => goto("/listening/sessions") },
		{ id: "listening.open_memories", title: m.listening_open_memories, icon: History, run: () => goto("/listening/memories") },
		{ id: "listening.open_compare", title: m.listening_open_compare, icon: Columns2, run: () => goto("/listening/compare") },
		{ id: "listening.open_plays", title: m.listening_open_plays, icon: Radio, run: () => goto("/listening/plays") },
		{ id: "listening.open_lists", title: m.listening_open_lists, icon: ListMusic, run: () => goto("/listening/lists") },
		{ id: "listening.open_names", title: m.listening_open_names, icon: Merge, run: () => goto("/listening/names") },
		{ id: "listening.open_sources", title: m.listening_open_sources, icon: Radio, run: () => goto("/listening/sources") },
		{ id: "listening.open_report", title: m.listening_report, icon: Share, run: () => goto("/listening/report") },
		{ id: "listening.add_play", title: m.listening_add_play, icon: Plus, run: () => goto("/listening/plays?add=yes") },
		{ id: "listening.new_list", title: m.listening_new_list, icon: Plus, run: () => goto("/listening/lists?new=yes") },
	],
	todayCard: { order: 30, load: () => import("./TodayCard.svelte") },
	settings: { order: 20, title: m.listening_title, load: () => import("./ListeningSettings.svelte") },
	stories: { title: m.listening_title, load: () => import("./ListeningStories.svelte") },
	records: {
		"listening.play": playHref,
		"listening.list": listHref,
		"listening.day": dayOfHref,
		"listening.artist": foundHref("artist"),
		"listening.album": foundHref("album"),
		"listening.track": foundHref("track"),
	},
	find: { title: (text) => m.listening_find_text({ text }), href: (text) => `/listening/search?q=${encodeURIComponent(text)}` },
	day: { title: (day) => m.listening_plays_of({ day }), href: dayHref },
} satisfies Manifest;
