import BookOpen from "@lucide/svelte/icons/book-open";
import CalendarDays from "@lucide/svelte/icons/calendar-days";
import Grid from "@lucide/svelte/icons/grid-3x3";
import History from "@lucide/svelte/icons/history";
import Image from "@lucide/svelte/icons/image";
import LayoutTemplate from "@lucide/svelte/icons/layout-template";
import Plus from "@lucide/svelte/icons/plus";
import Star from "@lucide/svelte/icons/star";
import Sun from "@lucide/svelte/icons/sun";
import { goto } from "$app/navigation";
import { m } from "$lib/i18n";
import type { Manifest } from "$lib/shell/manifest";
import { newEntry, openDailyNote } from "./opening";

export default {
	nav: { title: m.journal_journal, icon: BookOpen, href: "/journal", place: "domain", order: 10, hue: "journal", keys: "g j", tab: 2 },
	actions: [
		{ id: "journal.create_entry", title: m.journal_new_entry, icon: Plus, keys: ["n"], run: () => newEntry() },
		{ id: "journal.daily_note", title: m.journal_daily_note, icon: Sun, keys: ["d"], run: () => openDailyNote() },
		{ id: "journal.open_calendar", title: m.journal_open_calendar, icon: CalendarDays, run: () => goto("/journal/calendar") },
		{ id: "journal.open_year", title: m.journal_open_year, icon: Grid, run: () => goto("/journal/year") },
		{ id: "journal.open_media", title: m.journal_open_wall, icon: Image, run: () => goto("/journal/media") },
		{ id: "journal.open_memories", title: m.journal_open_memories, icon: History, run: () => goto("/journal/memories") },
		{ id: "journal.open_templates", title: m.journal_templates, icon: LayoutTemplate, run: () => goto("/journal/templates") },
		{ id: "journal.open_starred", title: m.journal_open_starred, icon: Star, run: () => goto("/journal?starred=yes") },
	],
	todayCard: { order: 10, load: () => import("./TodayCard.svelte") },
	settings: { order: 10, title: m.journal_journals, load: () => import("./JournalsSettings.svelte") },
	stories: { title: m.journal_journal, load: () => import("./JournalStories.svelte") },
	records: { "journal.entry": (id) => `/journal/${id}` },
	day: {
		title: (day) => m.journal_entries_of({ day }),
		href: (day) => `/journal?from=${day}&to=${day}`,
	},
} satisfies Manifest;
