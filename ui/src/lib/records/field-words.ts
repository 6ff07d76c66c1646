/** The fields of records as a person calls them. */
import { formatDateTime, formatDayShort, formatTime, isDay } from "$lib/format";
import { m, messageFor } from "$lib/i18n";

/** Names that are sets: `tag/sea` is a tag, `media/<hash>` a photo or file. */
const SETS: Record<string, () => string> = {
	tag: m.field_set_tag,
	person: m.field_set_person,
	media: m.field_set_media,
	word: m.field_set_word,
	factor: m.field_set_factor,
	genre: m.field_set_genre,
	plate: m.field_set_plate,
	answer: m.field_set_answer,
};

/** What a field is called; a name that nobody foresaw is at least readable. */
export function fieldName(name: string): string {
	const parts = name.split("/");
	const set = parts.length > 1 ? SETS[parts[0] ?? ""] : undefined;
	if (set) return set();
	const last = parts.at(-1) ?? name;
	return messageFor(`field_${last}`) ?? last.replaceAll("_", " ");
}

/** Instants that records keep as Unix milliseconds. */
const MOMENTS = ["at", "start", "end", "done", "rest_until"];

/** A value as a person reads it: the tag itself, yes and no, the name of a file; anything else as it is written. */
export function fieldValue(name: string, value: string): string {
	const parts = name.split("/");
	const [set, rest] = [parts[0] ?? "", parts.slice(1).join("/")];
	if (set === "tag") return value === "false" ? m.field_tag_without({ name: rest }) : m.field_tag_named({ name: rest });
	if (set === "person") return rest;
	if (set === "media") return /"name":"((?:[^"\\]|\\.)*)"/.exec(value)?.[1] ?? "";
	const last = parts.at(-1) ?? name;
	if (isDay(value)) return formatDayShort(value);
	if (last === "time") return formatTime(value);
	if (MOMENTS.includes(last) && /^\d{12,}$/.test(value)) return formatDateTime(new Date(Number(value)).toISOString());
	if (value === "true") return m.field_yes();
	if (value === "false") return m.field_no();
	return value;
}
