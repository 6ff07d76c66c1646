//! Logs of several devices come together: what one has written, another takes in.
//!
//! A row travels as it stands: who wrote it, which of theirs it is, what it does, and the hash that ties
//! it to the one before. Taking in checks all of that first, then brings documents, facts and read tables
//! up to date. Whatever the order in which devices hear of each other, they come to the same: documents
//! merge, the latest word about a fact holds, and the earliest row that told a fact holds its body.
//! What is deliberately not here: sealing, carrying and pairing.

use std::collections::BTreeMap;

use base::error::{Code, Error, Result};
use base::id::{AnyId, Id};
use rusqlite::{OptionalExtension, params};

use crate::chain::{self, Hlc, Op};
use crate::doc::{DocEngine, Heads};
use crate::error::Attempt;
use crate::facts;
use crate::project::{self, State};
use crate::read::{self, DocRow, ReadCx};
use crate::write::{CHANGES_MAX, Step, WriteCx};

/// How far one writer's log is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogHead {
    /// Which of theirs is the last.
    pub seq: i64,
    /// Its hash.
    pub hash: Vec<u8>,
}

/// How far the log of every writer (by incarnation) is known.
pub type LogVector = BTreeMap<[u8; 16], LogHead>;

/// One row of a log, as it travels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogRow {
    /// The device that wrote it.
    pub device: [u8; 16],
    /// Its incarnation then.
    pub incarnation: [u8; 16],
    /// Which of that incarnation's rows it is, from 1.
    pub seq: i64,
    /// The hash of the one before; 32 zeros before the first.
    pub prev_hash: Vec<u8>,
    /// Its own hash.
    pub hash: Vec<u8>,
    /// The hybrid logical clock's wall time, Unix milliseconds.
    pub hlc_ms: i64,
    /// The clock's counter.
    pub hlc_count: i64,
    /// The schema that it was written in.
    pub schema: i64,
    /// What it does.
    pub op: i64,
    /// The kind that it is about; empty for attachments.
    pub kind: String,
    /// The record or fact that it is about.
    pub target: Option<Vec<u8>>,
    /// What it says; `None` once it was erased. Facts that were forgotten are blank in it.
    pub payload: Option<Vec<u8>>,
    /// The hash of what it says, or said.
    pub payload_hash: Vec<u8>,
}

impl LogRow {
    /// The row as it follows on the one with this hash (32 zeros before the first): both ends of a journey
    /// compute what ties a log together by themselves. `payload_hash` counts only where nothing is said.
    #[must_use]
    pub fn linked(mut self, prev_hash: &[u8]) -> LogRow {
        self.prev_hash = prev_hash.to_vec();
        if let Some(payload) = &self.payload {
            self.payload_hash = self.hash_of_said(payload).to_vec();
        }
        self.hash = chain::hash_of(&self).to_vec();
        self
    }

    /// The hash of what was said at first: a row with blanks carries it.
    fn hash_of_said(&self, payload: &[u8]) -> [u8; 32] {
        let original = facts::segment::original(payload).filter(|_| self.op == Op::Facts as i64);
        original.copied().unwrap_or_else(|| *blake3::hash(payload).as_bytes())
    }

    fn hlc(&self) -> Hlc {
        Hlc { ms: self.hlc_ms, count: self.hlc_count }
    }

    /// Whether it is what its writer signed off with its hash.
    pub(crate) fn check(&self) -> Result<()> {
        let told = chain::hash_of(self);
        let fits = self
            .payload
            .as_ref()
            .is_none_or(|payload| self.hash_of_said(payload)[..] == self.payload_hash[..]);
        if told[..] != self.hash[..] || !fits {
            let message = format!("row {} of another device is not as it was written", self.seq);
            return Err(Error::invalid("rows", message));
        }
        Ok(())
    }
}

impl ReadCx<'_> {
    /// How far every writer's log is known here.
    ///
    /// # Errors
    /// `Internal` when the log cannot be read.
    pub fn log_vector(&self) -> Result<LogVector> {
        let mut statement = self
            .db
            .prepare_cached(
                "SELECT incarnation, seq, hash FROM writer JOIN log USING (w)
                 WHERE seq = (SELECT max(seq) FROM log AS last WHERE last.w = writer.w)",
            )
            .attempt("reading the log's ends")?;
        let heads = statement
            .query_map([], |row| Ok((row.get(0)?, LogHead { seq: row.get(1)?, hash: row.get(2)? })))
            .and_then(Iterator::collect);
        let mut heads: LogVector = heads.attempt("reading the log's ends")?;
        for (incarnation, covered) in self.covered()? {
            let head = heads.entry(incarnation).or_insert_with(|| covered.clone());
            if head.seq < covered.seq {
                *head = covered;
            }
        }
        Ok(heads)
    }

    /// The rows that somebody who knows `known` lacks, at most so many, each after all that it builds on.
    ///
    /// # Errors
    /// `Internal` when the log cannot be read.
    pub fn log_after(&self, known: &LogVector, rows_max: usize) -> Result<Vec<LogRow>> {
        let mut statement = self
            .db
            .prepare_cached(&format!("{ROWS} WHERE log.n >= ?1 ORDER BY log.n"))
            .attempt("reading the log")?;
        let mut rows = statement.query([self.first_after(known)?]).attempt("reading the log")?;
        let mut out = Vec::new();
        while out.len() < rows_max
            && let Some(row) = rows.next().attempt("reading the log")?
        {
            let incarnation: [u8; 16] = row.get(1).attempt("reading the log")?;
            let seq: i64 = row.get(2).attempt("reading the log")?;
            if known.get(&incarnation).is_some_and(|head| seq <= head.seq) {
                continue;
            }
            out.push(log_row(row).attempt("reading the log")?);
        }
        Ok(out)
    }

    /// The first row's number that may be lacking.
    fn first_after(&self, known: &LogVector) -> Result<i64> {
        let mut writers = self
            .db
            .prepare_cached("SELECT w, incarnation FROM writer")
            .attempt("reading the log's ends")?;
        let writers: Vec<(i64, [u8; 16])> = writers
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .and_then(Iterator::collect)
            .attempt("reading the log's ends")?;
        let mut first = i64::MAX;
        for (w, incarnation) in writers {
            let seq = known.get(&incarnation).map_or(0, |head| head.seq);
            let next: Option<i64> = self
                .db
                .prepare_cached("SELECT n FROM log WHERE w = ?1 AND seq = ?2")
                .and_then(|mut next| next.query_row([w, seq + 1], |row| row.get(0)).optional())
                .attempt("reading the log's ends")?;
            first = first.min(next.unwrap_or(i64::MAX));
        }
        Ok(first)
    }
}

/// What [`log_row`] reads.
pub(crate) const ROWS: &str =
    "SELECT device, incarnation, seq, prev_hash, hash, hlc_ms, hlc_count, schema,
        op, coalesce(name, ''), target, payload, payload_hash
    FROM log JOIN writer USING (w) LEFT JOIN kind USING (k)";

pub(crate) fn log_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<LogRow> {
    Ok(LogRow {
        device: row.get(0)?,
        incarnation: row.get(1)?,
        seq: row.get(2)?,
        prev_hash: row.get(3)?,
        hash: row.get(4)?,
        hlc_ms: row.get(5)?,
        hlc_count: row.get(6)?,
        schema: row.get(7)?,
        op: row.get(8)?,
        kind: row.get(9)?,
        target: row.get(10)?,
        payload: row.get(11)?,
        payload_hash: row.get(12)?,
    })
}

/// What taking in rows came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TakenIn {
    /// Rows that were new.
    pub rows: usize,
    /// Records that were shown here and are in the trash, or gone, now.
    pub gone: usize,
}

/// A document that other devices have changed.
pub(crate) struct Came {
    kind: String,
    changes: i64,
    log: i64,
}

impl WriteCx<'_> {
    /// Takes in rows of other devices' logs, in the order in which [`ReadCx::log_after`] gave them;
    /// it makes no step of undo.
    ///
    /// # Errors
    /// `Invalid` when a row is not as it was written or one before it is missing; `Conflict` when a
    /// writer's log has two ends, or is this device's own and longer than here.
    pub fn take_in(&mut self, rows: &[LogRow]) -> Result<TakenIn> {
        self.set_step(Step::None);
        let mut known = self.read().log_vector()?;
        let mut documents: BTreeMap<AnyId, Came> = BTreeMap::new();
        let mut taken = TakenIn::default();
        for row in rows {
            if !follows(&known, row, &self.shared.identity.incarnation)? {
                continue;
            }
            row.check()?;
            let n = self.keep_foreign(row)?;
            known.insert(row.incarnation, LogHead { seq: row.seq, hash: row.hash.clone() });
            taken.rows += 1;
            self.act(row, n, &mut documents, &mut taken)?;
        }
        for (id, came) in documents {
            taken.gone += usize::from(self.renew(id, &came)?);
        }
        self.chain = None; // The clock may have moved on.
        Ok(taken)
    }

    /// Writes a row down as it stands; answers its number here.
    pub(crate) fn keep_foreign(&self, row: &LogRow) -> Result<i64> {
        let k = if row.kind.is_empty() { None } else { Some(self.k(&row.kind)?) };
        self.db
            .prepare_cached("INSERT OR IGNORE INTO writer (device, incarnation) VALUES (?1, ?2)")
            .and_then(|mut statement| statement.execute(params![row.device, row.incarnation]))
            .attempt("taking in a log")?;
        self.db
            .prepare_cached(
                "INSERT INTO log (w, seq, prev_hash, hash, hlc_ms, hlc_count, schema, op, k, target,
                                  payload, payload_hash)
                 VALUES ((SELECT w FROM writer WHERE incarnation = ?1),
                         ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    row.incarnation,
                    row.seq,
                    row.prev_hash,
                    row.hash,
                    row.hlc_ms,
                    row.hlc_count,
                    row.schema,
                    row.op,
                    k,
                    row.target,
                    row.payload,
                    row.payload_hash
                ])
            })
            .attempt("taking in a log")?;
        Ok(self.db.last_insert_rowid())
    }

    /// Does what a row says; documents are only noted, because each is opened once for all its changes.
    pub(crate) fn act(
        &mut self,
        row: &LogRow,
        n: i64,
        documents: &mut BTreeMap<AnyId, Came>,
        taken: &mut TakenIn,
    ) -> Result<()> {
        let Some(payload) = &row.payload else { return Ok(()) }; // Erased by its writer.
        let op = row.op;
        if op == Op::Change as i64 {
            let came = documents.entry(target(row)?).or_insert_with(|| Came {
                kind: row.kind.clone(),
                changes: 0,
                log: n,
            });
            (came.changes, came.log) = (came.changes + 1, n);
        } else if op == Op::Facts as i64 {
            self.facts_came(n, row.hlc())?;
        } else if op == Op::Turn as i64 {
            self.facts_turned(n, row.hlc(), payload)?;
        } else if op == Op::Annotate as i64 {
            self.note_came(n, row.hlc(), target(row)?, payload)?;
        } else if op == Op::Purge as i64 {
            taken.gone += usize::from(self.purge_came(target(row)?, documents)?);
        } else if op == Op::Blob as i64 {
            self.blob_came(row.target.as_deref().unwrap_or_default(), payload)?;
        } else if op == Op::Forget as i64 {
            self.facts_forgotten(n, &row.kind, payload)?;
        } else if op == Op::Natural as i64 {
            self.natural_key_came(payload)?;
        }
        // What a newer Everkept does is kept for when this one can.
        Ok(())
    }

    /// Another device emptied its trash of a record; answers whether it was shown here.
    fn purge_came(&mut self, id: AnyId, documents: &mut BTreeMap<AnyId, Came>) -> Result<bool> {
        documents.remove(&id);
        let Some((row, ..)) = read::row(self.db, id)? else { return Ok(false) };
        self.purge_quietly(row.n, id, &row.kind)?;
        Ok(row.state == State::Live)
    }

    /// Brings a document and what follows from it up to date with changes that are in the log; answers
    /// whether it was shown until now.
    fn renew(&mut self, id: AnyId, came: &Came) -> Result<bool> {
        self.docs.pop(&id);
        if self.read().is_purged(id)? {
            return Ok(false);
        }
        let (before, shown) = match read::row(self.db, id)? {
            Some((row, ..)) => (Some(row.heads), row.state == State::Live),
            None => {
                self.insert_foreign(id, &came.kind)?;
                (None, false)
            }
        };
        let Some((mut row, mut doc)) = read::load(self.db, id)? else { return Ok(false) };
        row.heads = doc.heads();
        row.changes += came.changes;
        let record = project::record_of(&row, &doc)?;
        // A change whose forerunner is still on its way waits in the log: a full save would leave it out.
        let whole = (row.changes > CHANGES_MAX && doc.is_complete()).then(|| doc.save());
        self.derive(row, &record, before.as_ref(), whole, came.log)?;
        Ok(shown && read::state_of(self.db, id)? != Some(State::Live))
    }

    fn insert_foreign(&mut self, id: AnyId, kind: &str) -> Result<()> {
        // A kind that is not known here is kept aside until a newer Everkept knows it.
        let version = self.shared.schema.kind(kind).map_or(u32::MAX, |kind| kind.version);
        let row = DocRow {
            n: 0,
            id,
            k: self.k(kind)?,
            kind: kind.to_owned(),
            version,
            heads: Heads::default(),
            changes: 0,
            state: State::Live,
            trashed_ms: None,
        };
        self.insert_row(&row).map(drop)
    }
}

/// Whether the row is new and follows what is known of its writer.
fn follows(known: &LogVector, row: &LogRow, own: &[u8; 16]) -> Result<bool> {
    let (seq, hash) = match known.get(&row.incarnation) {
        Some(head) => (head.seq, &head.hash[..]),
        None => (0, &[0; 32][..]),
    };
    if row.seq < seq || (row.seq == seq && row.hash == hash) {
        return Ok(false);
    }
    let forked = row.seq == seq || (row.seq == seq + 1 && row.prev_hash != hash);
    if forked || row.incarnation == *own {
        let message = format!("the log of one device has two ends at row {}", row.seq);
        return Err(Error::new(Code::Conflict, message).at("rows"));
    }
    if row.seq > seq + 1 {
        let message = format!("rows {} to {} of a device are missing", seq + 1, row.seq - 1);
        return Err(Error::invalid("rows", message));
    }
    Ok(true)
}

fn target(row: &LogRow) -> Result<AnyId> {
    let bytes = row.target.as_deref().and_then(|target| <[u8; 16]>::try_from(target).ok());
    bytes
        .map(Id::from_bytes)
        .ok_or_else(|| Error::invalid("rows", format!("row {} of a device names nothing", row.seq)))
}
