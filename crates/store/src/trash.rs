//! The trash: thirty days to change one's mind, then records, changes and attachments really go.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use base::error::Result;
use base::id::{AnyId, Id};
use rusqlite::params;

use crate::blobs::ContentHash;
use crate::chain::{Entry, Op};
use crate::error::Attempt;
use crate::project;
use crate::read::{self, ReadCx};
use crate::record::{Changes, Record, Value};
use crate::sql::Tables;
use crate::write::{TRASHED, WriteCx};

/// How long a thrown-away record can be taken back.
pub const TRASH_DAYS: i64 = 30;
const TRASH_MS: i64 = TRASH_DAYS * 24 * 60 * 60 * 1000;

/// Finds what has left for good. Made whenever a vault is opened that has none.
pub(crate) const INDEX: &str =
    "CREATE INDEX IF NOT EXISTS log_purged ON log (target) WHERE op = 6;";

/// How often one record can leave for good and come back.
const GENERATIONS_MAX: usize = 100;

/// One record in the trash.
#[derive(Debug, Clone)]
pub struct Trashed {
    /// Its id.
    pub id: AnyId,
    /// Its kind.
    pub kind: String,
    /// Its title, or how its text begins.
    pub title: String,
    /// The day that it belongs to.
    pub day: String,
    /// When it was thrown away, Unix milliseconds.
    pub trashed_ms: i64,
}

/// What lies in the trash, last thrown first.
pub fn list(cx: &ReadCx<'_>) -> Result<Vec<Trashed>> {
    cx.sql().rows(
        "SELECT id, kind.name, title, day, trashed_ms FROM trash JOIN kind USING (k)
         ORDER BY trashed_ms DESC, trash.n DESC",
        &[],
        |row| {
            Ok(Trashed {
                id: row.id(0)?,
                kind: row.text(1)?,
                title: row.text(2)?,
                day: row.text(3)?,
                trashed_ms: row.int(4)?,
            })
        },
    )
}

/// Removes attachment files that no row knows: a program that was killed between writing a file and
/// noting it leaves one. Only safe while nobody takes attachments in. Answers how many went.
///
/// # Errors
/// The disk's own.
pub fn remove_strays(cx: &ReadCx<'_>) -> Result<usize> {
    let mut held = BTreeSet::new();
    cx.sql().each("SELECT hash FROM blob", &[], |row| {
        if let Ok(hash) = <[u8; 32]>::try_from(row.blob(0)?) {
            held.insert(cx.blobs().disk_name(&ContentHash::from_bytes(hash)));
        }
        Ok(())
    })?;
    cx.blobs().remove_unheld(&held, Duration::ZERO)
}

impl ReadCx<'_> {
    /// Under which id a record is, or would come to be, that had this one first. Devices that heard that a
    /// record has left for good pass over whatever is said of its id; what comes back (from a backup, by
    /// another import) comes under the id after it, which is the same on every device.
    ///
    /// # Errors
    /// `Internal` when the disk refuses.
    pub fn id_now(&self, id: AnyId) -> Result<AnyId> {
        let mut now = id;
        for _ in 0..GENERATIONS_MAX {
            let Some(kind) = self.purged_kind(now)? else { break };
            if read::state_of(self.db, now)?.is_some() {
                break;
            }
            let at_ms = i64::try_from(now.unix_ms()).unwrap_or(i64::MAX);
            now = self.natural_id(&format!("brought back {kind}"), at_ms, &now.to_string());
        }
        Ok(now)
    }

    /// Whether a record has left for good.
    pub(crate) fn is_purged(&self, id: AnyId) -> Result<bool> {
        Ok(self.purged_kind(id)?.is_some())
    }

    /// The kind of a record that has left for good.
    fn purged_kind(&self, id: AnyId) -> Result<Option<String>> {
        self.sql().first(
            "SELECT kind.name FROM log JOIN kind USING (k) WHERE target = ?1 AND op = 6",
            crate::params![id],
            |row| row.text(0),
        )
    }

    /// For each record that has left for good, under which id it is or would come back.
    ///
    /// # Errors
    /// `Internal` when the disk refuses.
    pub fn ids_after_leaving(&self) -> Result<HashMap<AnyId, AnyId>> {
        let left = "SELECT DISTINCT target FROM log WHERE op = 6";
        let left: Vec<AnyId> = self.sql().rows(left, &[], |row| row.id(0))?;
        left.into_iter().map(|id| Ok((id, self.id_now(id)?))).collect()
    }
}

impl WriteCx<'_> {
    /// Throws a record into the trash.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn trash(&mut self, id: AnyId) -> Result<()> {
        let now = self.now_ms();
        self.edit(id, &Changes::from([(TRASHED.to_owned(), Some(Value::Int(now)))])).map(drop)
    }

    /// Takes a record out of the trash.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn untrash(&mut self, id: AnyId) -> Result<()> {
        self.edit(id, &Changes::from([(TRASHED.to_owned(), None)])).map(drop)
    }

    /// Removes for good what has lain in the trash (or was withdrawn) longer than [`TRASH_DAYS`],
    /// or, with `all`, everything in it. The log keeps that something was there, not what.
    /// Answers how many records went.
    pub fn purge(&mut self, all: bool) -> Result<usize> {
        let before = if all { i64::MAX } else { self.now_ms() - TRASH_MS };
        let gone: Vec<(i64, [u8; 16], i64, String)> = self
            .db
            .prepare(
                "SELECT n, id, k, kind.name FROM doc JOIN kind USING (k)
                 WHERE trashed_ms IS NOT NULL AND trashed_ms < ?1",
            )
            .and_then(|mut statement| {
                statement
                    .query_map([before], |row| {
                        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
                    })?
                    .collect()
            })
            .attempt("listing what leaves the trash")?;
        let count = gone.len();
        for (n, id, k, kind) in gone {
            self.purge_one(n, Id::from_bytes(id), k, &kind)?;
        }
        self.note_unused()?;
        Ok(count)
    }

    /// Removes one record for good, wherever it is. The log keeps that something was there, not what.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn purge_record(&mut self, id: AnyId) -> Result<()> {
        let (row, _) = self.open(id)?;
        let k = self.k(&row.kind)?;
        self.purge_one(row.n, id, k, &row.kind)?;
        self.note_unused()
    }

    fn purge_one(&mut self, n: i64, id: AnyId, k: i64, kind: &str) -> Result<()> {
        self.purge_quietly(n, id, kind)?;
        let entry =
            Entry { op: Op::Purge, k: Some(k), kind, target: Some(id.as_bytes()), payload: &[] };
        self.append(&entry).map(drop)
    }

    /// Takes a record and its history away for good, without saying so in the log.
    pub(crate) fn purge_quietly(&mut self, n: i64, id: AnyId, kind: &str) -> Result<()> {
        let k = self.k(kind)?;
        let record = Record {
            n,
            id,
            kind: kind.to_owned(),
            fields: crate::record::Fields::new(),
            trashed_ms: None,
            version: String::new(),
            conflicts: Vec::new(),
        };
        project::apply(self.shared, self.db, &record, k, project::State::Withdrawn)?;
        self.docs.pop(&id);
        for sql in [
            "UPDATE log SET payload = NULL WHERE target = ?1 AND op = 1",
            "DELETE FROM step_doc WHERE doc = (SELECT n FROM doc WHERE id = ?1)",
            "DELETE FROM doc WHERE id = ?1",
        ] {
            self.db.execute(sql, [id.as_bytes()]).attempt("emptying the trash")?;
        }
        self.touched.insert(kind.to_owned());
        Ok(())
    }

    /// Notes an attachment that has just been written to its file.
    pub fn keep_blob(&mut self, hash: &ContentHash, size: u64) -> Result<()> {
        let size = i64::try_from(size).unwrap_or(i64::MAX);
        let known = self
            .db
            .execute(
                "INSERT OR IGNORE INTO blob (hash, size, added_ms, unused_ms) VALUES (?1, ?2, ?3, ?3)",
                params![hash.as_bytes().as_slice(), size, self.now_ms()],
            )
            .attempt("noting an attachment")?;
        if known == 0 {
            return Ok(());
        }
        let payload = size.to_be_bytes();
        let entry = Entry {
            op: Op::Blob,
            k: None,
            kind: "",
            target: Some(hash.as_bytes().as_slice()),
            payload: &payload,
        };
        self.append(&entry).map(drop)
    }

    /// Notes since when nothing refers to an attachment.
    fn note_unused(&mut self) -> Result<()> {
        let now = self.now_ms();
        let tables = Tables(self.db);
        tables.run(
            "UPDATE blob SET unused_ms = NULL
             WHERE unused_ms IS NOT NULL AND hash IN (SELECT hash FROM blob_ref)",
            &[],
        )?;
        tables.run(
            "UPDATE blob SET unused_ms = ?1
             WHERE unused_ms IS NULL AND hash NOT IN (SELECT hash FROM blob_ref)",
            crate::params![now],
        )?;
        Ok(())
    }

    /// Attachments to which nothing has referred for as long as the trash keeps things. Their rows
    /// go with this transaction; the caller removes the files after it.
    pub fn take_unused_blobs(&mut self) -> Result<Vec<ContentHash>> {
        self.note_unused()?;
        let before = self.now_ms() - TRASH_MS;
        let hashes: Vec<[u8; 32]> = self
            .db
            .prepare("DELETE FROM blob WHERE unused_ms < ?1 RETURNING hash")
            .and_then(|mut statement| statement.query_map([before], |row| row.get(0))?.collect())
            .attempt("listing unused attachments")?;
        Ok(hashes.into_iter().map(ContentHash::from_bytes).collect())
    }
}
