import { language } from "$lib/i18n/locale.svelte";

/**
 * The locale for dates and numbers: the screen's language with the person's own region, so that
 * British and American readers of English see their own dates.
 */
export function formatLocale(): string {
	const wanted = language.current === "pseudo" ? "en" : language.current;
	const own = typeof navigator === "undefined" ? [] : navigator.languages;
	return own.find((tag) => tag === wanted || tag.startsWith(`${wanted}-`)) ?? wanted;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** A date formatter, made once for each locale and set of options: making one is slow. */
export function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
	const locale = formatLocale();
	const key = locale + JSON.stringify(options);
	const known = formatters.get(key);
	if (known) return known;
	const made = new Intl.DateTimeFormat(locale, options);
	formatters.set(key, made);
	return made;
}
