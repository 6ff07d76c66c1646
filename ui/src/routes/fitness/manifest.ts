import ClipboardList from "@lucide/svelte/icons/clipboard-list";
import Dumbbell from "@lucide/svelte/icons/dumbbell";
import Import from "@lucide/svelte/icons/import";
import List from "@lucide/svelte/icons/list";
import PencilLine from "@lucide/svelte/icons/pencil-line";
import Play from "@lucide/svelte/icons/play";
import Ruler from "@lucide/svelte/icons/ruler";
import Scale from "@lucide/svelte/icons/scale";
import Sparkles from "@lucide/svelte/icons/sparkles";
import Timer from "@lucide/svelte/icons/timer";
import TrendingUp from "@lucide/svelte/icons/trending-up";
import { goto } from "$app/navigation";
import { m } from "$lib/i18n";
import type { Manifest } from "$lib/shell/manifest";
import { activityHref, dayHref, exerciseHref, LIVE, routineHref, workoutHref } from "./links";
import { startWorkout } from "./start";

export default {
	nav: { title: m.fitness_title, icon: Dumbbell, href: "/fitness", place: "domain", order: 15, hue: "fitness", keys: "g w" },
	actions: [
		{ id: "fitness.start_workout", title: m.fitness_start_empty, icon: Play, run: () => startWorkout({}) },
		{ id: "fitness.open_live", title: m.fitness_open_live, icon: Timer, keys: ["g n"], run: () => goto(LIVE) },
		{ id: "fitness.open_log", title: m.fitness_open_log, icon: List, run: () => goto("/fitness/log") },
		{ id: "fitness.write_down", title: m.fitness_write_down, icon: PencilLine, run: () => goto("/fitness/log?add=yes") },
		{ id: "fitness.open_routines", title: m.fitness_open_routines, icon: ClipboardList, run: () => goto("/fitness/routines") },
		{ id: "fitness.new_routine", title: m.fitness_new_routine, icon: ClipboardList, run: () => goto("/fitness/routines?new=yes") },
		{ id: "fitness.open_exercises", title: m.fitness_open_exercises, icon: Dumbbell, run: () => goto("/fitness/exercises") },
		{ id: "fitness.open_progress", title: m.fitness_open_progress, icon: TrendingUp, run: () => goto("/fitness/progress") },
		{ id: "fitness.open_body", title: m.fitness_open_body, icon: Ruler, run: () => goto("/fitness/body") },
		{ id: "fitness.add_measure", title: m.fitness_add_measure, icon: Scale, run: () => goto("/fitness/body?add=yes") },
		{ id: "fitness.open_suggestions", title: m.fitness_suggestions, icon: Sparkles, run: () => goto("/fitness/suggest") },
		{ id: "fitness.import", title: m.fitness_import, icon: Import, run: () => goto("/import") },
	],
	todayCard: { order: 15, load: () => import("./TodayCard.svelte") },
	settings: { order: 22, title: m.fitness_title, load: () => import("./FitnessSettings.svelte") },
	stories: { title: m.fitness_title, load: () => import("./FitnessStories.svelte") },
	records: {
		"fitness.workout": workoutHref,
		"fitness.activity": activityHref,
		"fitness.exercise": exerciseHref,
		"fitness.routine": routineHref,
		"fitness.measure": () => "/fitness/body",
		"fitness.goal": () => "/fitness/body",
	},
	find: { title: (text) => m.fitness_find_text({ text }), href: (text) => `/fitness/log?q=${encodeURIComponent(text)}` },
	day: { title: (day) => m.fitness_done_on({ day }), href: dayHref },
} satisfies Manifest;
