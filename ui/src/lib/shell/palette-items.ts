import CalendarDays from "@lucide/svelte/icons/calendar-days";
import FileText from "@lucide/svelte/icons/file-text";
import Search from "@lucide/svelte/icons/search";
import Zap from "@lucide/svelte/icons/zap";
import { registry } from "$lib/actions/registry.svelte";
import type { Day, SearchHit } from "$lib/api/wire";
import { formatDay, formatDayShort } from "$lib/format";
import { m, messageFor } from "$lib/i18n";
import type { Icon } from "$lib/ui";
import { manifests, navEntries, recordHref } from "./manifests";
import { fit } from "./palette-match";

export type PaletteItem = {
	id: string;
	title: string;
	/** A small word at the right: action, page, entry, day. */
	kind: string;
	icon: Icon;
	keys?: string;
	/** Words of the person's own. */
	private?: boolean;
	to: string | (() => void | Promise<void>);
};

/** Longest list of actions and pages shown while nothing is typed. */
const REST_MAX = 12;

/** Pages, then actions; the best fit first when something is typed. */
export function commandItems(typed: string): PaletteItem[] {
	const pages = navEntries().map(
		(entry): PaletteItem => ({
			id: `page:${entry.href}`,
			title: entry.title(),
			kind: m.kind_page(),
			icon: entry.icon,
			keys: entry.keys,
			to: entry.href,
		}),
	);
	const actions = registry.available
		.filter((action) => !action.quiet)
		.map(
			(action): PaletteItem => ({
				id: `action:${action.id}`,
				title: action.title(),
				kind: m.kind_action(),
				icon: action.icon ?? Zap,
				keys: action.keys?.[0],
				to: action.run,
			}),
		);
	const scored = [...pages, ...actions].map((item) => ({ item, score: fit(item.title, typed) }));
	const found = scored.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score);
	return found.map(({ item }) => item).slice(0, typed ? undefined : REST_MAX);
}

/** Where a typed day can be opened. */
export function dayItems(day: Day): PaletteItem[] {
	return manifests
		.map((manifest) => manifest.day)
		.filter((target) => target !== undefined)
		.map((target) => ({
			id: `day:${target.href(day)}`,
			title: target.title(formatDay(day)),
			kind: m.kind_day(),
			icon: CalendarDays,
			to: target.href(day),
		}));
}

/** Pages that look for the typed text in full. */
export function findItems(text: string): PaletteItem[] {
	return manifests
		.map((manifest) => manifest.find)
		.filter((target) => target !== undefined)
		.map((target) => ({
			id: `find:${target.href(text)}`,
			title: target.title(text),
			kind: m.kind_page(),
			icon: Search,
			to: target.href(text),
		}));
}

/** Found records that a page can open. */
export function recordItems(hits: SearchHit[]): PaletteItem[] {
	return hits.flatMap((hit) => {
		const href = recordHref(hit.kind, hit.id);
		if (!href) return [];
		const snippet = hit.snippet.map((part) => part.text).join("");
		const kind = messageFor(`kind_${hit.kind}`) ?? hit.kind;
		return [
			{
				id: `record:${hit.id}`,
				title: hit.title || snippet || m.untitled(),
				kind: hit.day ? `${kind} · ${formatDayShort(hit.day)}` : kind,
				icon: FileText,
				private: true,
				to: href,
			},
		];
	});
}
