import CircleDot from "@lucide/svelte/icons/circle-dot";
import CalendarRange from "@lucide/svelte/icons/calendar-range";
import Grid3x3 from "@lucide/svelte/icons/grid-3x3";
import ListPlus from "@lucide/svelte/icons/list-plus";
import Quote from "@lucide/svelte/icons/quote";
import Rows3 from "@lucide/svelte/icons/rows-3";
import { goto } from "$app/navigation";
import { m } from "$lib/i18n";
import type { Manifest } from "$lib/shell/manifest";
import { checkInHref, dayHref, MOOD, TIMELINE } from "./links";

export default {
	nav: { title: m.mood_title, icon: CircleDot, href: MOOD, place: "domain", order: 5, hue: "mood", keys: "g m" },
	actions: [
		{ id: "mood.check_in", title: m.mood_check_in, icon: CircleDot, run: () => goto(`${MOOD}?now=yes`) },
		{ id: "mood.open_timeline", title: m.mood_open_timeline, icon: Rows3, run: () => goto(TIMELINE) },
		{ id: "mood.open_year", title: m.mood_open_year, icon: Grid3x3, run: () => goto("/mood/year") },
		{ id: "mood.open_factors", title: m.mood_open_factors, icon: ListPlus, run: () => goto("/mood/factors") },
		{ id: "mood.open_words", title: m.mood_open_words, icon: Quote, run: () => goto("/mood/words") },
		{ id: "mood.open_who5", title: m.mood_open_who5, icon: CalendarRange, run: () => goto("/mood/who5") },
	],
	todayCard: { order: 5, load: () => import("./TodayCard.svelte") },
	settings: { order: 8, title: m.mood_title, load: () => import("./MoodSettings.svelte") },
	stories: { title: m.mood_title, load: () => import("./MoodStories.svelte") },
	records: { "mood.checkin": checkInHref },
	day: { title: (day) => m.mood_on_day({ day }), href: dayHref },
} satisfies Manifest;
