import type { Id } from "$lib/api/wire";
import type { Manifest, NavEntry } from "./manifest";

const found = import.meta.glob<Manifest>("/src/routes/*/manifest.ts", { eager: true, import: "default" });

/** What every route folder offers. */
export const manifests: Manifest[] = Object.values(found);

/** The entries of one part of the side bar, in order. */
export function navAt(place: NavEntry["place"]): NavEntry[] {
	return navEntries().filter((entry) => entry.place === place);
}

/** All entries, in order of place. */
export function navEntries(): NavEntry[] {
	const places = ["top", "domain", "foot", "palette"];
	return manifests
		.flatMap((manifest) => manifest.nav ?? [])
		.sort((a, b) => places.indexOf(a.place) - places.indexOf(b.place) || a.order - b.order);
}

/** Address of a record, or null when no page opens its kind. */
export function recordHref(kind: string, id: Id): string | null {
	const href = manifests.map((manifest) => manifest.records?.[kind]).find((link) => link !== undefined);
	return href ? href(id) : null;
}
