import type { LanPeer, SyncDevice, SyncStatus, SyncTroubleKind } from "$lib/api/types";
import { formatDateTime, formatDayShort } from "$lib/format";
import { m } from "$lib/i18n";

type Words = { title: string; text: string };

const TROUBLES = {
	server_lost: () => ({ title: m.sync_server_lost_title(), text: m.sync_server_lost_text() }),
	forked: () => ({ title: m.sync_forked_title(), text: m.sync_forked_text() }),
	other_list: () => ({ title: m.sync_other_list_title(), text: m.sync_other_list_text() }),
	damaged: () => ({ title: m.sync_damaged_title(), text: m.sync_damaged_text() }),
	after_removal: () => ({ title: m.sync_after_removal_title(), text: m.sync_after_removal_text() }),
	removed: () => ({ title: m.sync_removed_title(), text: m.sync_removed_text() }),
	copied: () => ({ title: m.sync_copied_title(), text: m.sync_copied_text() }),
	newer: () => ({ title: m.sync_newer_title(), text: m.sync_newer_text() }),
	deletions: () => ({ title: m.sync_deletions_title(), text: m.sync_deletions_text() }),
	wrong_key: () => ({ title: m.sync_wrong_key_title(), text: m.sync_wrong_key_text() }),
	refused: () => ({ title: m.sync_refused_title(), text: m.sync_refused_text() }),
	false_snapshot: () => ({ title: m.sync_false_snapshot_title(), text: m.sync_false_snapshot_text() }),
} satisfies Record<SyncTroubleKind, () => Words>;

/** Every kind of trouble, for the stories. */
export const TROUBLE_KINDS = Object.keys(TROUBLES) as SyncTroubleKind[];

/** What happened, what is safe, and what to do. */
export const troubleWords = (kind: SyncTroubleKind): Words => TROUBLES[kind]();

/** Troubles that somebody has to do something about; the others pass by themselves or only inform. */
const URGENT: readonly SyncTroubleKind[] = ["other_list", "removed", "copied", "deletions", "wrong_key", "refused"];
export const isUrgent = (kind: SyncTroubleKind): boolean => URGENT.includes(kind);

const STANDS = {
	off: () => ({ title: m.sync_settings_off(), text: "" }),
	up_to_date: () => ({ title: m.sync_stand_up_to_date(), text: m.sync_up_to_date_text() }),
	working: () => ({ title: m.sync_stand_working(), text: m.sync_working_text() }),
	waiting: () => ({ title: m.sync_stand_waiting(), text: m.sync_waiting_text() }),
	stopped: () => ({ title: m.sync_stand_stopped(), text: m.sync_stopped_text() }),
} satisfies Record<SyncStatus["stand"], () => Words>;

/** How sync stands, in words. */
export const standWords = (stand: SyncStatus["stand"]): Words => STANDS[stand]();

/** A moment in Unix milliseconds as date and time here. */
export const moment = (ms: number): string => formatDateTime(new Date(ms).toISOString());

/** The day of a moment, as it is here. */
function day(ms: number): string {
	const at = new Date(ms);
	const two = (part: number) => String(part).padStart(2, "0");
	return formatDayShort(`${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`);
}

/** What a device is called. */
export const deviceName = ({ name }: SyncDevice): string => name ?? m.sync_device_unnamed();

/** When it joined and last wrote, or when it was removed; of this device nobody asks when it wrote. */
export function deviceLine({ this: own, added_ms, removed_ms, last_written_ms }: SyncDevice): string {
	const joined = m.sync_device_joined({ day: day(added_ms) });
	if (removed_ms !== null) return `${joined} · ${m.sync_device_removed({ day: day(removed_ms) })}`;
	if (own) return joined;
	const wrote = last_written_ms === null ? m.sync_device_silent() : m.sync_device_wrote({ at: moment(last_written_ms) });
	return `${joined} · ${wrote}`;
}

/** How it stands with a place on the network. */
export function peerLine({ last_success_ms, error }: LanPeer): string {
	if (last_success_ms === null) return m.sync_lan_never();
	const at = moment(last_success_ms);
	return error === null ? m.sync_lan_alike({ at }) : m.sync_lan_away({ at });
}
