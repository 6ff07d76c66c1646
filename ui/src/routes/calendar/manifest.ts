import CalendarDays from "@lucide/svelte/icons/calendar-days";
import { m } from "$lib/i18n";
import type { Manifest } from "$lib/shell/manifest";

export default {
	nav: {
		title: m.calendar_title,
		icon: CalendarDays,
		href: "/calendar",
		place: "top",
		order: 20,
		hue: "calendar",
		tab: 3,
		keys: "g c",
	},
	day: { title: (day) => m.calendar_on({ day }), href: (day) => `/calendar?day=${day}` },
} satisfies Manifest;
