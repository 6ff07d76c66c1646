/** The views of breath, in the order of their tabs; a digit goes to each. */
import { goto } from "$app/navigation";
import type { Action } from "$lib/actions/action";
import { m } from "$lib/i18n";

/** `also`: pages that belong to a view. */
export const VIEWS = [
	{ path: "/breath", title: m.breath_view_breathe, also: ["/breath/editor"] },
	{ path: "/breath/meditate", title: m.breath_view_sit, also: [] },
	{ path: "/breath/history", title: m.breath_view_history, also: ["/breath/after"] },
	{ path: "/breath/hrv", title: m.breath_view_heart, also: [] },
	{ path: "/breath/help", title: m.breath_view_help, also: [] },
];

/** 1 to 5, while a page of breath is open. */
export const viewActions = (): Action[] =>
	VIEWS.map(({ path, title }, at) => ({ id: `breath.view_${at + 1}`, title: () => m.breath_go_to_view({ name: title() }), keys: [String(at + 1)], quiet: true, run: () => goto(path) }));
