/** What `/` offers in an entry: the editor's own items, then what only a journal knows. */
import type { Template } from "$lib/api/wire";
import { insertBlock, insertText, type SlashItem, writingItems } from "$lib/editor/slash-menu";
import { formatDay, formatTime, formatWeekday, today } from "$lib/format";
import { m } from "$lib/i18n";
import { fillTemplate, type TemplateWords } from "./templates";

/** The words of now. */
export function templateWords(now = new Date()): TemplateWords {
	const day = today(now);
	return { date: formatDay(day), weekday: formatWeekday(day, "long"), time: formatTime(timeOfDay(now)) };
}

function timeOfDay(now: Date): string {
	return [now.getHours(), now.getMinutes(), now.getSeconds()].map((part) => String(part).padStart(2, "0")).join(":");
}

export function entrySlash(parts: { templates: readonly Template[]; prompt: string; addPhotos: () => void; record: () => void }): SlashItem[] {
	const words = templateWords();
	const writing = writingItems({
		heading: m.editor_slash_heading(),
		subheading: m.editor_slash_subheading(),
		list: m.editor_slash_list(),
		numbers: m.editor_slash_numbers(),
		task: m.editor_slash_task(),
		quote: m.editor_slash_quote(),
		divider: m.editor_slash_divider(),
	});
	const own: SlashItem[] = [
		{ id: "date", title: m.editor_slash_date(), hint: words.date, run: (view) => insertText(view, words.date) },
		{ id: "time", title: m.editor_slash_time(), hint: words.time, run: (view) => insertText(view, words.time) },
		{ id: "photo", title: m.editor_slash_photo(), run: parts.addPhotos },
		{ id: "voice", title: m.editor_slash_voice(), run: parts.record },
	];
	if (parts.prompt) {
		own.push({ id: "prompt", title: m.editor_slash_prompt(), run: (view) => insertBlock(view, `> ${parts.prompt}\n`) });
	}
	const templates = parts.templates.map((template) => ({
		id: `template-${template.id ?? template.name}`,
		title: template.name,
		hint: m.editor_slash_template(),
		run: (view: Parameters<SlashItem["run"]>[0]) => insertBlock(view, fillTemplate(template.body, templateWords())),
	}));
	return [...writing, ...own, ...templates];
}
