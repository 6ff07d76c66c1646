/** What the categories that a ledger begins with are called in the language of the screen. */
import { messageFor } from "$lib/i18n";

const KEYS = [
	"salary", "interest", "gifts-received", "other-income", "home", "rent", "utilities", "furnishing", "food", "groceries", "restaurants",
	"coffee", "transport", "car", "public-transport", "health", "sports", "insurance", "phone", "subscriptions", "clothing", "leisure",
	"travel", "education", "children", "pets", "gifts", "taxes", "fees", "other",
];

/** Names by the keys that the other side knows; one that has no message keeps its English name. */
export function firstNames(): Record<string, string> {
	const named = KEYS.map((key) => [key, messageFor(`finance_first_${key.replaceAll("-", "_")}`)] as const);
	return Object.fromEntries(named.filter((pair): pair is [string, string] => pair[1] !== null));
}
