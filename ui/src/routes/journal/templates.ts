/** Templates are plain Markdown; a few words in braces become the entry's own. */

export type TemplateWords = { date: string; time: string; weekday: string };

/** Replaces `{date}`, `{time}` and `{weekday}`; any other braces stay as they are. */
export function fillTemplate(body: string, words: TemplateWords): string {
	return body.replace(/\{(date|time|weekday)\}/g, (_, name: keyof TemplateWords) => words[name]);
}
