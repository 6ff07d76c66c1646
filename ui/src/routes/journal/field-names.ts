/** The fields of an entry as a person calls them, for its history. */
import { formatDayShort, formatTime, isDay } from "$lib/format";
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
	weather_celsius: m.journal_temperature,
	place_latitude: m.journal_latitude,
	place_longitude: m.journal_longitude,
	source: m.journal_source,
	created: m.journal_created,
	modified: m.journal_modified,
	mood: m.journal_mood_short,
	body: m.journal_text,
};

/** `tag/sea` is a tag; a name that nobody foresaw stays as it is. */
export function fieldName(name: string): string {
	if (name.startsWith("tag/")) return m.journal_tag();
	if (name.startsWith("person/")) return m.journal_person();
	if (name.startsWith("media/")) return m.journal_view_media();
	return NAMES[name]?.() ?? name;
}

/** A value as a person reads it: the tag itself, yes and no, the name of a file; anything else as it is written. */
export function fieldValue(name: string, value: string): string {
	const rest = name.slice(name.indexOf("/") + 1);
	if (name.startsWith("tag/")) return m.journal_tag_named({ name: rest });
	if (name.startsWith("person/")) return rest;
	if (name === "date" && isDay(value)) return formatDayShort(value);
	if (name === "time") return formatTime(value);
	if (value === "true") return m.journal_yes();
	if (value === "false") return m.journal_no();
	if (name.startsWith("media/")) return /"name":"((?:[^"\\]|\\.)*)"/.exec(value)?.[1] ?? "";
	return value;
}
