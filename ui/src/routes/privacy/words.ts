/** What was done, as a person says it. */
import { formatNumber } from "$lib/format";
import { m, messageFor } from "$lib/i18n";
import type { AuditEntry } from "$lib/api/types";

/** What may be read. */
export const consentWord = (what: string): string => messageFor(`privacy_consent_${what}`) ?? what;

export const whoWord = (who: string): string => messageFor(`privacy_who_${who}`) ?? who;

export const didWord = (did: string): string => messageFor(`audit_${did.replaceAll(".", "_")}`) ?? did;

/** With what it was done: the words of the entry, each as a person says it. */
export function aboutWords({ did, about, items }: Pick<AuditEntry, "did" | "about" | "items">): string {
	const words = about.split("\n").filter((word) => word !== "");
	const said = words.map((word) => wordOf(did, word));
	if (items !== null) said.push(m.count_items({ count: items, shown: formatNumber(items) }));
	return said.join(" · ");
}

function wordOf(did: string, word: string): string {
	if (word === "true" || word === "false") {
		const answered = did.endsWith(".consent") || did.endsWith(".allow_origin");
		if (answered) return word === "true" ? m.audit_about_yes() : m.audit_about_no();
		return word === "true" ? m.audit_about_on() : m.audit_about_off();
	}
	return messageFor(`audit_about_${word}`) ?? messageFor(`privacy_consent_${word}`) ?? word;
}

/** A kind of raw trace. */
export const keptWord = (name: string): string => messageFor(`privacy_kept_${name.replaceAll(".", "_")}`) ?? name;

/** Days after which traces go; empty: never. */
export function termWord(term: string): string {
	if (term === "") return m.privacy_kept_always();
	return term === "30" ? m.privacy_kept_30() : m.privacy_kept_365();
}
