/** What wrote a version, in words. */
import type { Version } from "$lib/api/wire";
import { m } from "$lib/i18n";

/** How the store writes an import where a device stands otherwise. */
const IMPORT = "import";

export function deviceWords({ device, this_device }: Version): string {
	if (device === IMPORT) return m.journal_history_import();
	return this_device || device === "" ? m.journal_history_here() : device;
}
