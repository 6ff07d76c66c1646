import { registry } from "$lib/actions/registry.svelte";
import { platform } from "$lib/platform";
import type { Asked } from "$lib/platform/platform";
import { overlays } from "./overlays.svelte";

/** A link's text as one line of quick capture; nothing is saved before the person says so. */
function lineOf({ title, body, date, tags }: NonNullable<Asked["draft"]>): string {
	return [title, body, date, ...tags.map((tag) => `#${tag}`)].filter(Boolean).join(" ").replace(/\s+/g, " ");
}

/** Does what a menu, the tray or a link asked for: an action by its id, `<page>.open`, or a draft. */
export async function doAsked(): Promise<void> {
	for (const { id, draft } of await platform.asked()) {
		const page = id.endsWith(".open") ? `go:/${id.slice(0, -".open".length)}` : id;
		if (draft) overlays.openCapture(lineOf(draft));
		else registry.run(registry.find(id) ? id : page);
	}
}
