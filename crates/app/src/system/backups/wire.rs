//! What is asked and told of backups.

use std::collections::BTreeMap;

use base::day::Day;
use base::id::AnyId;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::backup::rotate::Kept;
use store::backup::{Backup, Lost, Why};
use ts_rs::TS;

use crate::services::backups::Trouble;

/// One backup.
#[derive(Debug, Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct BackupRow {
    /// Its name, as requests take it.
    pub(crate) name: String,
    /// When it was made, RFC 3339.
    made_at: String,
    /// The day on which it was made, where the person was.
    day: Option<Day>,
    /// Why it is kept; one that was made by hand is beside the rotation.
    #[ts(type = "\"daily\" | \"weekly\" | \"monthly\" | \"manual\"")]
    kind: String,
    /// Bytes of the database.
    bytes: u64,
    /// Bytes of its attachments; other backups may share them.
    attachment_bytes: u64,
    /// Its records, those in the trash or undone, too.
    records: u64,
    /// Its facts: plays, bank lines, samples.
    facts: u64,
    /// Its attachments.
    attachments: u64,
    /// Attachments that were not on this device when it was made.
    missing: u64,
    /// Whether it was read again and found whole, and nothing speaks against it since.
    verified: bool,
    /// Why it is not believed.
    trouble: Option<String>,
}

impl BackupRow {
    pub(crate) fn of(backup: &Backup) -> BackupRow {
        let kind = match backup.kept {
            _ if backup.by_hand => "manual",
            Some(Kept::Weekly) => "weekly",
            Some(Kept::Monthly) => "monthly",
            Some(Kept::Daily) | None => "daily",
        };
        BackupRow {
            name: backup.name.clone(),
            made_at: rfc3339(backup.made_ms),
            day: backup.day,
            kind: kind.into(),
            bytes: backup.bytes,
            attachment_bytes: backup.attachment_bytes,
            records: backup.rows("doc"),
            facts: backup.rows("fact"),
            attachments: backup.attachments,
            missing: backup.missing,
            verified: backup.believed(),
            trouble: backup.trouble.clone(),
        }
    }
}

fn rfc3339(ms: i64) -> String {
    Timestamp::from_millisecond(ms).unwrap_or_default().to_string()
}

/// How backups stand.
#[derive(Debug, Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct BackupState {
    /// Whether they are made by themselves.
    pub(crate) on: bool,
    /// Where.
    pub(crate) folder: String,
    /// Whether that is the folder in the vault's own: it does not outlive the disk.
    pub(crate) own_folder: bool,
    /// The newest that is believed.
    pub(crate) last_good: Option<BackupRow>,
    /// The next is made after the first change from this day on.
    pub(crate) next: Day,
    /// Why the last attempt failed.
    pub(crate) trouble: Option<BackupTrouble>,
}

/// Why a backup could not be made.
#[derive(Debug, Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct BackupTrouble {
    /// When, RFC 3339.
    at: String,
    /// In words.
    message: String,
}

impl BackupTrouble {
    pub(crate) fn of(trouble: &Trouble) -> BackupTrouble {
        BackupTrouble { at: rfc3339(trouble.at_ms), message: trouble.words.clone() }
    }
}

/// A backup to be made now.
#[derive(Debug, Deserialize, Serialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub(crate) struct MakeBackup {
    /// Another folder than the one that is set, from the root of the disk. It must be there; nothing in it
    /// is ever let go.
    #[serde(default)]
    pub(crate) folder: Option<String>,
}

/// A backup that was made.
#[derive(Debug, Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct MadeBackup {
    /// Its folder.
    pub(crate) path: String,
    /// What it holds.
    pub(crate) backup: BackupRow,
    /// How long making and reading it again took.
    pub(crate) seconds: f64,
}

/// What is to be set; what is left out stays.
#[derive(Debug, Deserialize, Serialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub(crate) struct SetBackups {
    /// Whether they are made by themselves.
    #[serde(default)]
    pub(crate) on: Option<bool>,
    /// A folder that is there, from the root of the disk; empty: the one in the vault's own. What lies in
    /// the folder before stays there.
    #[serde(default)]
    pub(crate) folder: Option<String>,
}

/// Names a backup, or the newest that is believed.
#[derive(Debug, Deserialize, Serialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub(crate) struct WhichBackup {
    /// As in the list.
    #[serde(default)]
    pub(crate) name: Option<String>,
}

/// Names a backup.
#[derive(Debug, Deserialize, Serialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OneBackup {
    /// As in the list.
    pub(crate) name: String,
}

/// How far a drill is.
#[derive(Debug, Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct DrillProgress {
    /// 0 to 1.
    pub(crate) fraction: f64,
}

/// What a drill found.
#[derive(Debug, Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct DrillReport {
    /// Which was tried.
    pub(crate) backup: BackupRow,
    /// Whether nothing is wrong. If something is, it is kept apart from now on.
    pub(crate) ok: bool,
    /// Whether the vault keeps the very same now.
    pub(crate) same: bool,
    /// What came back, by kind.
    pub(crate) counts: BTreeMap<String, u64>,
    /// What the vault keeps now, by kind.
    pub(crate) now: BTreeMap<String, u64>,
    /// Attachments that were read to their end.
    pub(crate) attachments_read: u64,
    /// What is wrong, in words.
    pub(crate) findings: Vec<String>,
    /// How long it took.
    pub(crate) seconds: f64,
}

/// A backup that took the vault's place.
#[derive(Debug, Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct RestoredVault {
    /// The folder in which the vault until then is kept; it opens with the same passphrase.
    pub(crate) aside: String,
    /// Attachments that came back.
    pub(crate) attachments: u64,
    /// Attachments that the backup's folder does not hold any more.
    pub(crate) missing: u64,
}

/// A record that a backup has and the vault does not show.
#[derive(Debug, Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct LostRecord {
    /// Its id in the backup.
    id: AnyId,
    /// Its kind.
    kind: String,
    /// Its title, or how its text begins.
    title: String,
    /// The day that it belongs to; empty when it has none.
    day: String,
    /// Why it is not shown.
    #[ts(type = "\"trashed\" | \"undone\" | \"erased\"")]
    why: String,
}

impl LostRecord {
    pub(crate) fn of(lost: Lost) -> LostRecord {
        let why = match lost.why {
            Why::Trashed => "trashed",
            Why::Withdrawn => "undone",
            Why::Gone => "erased",
        };
        let Lost { id, kind, title, day, .. } = lost;
        LostRecord { id, kind, title, day, why: why.into() }
    }
}

/// What is to come back out of a backup.
#[derive(Debug, Deserialize, Serialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields)]
pub(crate) struct BringBack {
    /// The backup, as in the list.
    pub(crate) name: String,
    /// Ids as `backups.lost` tells them, at most 1000; none: all that was deleted since.
    #[serde(default)]
    pub(crate) ids: Option<Vec<AnyId>>,
}

/// What came back.
#[derive(Debug, Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct BroughtBack {
    /// Records.
    pub(crate) records: u32,
}
