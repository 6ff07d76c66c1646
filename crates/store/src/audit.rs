//! Who did what with the vault: a log of its own, each entry tied to the one before it by a hash.
//!
//! Of this device alone, never synced, and apart from the change log, which says what was written and not
//! who looked. Entries name commands, sensors, accounts and numbers, never a word of a record. The chain
//! shows an entry that was changed, taken out or cut off at the end by a program that does not know of it.
//! Who has the vault's key and this source can write a whole new chain: it is a record, not a proof in court.

use base::error::Result;
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::Attempt;
use crate::read::ReadCx;
use crate::write::WriteCx;

/// Made whenever a vault is opened that has none.
pub(crate) const TABLE: &str = "CREATE TABLE IF NOT EXISTS audit (
    n INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, who TEXT NOT NULL, did TEXT NOT NULL,
    about TEXT NOT NULL, items INTEGER, hash BLOB NOT NULL
) STRICT;";

/// Where the chain ends, beside the table: a table that was cut off at its end does not fit it.
const END: &str = "audit_end";

const CONTEXT: &str = "everkept 2026 audit log";

/// Something that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// Who did it: `person`, or the name of what runs beside the vault.
    pub who: String,
    /// What was done: the name of a command, or of a service's work.
    pub did: String,
    /// With what: a sensor, an account, a format. Empty: nothing to be said.
    pub about: String,
    /// How many things it was about, where that is known.
    pub items: Option<i64>,
}

/// One entry of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Which one, from 1.
    pub n: i64,
    /// When, Unix milliseconds by this device's clock.
    pub at_ms: i64,
    /// What was done.
    pub deed: Deed,
}

/// What looking at the whole chain came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verified {
    /// Entries that were looked at.
    pub entries: u64,
    /// The first entry that does not fit the one before; one beyond the last: the end is missing.
    pub broken_at: Option<i64>,
}

impl WriteCx<'_> {
    /// Writes down that something was done.
    ///
    /// # Errors
    /// Those of the store.
    pub fn audit(&mut self, deed: Deed) -> Result<()> {
        let (last, before) = end(self.db)?;
        let entry = Entry { n: last + 1, at_ms: self.read().now().as_millisecond(), deed };
        let hash = hash_of(&before, &entry);
        let Entry { n, at_ms, deed } = entry;
        self.db
            .prepare_cached("INSERT INTO audit VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
            .and_then(|mut statement| {
                statement
                    .execute(params![n, at_ms, deed.who, deed.did, deed.about, deed.items, hash])
            })
            .attempt("writing down what was done")?;
        let mut value = n.to_be_bytes().to_vec();
        value.extend(hash);
        self.db
            .execute(
                "INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)",
                params![END, value],
            )
            .attempt("writing down what was done")
            .map(drop)
    }
}

/// The newest entries before `before` (all, if it is none), the newest first, at most `limit`.
///
/// # Errors
/// Those of the store.
pub fn list(cx: &ReadCx<'_>, before: Option<i64>, limit: u32) -> Result<Vec<Entry>> {
    cx.sql().rows(
        "SELECT n, at_ms, who, did, about, items FROM audit WHERE n < ?1 ORDER BY n DESC LIMIT ?2",
        crate::params![before.unwrap_or(i64::MAX), i64::from(limit)],
        |row| {
            Ok(Entry {
                n: row.int(0)?,
                at_ms: row.int(1)?,
                deed: Deed {
                    who: row.text(2)?,
                    did: row.text(3)?,
                    about: row.text(4)?,
                    items: row.opt_int(5)?,
                },
            })
        },
    )
}

/// Follows the chain from its beginning to its end.
///
/// # Errors
/// Those of the store.
pub fn verify(cx: &ReadCx<'_>) -> Result<Verified> {
    let mut statement = cx
        .db
        .prepare("SELECT n, at_ms, who, did, about, items, hash FROM audit ORDER BY n")
        .attempt("reading what was done")?;
    let mut rows = statement.query([]).attempt("reading what was done")?;
    let (mut before, mut entries) = ([0; 32], 0);
    while let Some(row) = rows.next().attempt("reading what was done")? {
        let read = || -> rusqlite::Result<(Entry, [u8; 32])> {
            let deed =
                Deed { who: row.get(2)?, did: row.get(3)?, about: row.get(4)?, items: row.get(5)? };
            Ok((Entry { n: row.get(0)?, at_ms: row.get(1)?, deed }, row.get(6)?))
        };
        let (entry, hash) = read().attempt("reading what was done")?;
        entries += 1;
        if entry.n.unsigned_abs() != entries || hash != hash_of(&before, &entry) {
            return Ok(Verified { entries, broken_at: Some(entry.n) });
        }
        before = hash;
    }
    let (last, hash) = end(cx.db)?;
    let whole = last.unsigned_abs() == entries && hash == before;
    let beyond = i64::try_from(entries).unwrap_or(i64::MAX).saturating_add(1);
    Ok(Verified { entries, broken_at: (!whole).then_some(beyond) })
}

/// The number and the hash of the last entry.
fn end(db: &Connection) -> Result<(i64, [u8; 32])> {
    let value: Option<Vec<u8>> = db
        .query_row("SELECT value FROM meta WHERE key = ?1", [END], |row| row.get(0))
        .optional()
        .attempt("reading where the audit log ends")?;
    let split = value.as_deref().and_then(|value| {
        let (n, hash) = value.split_first_chunk::<8>()?;
        Some((i64::from_be_bytes(*n), hash.try_into().ok()?))
    });
    Ok(split.unwrap_or((0, [0; 32])))
}

fn hash_of(before: &[u8; 32], entry: &Entry) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new_derive_key(CONTEXT);
    hasher.update(before);
    hasher.update(&entry.n.to_be_bytes());
    hasher.update(&entry.at_ms.to_be_bytes());
    for text in [&entry.deed.who, &entry.deed.did, &entry.deed.about] {
        hasher.update(&(text.len() as u64).to_be_bytes());
        hasher.update(text.as_bytes());
    }
    let items = entry.deed.items.map_or([0; 9], |items| {
        let mut known = [1; 9];
        known[1..].copy_from_slice(&items.to_be_bytes());
        known
    });
    hasher.update(&items);
    *hasher.finalize().as_bytes()
}
