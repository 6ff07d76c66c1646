import { m } from "$lib/i18n";
import type { ApiError } from "./errors";
import type { Code } from "./wire";

type Words = { title: string; advice: string };

const WORDS = {
	NotFound: () => ({ title: m.error_not_found(), advice: m.error_not_found_advice() }),
	Invalid: () => ({ title: m.error_invalid(), advice: m.error_invalid_advice() }),
	Locked: () => ({ title: m.error_locked(), advice: m.error_locked_advice() }),
	Conflict: () => ({ title: m.error_conflict(), advice: m.error_conflict_advice() }),
	Offline: () => ({ title: m.error_offline(), advice: m.error_offline_advice() }),
	Denied: () => ({ title: m.error_denied(), advice: m.error_denied_advice() }),
	Unsupported: () => ({ title: m.error_unsupported(), advice: m.error_unsupported_advice() }),
	Internal: () => ({ title: m.error_internal(), advice: m.error_internal_advice() }),
} satisfies Record<Code, () => Words>;

/** What happened and what to do, for a person. */
export function errorWords(error: ApiError): Words {
	return (WORDS[error.code] ?? WORDS.Internal)();
}
