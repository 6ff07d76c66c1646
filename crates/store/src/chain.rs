//! The change log: append-only, hash-chained per writer, stamped by a hybrid logical clock.

use base::error::{Error, Result};
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::Attempt;
use crate::exchange::{LogRow, LogVector, ROWS, log_row};
use crate::open::{Identity, SCHEMA_VERSION};
use crate::read::ReadCx;

/// What a log row does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Op {
    Change = 1,
    Facts = 2,
    Turn = 3,
    Annotate = 4,
    Blob = 5,
    Purge = 6,
    Natural = 7,
    Forget = 8,
}

/// A hybrid logical clock: wall time in Unix milliseconds, and a counter for what shares one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hlc {
    pub(crate) ms: i64,
    pub(crate) count: i64,
}

/// The end of this writer's chain, while a write transaction is open.
pub(crate) struct Chain {
    identity: Identity,
    seq: i64,
    hash: Vec<u8>,
    hlc: Hlc,
}

/// How far another device's clock may be ahead before it is not followed.
const AHEAD_MS_MAX: i64 = 24 * 60 * 60 * 1000;

/// One thing to write down.
pub(crate) struct Entry<'a> {
    pub(crate) op: Op,
    pub(crate) k: Option<i64>,
    pub(crate) kind: &'a str,
    pub(crate) target: Option<&'a [u8]>,
    pub(crate) payload: &'a [u8],
}

impl Chain {
    /// The end of the chain as the open transaction sees it.
    pub(crate) fn at_end(db: &Connection, identity: Identity, now_ms: i64) -> Result<Chain> {
        let own: Option<(i64, Vec<u8>, i64)> = db
            .prepare_cached("SELECT seq, hash, n FROM log WHERE w = ?1 ORDER BY seq DESC LIMIT 1")
            .and_then(|mut statement| {
                let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
                statement.query_row([identity.w], read).optional()
            })
            .attempt("reading the log's end")?;
        // This writer's last row is later than all that was here then; what came since may be later,
        // but a clock that is days ahead must not take this one with it.
        let last = db
            .prepare_cached(
                "SELECT hlc_ms, hlc_count FROM log
                 WHERE n >= ?1 AND (w = ?2 OR hlc_ms < ?3)
                 ORDER BY hlc_ms DESC, hlc_count DESC LIMIT 1",
            )
            .and_then(|mut statement| {
                let since = own.as_ref().map_or(0, |(_, _, n)| *n);
                let read =
                    |row: &rusqlite::Row<'_>| Ok(Hlc { ms: row.get(0)?, count: row.get(1)? });
                let ahead = now_ms.saturating_add(AHEAD_MS_MAX);
                statement.query_row([since, identity.w, ahead], read).optional()
            })
            .attempt("reading the log's end")?;
        // The clock never goes back, whatever the wall clock does; the counter is 63 bits wide.
        let hlc = match last {
            Some(last) if last.ms >= now_ms => last,
            _ => Hlc { ms: now_ms, count: -1 },
        };
        let (seq, hash, _) = own.unwrap_or((0, vec![0; 32], 0));
        Ok(Chain { identity, seq, hash, hlc })
    }

    /// Appends one row; answers its number and its time.
    pub(crate) fn append(&mut self, db: &Connection, entry: &Entry<'_>) -> Result<(i64, Hlc)> {
        self.seq += 1;
        self.hlc.count += 1;
        let payload_hash = blake3::hash(entry.payload);
        let hash = row_hash(&HashedRow {
            device: &self.identity.device,
            incarnation: &self.identity.incarnation,
            seq: self.seq,
            prev_hash: &self.hash,
            hlc: self.hlc,
            schema: SCHEMA_VERSION,
            op: entry.op as i64,
            kind: entry.kind,
            target: entry.target.unwrap_or_default(),
            payload_hash: payload_hash.as_bytes(),
        });
        db.prepare_cached(
            "INSERT INTO log (w, seq, prev_hash, hash, hlc_ms, hlc_count, schema, op, k, target,
                              payload, payload_hash)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )
        .and_then(|mut statement| {
            statement.execute(params![
                self.identity.w,
                self.seq,
                self.hash,
                hash.as_slice(),
                self.hlc.ms,
                self.hlc.count,
                SCHEMA_VERSION,
                entry.op as i64,
                entry.k,
                entry.target,
                entry.payload,
                payload_hash.as_bytes().as_slice(),
            ])
        })
        .attempt("appending to the log")?;
        self.hash = hash.to_vec();
        Ok((db.last_insert_rowid(), self.hlc))
    }
}

struct HashedRow<'a> {
    device: &'a [u8],
    incarnation: &'a [u8],
    seq: i64,
    prev_hash: &'a [u8],
    hlc: Hlc,
    schema: i64,
    op: i64,
    kind: &'a str,
    target: &'a [u8],
    payload_hash: &'a [u8],
}

fn row_hash(row: &HashedRow<'_>) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new_derive_key("everkept 2026 log row");
    let numbers = [row.seq, row.hlc.ms, row.hlc.count, row.schema, row.op];
    for number in numbers {
        hasher.update(&number.to_be_bytes());
    }
    // Every part of changing length is preceded by its length, so that no two rows hash alike.
    for part in [
        row.device,
        row.incarnation,
        row.prev_hash,
        row.kind.as_bytes(),
        row.target,
        row.payload_hash,
    ] {
        hasher.update(&(part.len() as u64).to_be_bytes()).update(part);
    }
    *hasher.finalize().as_bytes()
}

/// The hash that a row of another device must have.
pub(crate) fn hash_of(row: &LogRow) -> [u8; 32] {
    row_hash(&HashedRow {
        device: &row.device,
        incarnation: &row.incarnation,
        seq: row.seq,
        prev_hash: &row.prev_hash,
        hlc: Hlc { ms: row.hlc_ms, count: row.hlc_count },
        schema: row.schema,
        op: row.op,
        kind: &row.kind,
        target: row.target.as_deref().unwrap_or_default(),
        payload_hash: &row.payload_hash,
    })
}

/// What stands before a chain's next row.
struct Before {
    incarnation: [u8; 16],
    seq: i64,
    hash: Vec<u8>,
    /// Up to this row a snapshot covers the chain, and this is that row's hash.
    covered: (i64, Vec<u8>),
}

impl Before {
    fn of(incarnation: [u8; 16], covered: &LogVector) -> Before {
        let covered = covered.get(&incarnation).map(|head| (head.seq, head.hash.clone()));
        Before { incarnation, seq: 0, hash: vec![0; 32], covered: covered.unwrap_or_default() }
    }

    /// Whether a row follows: on the one before, on the end of what a snapshot covers, or with a gap
    /// before that end.
    fn fits(&self, row: &LogRow) -> bool {
        let (end, end_hash) = &self.covered;
        let linked = row.seq == self.seq + 1 && row.prev_hash == self.hash;
        let in_gap = self.seq + 1 < row.seq && row.seq <= *end;
        let after_gap = self.seq < *end && row.seq == end + 1 && row.prev_hash == *end_hash;
        let at_end = row.seq != *end || row.hash == *end_hash;
        (linked || in_gap || after_gap) && at_end
    }
}

/// Walks every writer's chain; answers how many rows it saw.
///
/// # Errors
/// `Internal`, naming the row, when a link, a hash or a payload does not fit.
pub(crate) fn verify(cx: &ReadCx<'_>) -> Result<i64> {
    let covered = cx.covered()?;
    let mut statement =
        cx.db.prepare(&format!("{ROWS} ORDER BY log.w, log.seq")).attempt("reading the log")?;
    let mut rows = statement.query([]).attempt("reading the log")?;
    let (mut seen, mut before) = (0, Before::of([0; 16], &covered));
    while let Some(row) = rows.next().attempt("reading the log")? {
        let row = log_row(row).attempt("reading the log")?;
        if row.incarnation != before.incarnation {
            before = Before::of(row.incarnation, &covered);
        }
        if row.check().is_err() || !before.fits(&row) {
            let writer = data_encoding::HEXLOWER.encode(&row.incarnation);
            return Err(Error::internal(
                "checking the change log",
                format!("row {} of writer {writer} does not fit its chain", row.seq),
            ));
        }
        (seen, before.seq, before.hash) = (seen + 1, row.seq, row.hash);
    }
    Ok(seen)
}
