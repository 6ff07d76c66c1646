import { m } from "$lib/i18n";

/** A name to begin with; the person knows a better one. */
export const firstName = (): string => (matchMedia("(pointer: coarse)").matches ? m.sync_name_phone() : m.sync_name_computer());
