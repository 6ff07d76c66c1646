import { baseLocale, isLocale, overwriteGetLocale, overwriteSetLocale, type Locale } from "$lib/paraglide/runtime";

/** The language of the screen. Messages read it, so that a change shows at once. */
class Language {
	current: Locale = $state(baseLocale);

	set(locale: string): void {
		this.current = isLocale(locale) ? locale : baseLocale;
		document.documentElement.lang = this.current === "pseudo" ? "en" : this.current;
	}
}

export const language = new Language();
overwriteGetLocale(() => language.current);
overwriteSetLocale((locale) => language.set(locale));
