/** Who wrote something, in words. */
import type { Writer } from "$lib/api/types";
import { m } from "$lib/i18n";

/** A device by its name; one that nobody here knows is said to be so. */
export function writerWords({ by, name }: Writer): string {
	if (by === "import") return m.writer_import();
	return by === "this" ? m.writer_this() : (name ?? m.writer_unknown());
}

/** Whether it says anything that a device wrote this: not where there is only one. */
export const isSeveral = (devices: readonly unknown[], writers: readonly Writer[]): boolean =>
	devices.length > 1 || writers.some(({ by }) => by === "device");
