/** The views of mood, in the order of their tabs; a digit goes to each. */
import { goto } from "$app/navigation";
import type { Action } from "$lib/actions/action";
import { m } from "$lib/i18n";

export const VIEWS = [
	{ path: "/mood", title: m.mood_view_now },
	{ path: "/mood/timeline", title: m.mood_view_timeline },
	{ path: "/mood/year", title: m.mood_view_year },
	{ path: "/mood/factors", title: m.mood_view_factors },
	{ path: "/mood/words", title: m.mood_view_words },
	{ path: "/mood/who5", title: m.mood_view_who5 },
];

/** 1 to 6, while a page of mood is open. */
export const viewActions = (): Action[] =>
	VIEWS.map(({ path, title }, at) => ({ id: `mood.view_${at + 1}`, title: () => m.mood_go_to_view({ name: title() }), keys: [String(at + 1)], quiet: true, run: () => goto(path) }));
