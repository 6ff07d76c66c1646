import type { RecordConflict } from "$lib/api/types";
import { formatNumber } from "$lib/format";
import { m } from "$lib/i18n";
import { fieldName } from "./field-words";

/** Which fields wait for a choice, in a line. */
export function conflictLine({ fields }: RecordConflict): string {
	const [first] = fields;
	return fields.length === 1 && first
		? m.conflict_one({ field: fieldName(first.field) })
		: m.conflict_several({ shown: formatNumber(fields.length) });
}
