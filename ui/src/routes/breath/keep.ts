/** How long curves may be kept. */
import { m } from "$lib/i18n";
import type { Keep } from "./wire";

export const keepChoices = (): { value: Keep; label: string }[] => [
	{ value: "none", label: m.breath_keep_none() },
	{ value: "days30", label: m.breath_keep_days30() },
	{ value: "year1", label: m.breath_keep_year1() },
	{ value: "always", label: m.breath_keep_always() },
];
