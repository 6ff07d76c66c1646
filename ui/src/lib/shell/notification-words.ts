import type { NotificationRow } from "$lib/api/types";
import { messageFor } from "$lib/i18n";
import { navEntries, recordHref } from "./manifests";

/** The part that a notification comes from: `backups.failed` is of `backups`. */
const partOf = (kind: string) => kind.slice(0, kind.indexOf("."));

/** Its one line: a message for what is known here, else what the program says. */
export const notificationTitle = ({ kind, title }: Pick<NotificationRow, "kind" | "title">): string =>
	messageFor(`notification_${kind}`) ?? messageFor(`notification_${partOf(kind)}`) ?? title;

/** Whether Everkept itself has something to say, and no record of the person's. */
export const isTrouble = ({ record }: Pick<NotificationRow, "record">): boolean => record === null;

/** Where it leads: to its record, else to the page of its part, else to where health is looked after. */
export function notificationHref({ kind, record }: Pick<NotificationRow, "kind" | "record">): string {
	const shown = record === null ? null : recordHref(kind, record);
	const page = navEntries().find(({ href }) => href === `/${partOf(kind)}`);
	return shown ?? page?.href ?? "/settings";
}
