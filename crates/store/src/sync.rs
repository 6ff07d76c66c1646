//! What sync keeps beside the log, in the same file and under the same key: its own values, and the sealed
//! pieces of everybody's logs as they travel.
//!
//! The store does not know what a sealed piece holds. It keeps it as it came, so that any device can bring
//! it to a server that has lost it, and it changes what is known of it in the same transaction in which
//! rows are taken in: a crash leaves either both or none. What is deliberately not here: sealing, opening,
//! carrying (`sync-client`).

use base::error::{Error, Result};
use rusqlite::{OptionalExtension, params};

use crate::chain::{self, Op};
use crate::error::Attempt;
use crate::exchange::LogRow;
use crate::open;
use crate::read::ReadCx;
use crate::write::WriteCx;

/// Made whenever a vault is opened that has none: without sync they stay empty.
pub(crate) const TABLES: &str = "
CREATE TABLE IF NOT EXISTS sync_value (key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sync_sealed (
    n INTEGER PRIMARY KEY,           -- in the order in which they came or were made
    lane BLOB NOT NULL, incarnation BLOB NOT NULL, seq INTEGER NOT NULL,
    hash BLOB NOT NULL,
    state INTEGER NOT NULL,          -- 0 to be read, 1 read, 2 to be sent, 3 kept for a newer version
    last_row INTEGER NOT NULL,       -- of one's own: the last row inside of it; 0 else
    bytes BLOB NOT NULL,
    UNIQUE (lane, incarnation, seq)
) STRICT;
CREATE INDEX IF NOT EXISTS sync_sealed_state ON sync_sealed (state, n) WHERE state <> 1;
";

/// What is still to be done with a sealed piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SealedState {
    /// It came, and its rows are not yet in the log.
    ToRead = 0,
    /// It is in the log, and on a server or from one.
    Read = 1,
    /// It was made here, and no server has it.
    ToSend = 2,
    /// A newer version of the program wrote it.
    Newer = 3,
}

/// A sealed piece of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Its lane, as servers see it.
    pub lane: [u8; 8],
    /// Whose log.
    pub incarnation: [u8; 16],
    /// Which one of this log, from 1.
    pub seq: u32,
    /// Its hash.
    pub hash: [u8; 32],
    /// Of one's own: the number of the last row inside of it; 0 else.
    pub last_row: i64,
    /// As it travels.
    pub bytes: Vec<u8>,
}

/// The last sealed piece of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedEnd {
    /// Which one.
    pub seq: u32,
    /// Its hash.
    pub hash: [u8; 32],
    /// Its first bytes, at most as many as were asked for.
    pub head: Vec<u8>,
}

const COLUMNS: &str = "lane, incarnation, seq, hash, last_row, bytes";

fn sealed(row: &rusqlite::Row<'_>) -> rusqlite::Result<Sealed> {
    Ok(Sealed {
        lane: row.get(0)?,
        incarnation: row.get(1)?,
        seq: row.get(2)?,
        hash: row.get(3)?,
        last_row: row.get(4)?,
        bytes: row.get(5)?,
    })
}

impl ReadCx<'_> {
    /// The device and the incarnation that this vault writes as.
    pub fn writer(&self) -> ([u8; 16], [u8; 16]) {
        (self.shared.identity.device, self.shared.identity.incarnation)
    }

    /// The schema in which rows are written here.
    pub fn log_schema(&self) -> i64 {
        open::SCHEMA_VERSION
    }

    /// What sync keeps under a name.
    ///
    /// # Errors
    /// `Internal` when the file cannot be read.
    pub fn sync_value(&self, key: &str) -> Result<Option<Vec<u8>>> {
        self.db
            .prepare_cached("SELECT value FROM sync_value WHERE key = ?1")
            .and_then(|mut statement| statement.query_row([key], |row| row.get(0)).optional())
            .attempt("reading what sync keeps")
    }

    /// What sync keeps under names that begin alike, in the order of the names.
    ///
    /// # Errors
    /// `Internal` when the file cannot be read.
    pub fn sync_values(&self, prefix: &str) -> Result<Vec<Vec<u8>>> {
        self.db
            .prepare_cached(
                "SELECT value FROM sync_value WHERE substr(key, 1, length(?1)) = ?1 ORDER BY key",
            )
            .and_then(|mut statement| statement.query_map([prefix], |row| row.get(0))?.collect())
            .attempt("reading what sync keeps")
    }

    /// What follows on `prefix` in the names of what sync keeps, in their order.
    ///
    /// # Errors
    /// `Internal` when the file cannot be read.
    pub fn sync_names(&self, prefix: &str) -> Result<Vec<Vec<u8>>> {
        self.db
            .prepare_cached(
                "SELECT CAST(substr(key, length(?1) + 1) AS BLOB) FROM sync_value
                 WHERE substr(key, 1, length(?1)) = ?1 ORDER BY key",
            )
            .and_then(|mut statement| statement.query_map([prefix], |row| row.get(0))?.collect())
            .attempt("reading what sync keeps")
    }

    /// The last sealed piece of every log, with so many of its first bytes.
    ///
    /// # Errors
    /// `Internal` when the file cannot be read.
    pub fn sealed_ends(&self, head_bytes: usize) -> Result<Vec<SealedEnd>> {
        let head_bytes = i64::try_from(head_bytes).unwrap_or(i64::MAX);
        let mut statement = self
            .db
            .prepare_cached(
                "SELECT seq, hash, substr(bytes, 1, ?1) FROM sync_sealed AS s
                 WHERE seq = (SELECT max(seq) FROM sync_sealed AS t
                              WHERE t.lane = s.lane AND t.incarnation = s.incarnation)",
            )
            .attempt("reading the ends of logs")?;
        statement
            .query_map([head_bytes], |row| {
                Ok(SealedEnd { seq: row.get(0)?, hash: row.get(1)?, head: row.get(2)? })
            })
            .and_then(Iterator::collect)
            .attempt("reading the ends of logs")
    }

    /// The hash of one sealed piece, if it is kept here.
    ///
    /// # Errors
    /// `Internal` when the file cannot be read.
    pub fn sealed_hash(
        &self,
        lane: [u8; 8],
        incarnation: [u8; 16],
        seq: u32,
    ) -> Result<Option<[u8; 32]>> {
        self.db
            .prepare_cached(
                "SELECT hash FROM sync_sealed WHERE lane = ?1 AND incarnation = ?2 AND seq = ?3",
            )
            .and_then(|mut statement| {
                statement.query_row(params![lane, incarnation, seq], |row| row.get(0)).optional()
            })
            .attempt("reading a sealed piece")
    }

    /// Sealed pieces of one log from `from` on, at most so many bytes (one at least).
    ///
    /// # Errors
    /// `Internal` when the file cannot be read.
    pub fn sealed_from(
        &self,
        lane: [u8; 8],
        incarnation: [u8; 16],
        from: u32,
        bytes_max: usize,
    ) -> Result<Vec<Sealed>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM sync_sealed WHERE lane = ?1 AND incarnation = ?2 AND seq >= ?3 ORDER BY seq"
        );
        self.some_sealed(&sql, params![lane, incarnation, from], bytes_max)
    }

    /// The oldest sealed pieces in a state, at most so many bytes (one at least).
    ///
    /// # Errors
    /// `Internal` when the file cannot be read.
    pub fn sealed_in(&self, state: SealedState, bytes_max: usize) -> Result<Vec<Sealed>> {
        let sql =
            format!("SELECT {COLUMNS} FROM sync_sealed WHERE state = ?1 AND state <> 1 ORDER BY n");
        self.some_sealed(&sql, params![state as i64], bytes_max)
    }

    /// How many sealed pieces are in a state.
    ///
    /// # Errors
    /// `Internal` when the file cannot be read.
    pub fn sealed_count(&self, state: SealedState) -> Result<u64> {
        let count: i64 = self
            .db
            .prepare_cached("SELECT count(*) FROM sync_sealed WHERE state = ?1 AND state <> 1")
            .and_then(|mut statement| statement.query_row([state as i64], |row| row.get(0)))
            .attempt("counting sealed pieces")?;
        Ok(count.unsigned_abs())
    }

    fn some_sealed(
        &self,
        sql: &str,
        with: impl rusqlite::Params,
        bytes_max: usize,
    ) -> Result<Vec<Sealed>> {
        let what = "reading sealed pieces";
        let mut statement = self.db.prepare_cached(sql).attempt(what)?;
        let mut rows = statement.query(with).attempt(what)?;
        let (mut out, mut bytes) = (Vec::new(), 0);
        while let Some(row) = rows.next().attempt(what)? {
            let next = sealed(row).attempt(what)?;
            bytes += next.bytes.len();
            if bytes_max < bytes && !out.is_empty() {
                break;
            }
            out.push(next);
        }
        Ok(out)
    }

    /// This device's own rows after a number, oldest first: at most so many, and no more after so many bytes.
    ///
    /// # Errors
    /// `Internal` when the log cannot be read.
    pub fn own_rows_after(
        &self,
        seq: i64,
        rows_max: usize,
        bytes_max: usize,
    ) -> Result<Vec<LogRow>> {
        let what = "reading the log";
        let mut statement = self
            .db
            .prepare_cached(&format!(
                "{} WHERE w = ?1 AND seq > ?2 ORDER BY seq",
                crate::exchange::ROWS
            ))
            .attempt(what)?;
        let mut rows = statement.query(params![self.shared.identity.w, seq]).attempt(what)?;
        let (mut out, mut bytes) = (Vec::new(), 0);
        while out.len() < rows_max
            && bytes < bytes_max
            && let Some(row) = rows.next().attempt(what)?
        {
            let row = crate::exchange::log_row(row).attempt(what)?;
            bytes += row.payload.as_ref().map_or(0, Vec::len);
            out.push(row);
        }
        Ok(out)
    }

    /// What a row says; nothing when it is not here, or was erased.
    ///
    /// # Errors
    /// `Internal` when the log cannot be read.
    pub fn payload_of(&self, incarnation: [u8; 16], seq: i64) -> Result<Option<Vec<u8>>> {
        self.db
            .prepare_cached(
                "SELECT payload FROM log
                 WHERE w = (SELECT w FROM writer WHERE incarnation = ?1) AND seq = ?2",
            )
            .and_then(|mut statement| {
                statement.query_row(params![incarnation, seq], |row| row.get(0)).optional()
            })
            .attempt("reading the log")
            .map(Option::flatten)
    }

    /// How many records are shown or in the trash: what a wave of deletions is measured by.
    ///
    /// # Errors
    /// `Internal` when the file cannot be read.
    pub fn records_live(&self) -> Result<u64> {
        let count: i64 = self
            .db
            .prepare_cached("SELECT count(*) FROM doc WHERE state = 0")
            .and_then(|mut statement| statement.query_row([], |row| row.get(0)))
            .attempt("counting records")?;
        Ok(count.unsigned_abs())
    }

    /// Attachments that records refer to and whose bytes are not here, at most so many.
    ///
    /// # Errors
    /// `Internal` when the file cannot be read.
    pub fn attachments_missing(&self, max: usize) -> Result<Vec<crate::blobs::ContentHash>> {
        let mut missing = Vec::new();
        for hash in self.attachments()? {
            if missing.len() < max && !self.blobs().has(&hash) {
                missing.push(hash);
            }
        }
        Ok(missing)
    }

    /// Attachments that records refer to.
    ///
    /// # Errors
    /// `Internal` when the file cannot be read.
    pub fn attachments(&self) -> Result<Vec<crate::blobs::ContentHash>> {
        let what = "listing attachments";
        let mut statement = self
            .db
            .prepare_cached(
                "SELECT DISTINCT hash FROM blob_ref JOIN doc ON doc.n = blob_ref.doc
                 WHERE state IN (0, 1) ORDER BY hash",
            )
            .attempt(what)?;
        let hashes: Vec<[u8; 32]> =
            statement.query_map([], |row| row.get(0)).and_then(Iterator::collect).attempt(what)?;
        Ok(hashes.into_iter().map(crate::blobs::ContentHash::from_bytes).collect())
    }
}

impl WriteCx<'_> {
    /// Keeps something for sync under a name, or lets it go.
    ///
    /// # Errors
    /// `Internal`, `Conflict` when it cannot be written.
    pub fn set_sync_value(&mut self, key: &str, value: Option<&[u8]>) -> Result<()> {
        let sql = match value {
            Some(_) => "INSERT OR REPLACE INTO sync_value (key, value) VALUES (?1, ?2)",
            None => "DELETE FROM sync_value WHERE key = ?1 AND ?2 IS NULL",
        };
        self.db
            .prepare_cached(sql)
            .and_then(|mut statement| statement.execute(params![key, value]))
            .attempt("keeping something for sync")
            .map(drop)
    }

    /// Lets go what sync keeps under names that begin alike.
    ///
    /// # Errors
    /// `Internal`, `Conflict` when it cannot be written.
    pub fn forget_sync_values(&mut self, prefix: &str) -> Result<()> {
        self.db
            .prepare_cached("DELETE FROM sync_value WHERE substr(key, 1, length(?1)) = ?1")
            .and_then(|mut statement| statement.execute([prefix]))
            .attempt("forgetting what sync kept")
            .map(drop)
    }

    /// Keeps a sealed piece; one that is there already stays as it is.
    ///
    /// # Errors
    /// `Internal`, `Conflict` when it cannot be written.
    pub fn keep_sealed(&mut self, piece: &Sealed, state: SealedState) -> Result<()> {
        self.db
            .prepare_cached(
                "INSERT OR IGNORE INTO sync_sealed (lane, incarnation, seq, hash, state, last_row, bytes)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    piece.lane,
                    piece.incarnation,
                    piece.seq,
                    piece.hash,
                    state as i64,
                    piece.last_row,
                    piece.bytes
                ])
            })
            .attempt("keeping a sealed piece")
            .map(drop)
    }

    /// Says what is to be done with a sealed piece from now on.
    ///
    /// # Errors
    /// `Internal`, `Conflict` when it cannot be written.
    pub fn mark_sealed(
        &mut self,
        (lane, incarnation, seq): ([u8; 8], [u8; 16], u32),
        state: SealedState,
    ) -> Result<()> {
        self.db
            .prepare_cached(
                "UPDATE sync_sealed SET state = ?4 WHERE lane = ?1 AND incarnation = ?2 AND seq = ?3",
            )
            .and_then(|mut statement| {
                statement.execute(params![lane, incarnation, seq, state as i64])
            })
            .attempt("marking a sealed piece")
            .map(drop)
    }

    /// Lets go of the pieces of a log up to this one that are in the log already: a snapshot covers them.
    /// Answers how many went.
    ///
    /// # Errors
    /// `Internal`, `Conflict` when it cannot be written.
    pub fn drop_sealed(
        &mut self,
        lane: [u8; 8],
        incarnation: [u8; 16],
        up_to: u32,
    ) -> Result<usize> {
        self.db
            .prepare_cached(
                "DELETE FROM sync_sealed
                 WHERE lane = ?1 AND incarnation = ?2 AND seq <= ?3 AND state = ?4",
            )
            .and_then(|mut statement| {
                statement.execute(params![lane, incarnation, up_to, SealedState::Read as i64])
            })
            .attempt("letting go of sealed pieces")
    }

    /// A server has a sealed piece now: it does not wait to be sent any more, if it did.
    ///
    /// # Errors
    /// `Internal`, `Conflict` when it cannot be written.
    pub fn mark_sent(&mut self, (lane, incarnation, seq): ([u8; 8], [u8; 16], u32)) -> Result<()> {
        self.db
            .prepare_cached(
                "UPDATE sync_sealed SET state = ?4
                 WHERE lane = ?1 AND incarnation = ?2 AND seq = ?3 AND state = ?5",
            )
            .and_then(|mut statement| {
                let (read, to_send) = (SealedState::Read as i64, SealedState::ToSend as i64);
                statement.execute(params![lane, incarnation, seq, read, to_send])
            })
            .attempt("marking a sealed piece")
            .map(drop)
    }

    /// Throws away what this life of the vault has made and no server has, to be sealed again under another
    /// key; but what other devices were shown of each lane, up to a number. What a former life made stays:
    /// nobody can seal that again.
    ///
    /// # Errors
    /// `Internal`, `Conflict` when it cannot be written.
    pub fn drop_unsent(&mut self, shown: &[([u8; 8], u32)]) -> Result<()> {
        let what = "throwing away what was not sent";
        let (state, own) = (SealedState::ToSend as i64, self.shared.identity.incarnation);
        let mut lanes = self
            .db
            .prepare("SELECT DISTINCT lane FROM sync_sealed WHERE state = ?1 AND incarnation = ?2")
            .attempt(what)?;
        let lanes: Vec<[u8; 8]> = lanes
            .query_map(params![state, own], |row| row.get(0))
            .and_then(Iterator::collect)
            .attempt(what)?;
        for lane in lanes {
            let kept = shown.iter().find(|(shown, _)| *shown == lane).map_or(0, |(_, seq)| *seq);
            self.db
                .execute(
                    "DELETE FROM sync_sealed
                     WHERE state = ?1 AND incarnation = ?2 AND lane = ?3 AND seq > ?4",
                    params![state, own, lane, kept],
                )
                .attempt(what)?;
        }
        Ok(())
    }

    /// Throws away all that sync keeps: it was turned off, and what people wrote stays.
    ///
    /// # Errors
    /// `Internal`, `Conflict` when it cannot be written.
    pub fn forget_sync(&mut self) -> Result<()> {
        self.db
            .execute_batch("DELETE FROM sync_value; DELETE FROM sync_sealed;")
            .attempt("forgetting what sync kept")
    }

    /// Writes down the secret behind the ids of what files and services call by a name of their own, so
    /// that all devices give the same id to the same thing.
    ///
    /// # Errors
    /// `Internal`, `Conflict` when it cannot be written.
    pub fn tell_natural_key(&mut self) -> Result<()> {
        let key = self.shared.natural();
        let entry =
            chain::Entry { op: Op::Natural, k: None, kind: "", target: None, payload: &*key };
        self.append(&entry).map(drop)
    }

    /// Another device told the secret: from now on it is this one's, too.
    pub(crate) fn natural_key_came(&mut self, key: &[u8]) -> Result<()> {
        let key: [u8; 32] = key
            .try_into()
            .map_err(|_| Error::invalid("rows", "the key of natural names has not 32 bytes"))?;
        self.db
            .execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('natural', ?1)", [&key[..]])
            .attempt("keeping the key of natural names")?;
        self.shared.set_natural(key);
        Ok(())
    }

    /// Another device noted an attachment; its bytes come when they are asked for.
    pub(crate) fn blob_came(&mut self, hash: &[u8], size: &[u8]) -> Result<()> {
        let (Ok(hash), Ok(size)) = (<[u8; 32]>::try_from(hash), <[u8; 8]>::try_from(size)) else {
            return Err(Error::invalid("rows", "a row about an attachment cannot be read"));
        };
        self.db
            .prepare_cached(
                "INSERT OR IGNORE INTO blob (hash, size, added_ms, unused_ms) VALUES (?1, ?2, ?3, ?3)",
            )
            .and_then(|mut statement| {
                statement.execute(params![hash, i64::from_be_bytes(size), self.now_ms()])
            })
            .attempt("noting an attachment")
            .map(drop)
    }
}
