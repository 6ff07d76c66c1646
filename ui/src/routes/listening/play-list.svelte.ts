/** The plays, page after page as somebody scrolls, kept current without losing the place. */
import { call, type ReplyOf } from "$lib/api/call";
import { PagedList } from "$lib/api/paged.svelte";
import type { ListPlays } from "$lib/api/wire";
import { dayParts, type DayPart } from "./play-window";

export class PlayList extends PagedList<ReplyOf<"listening.plays">> {
	readonly parts: DayPart[] = $derived(dayParts(this.rows));

	/** `request` gives the days; call this while a component is being made. */
	constructor(request: () => ListPlays) {
		super("listening.plays", request, (page) => call("listening.plays", { ...request(), ...page }));
	}
}
