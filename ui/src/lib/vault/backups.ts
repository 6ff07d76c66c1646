import type { BackupRow } from "$lib/api/types";
import { formatBytes, formatNumber } from "$lib/format";
import { m } from "$lib/i18n";

const KINDS: Record<BackupRow["kind"], () => string> = {
	daily: m.backups_daily,
	weekly: m.backups_weekly,
	monthly: m.backups_monthly,
	manual: m.backups_manual,
};

/** `Daily · 1,204 records, 13,020 facts, 12 attachments · 14 MB`. */
export function backupLine(backup: BackupRow): string {
	const holds = m.backups_holds({
		records: formatNumber(backup.records),
		facts: formatNumber(backup.facts),
		attachments: formatNumber(backup.attachments),
	});
	return [KINDS[backup.kind](), holds, formatBytes(backup.bytes + backup.attachment_bytes)].join(" · ");
}
