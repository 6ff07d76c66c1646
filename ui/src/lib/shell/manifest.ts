import type { Component } from "svelte";
import type { Action } from "$lib/actions/action";
import type { Day, Id } from "$lib/api/wire";
import type { Icon } from "$lib/ui/icon";

/** The domains that have a hue of their own. */
export type DomainHue =
	| "journal"
	| "mood"
	| "breath"
	| "fitness"
	| "meals"
	| "finance"
	| "listening"
	| "calendar"
	| "activity"
	| "insights";

export type NavEntry = {
	title: () => string;
	icon: Icon;
	href: string;
	/** Side bar: above the line, below it, or at the foot; `palette` is only in the palette and under More. */
	place: "top" | "domain" | "foot" | "palette";
	/** Order within its place; small first. */
	order: number;
	hue?: DomainHue;
	/** Keys that go there, `g t`. */
	keys?: string;
	/** Position in the phone's tab bar (1, 2 or 3); without one it is under More. */
	tab?: 1 | 2 | 3;
	/** How many things wait there to be read. */
	unread?: () => number;
};

type Loaded = Promise<{ default: Component }>;

/** A line of the side bar, its narrow form, or a strip over the page of a phone. */
export type GoingShape = "line" | "narrow" | "strip";

/**
 * What a route folder offers to the rest: its `manifest.ts` default-exports one of these. The shell
 * finds them by itself and names no folder.
 */
export type Manifest = {
	nav?: NavEntry;
	actions?: Action[];
	/** A card on the Today page, loaded when that page opens. Takes `{ date: Day }`. */
	todayCard?: { order: number; load: () => Promise<{ default: Component<{ date: Day }> }> };
	/** Stands on every page while something of this folder goes on, and leads back to it. */
	going?: { load: () => Promise<{ default: Component<{ shape: GoingShape }> }> };
	/** A section of the settings page. */
	settings?: { order: number; title: () => string; load: () => Loaded };
	/** The folder's own parts in their states, for the stories page. */
	stories?: { title: () => string; load: () => Loaded };
	/** Where a record of each kind is opened: search, calendar and trash link there. */
	records?: Record<string, (id: Id) => string>;
	/** Where this folder looks for a text; the last line of the palette. */
	find?: { title: (text: string) => string; href: (text: string) => string };
	/** Where this folder shows one day; offered by the palette when a date is typed. */
	day?: { title: (day: string) => string; href: (day: Day) => string };
};
