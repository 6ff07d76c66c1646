/** The fields of an entry as a person calls them, for its history. */
import { m } from "$lib/i18n";

const NAMES: Record<string, () => string> = {
	title: m.journal_title,
	date: m.journal_date,
	time: m.journal_time,
	zone: m.journal_zone,
	journal: m.journal_journal,
	starred: m.journal_starred,
	pinned: m.journal_toggle_pin,
	place: m.journal_place,
	weather: m.journal_weather,
	weather_celsius: m.journal_weather,
	mood: m.journal_mood,
	body: m.journal_text,
};

/** `tag/sea` is shown as `#sea`; a name that nobody foresaw stays as it is. */
export function fieldName(name: string): string {
	const [kind, rest] = [name.slice(0, name.indexOf("/")), name.slice(name.indexOf("/") + 1)];
	if (kind === "tag") return m.journal_tag_named({ name: rest });
	if (kind === "person") return rest;
	if (kind === "media") return m.journal_view_media();
	return NAMES[name]?.() ?? name;
}

/** A value as a person reads it: yes and no, the name of a file; anything else as it is written. */
export function fieldValue(name: string, value: string): string {
	if (value === "true") return m.journal_yes();
	if (value === "false") return m.journal_no();
	if (name.startsWith("media/")) return /"name":"((?:[^"\\]|\\.)*)"/.exec(value)?.[1] ?? "";
	return value;
}
