/** An entry as a Markdown file somebody can keep anywhere: a short head of its fields, then its words. */
import type { Entry } from "$lib/api/wire";

/** YAML needs quotes around almost anything a person may write. */
const quoted = (text: string) => JSON.stringify(text);

/** Text of the file. Media stay as they are written: the bytes travel with a full export. */
export function entryMarkdown(entry: Entry, journal: string | null): string {
	const head = [
		`date: ${entry.date}${entry.time ? `T${entry.time}` : ""}`,
		`zone: ${quoted(entry.zone)}`,
		...(journal ? [`journal: ${quoted(journal)}`] : []),
		...(entry.tags.length > 0 ? [`tags: [${entry.tags.map(quoted).join(", ")}]`] : []),
		...(entry.people.length > 0 ? [`people: [${entry.people.map(quoted).join(", ")}]`] : []),
		...(entry.place ? [`place: ${quoted(entry.place)}`] : []),
		...(entry.weather ? [`weather: ${quoted(entry.weather)}`] : []),
		...(entry.mood ? [`mood: ${quoted(entry.mood)}`] : []),
	];
	const title = entry.title ? `# ${entry.title}\n\n` : "";
	return `---\n${head.join("\n")}\n---\n\n${title}${entry.body.trimEnd()}\n`;
}

/** `2026-03-01 Morning by the water.md`, without what file systems refuse. */
export function entryFileName(entry: Entry): string {
	const title = entry.title.replace(/[\\/:*?"<>|\p{Cc}\s]+/gu, " ").trim().slice(0, 80);
	return `${entry.date}${title ? ` ${title}` : ""}.md`;
}
