//! What a vault is now, in parts that travel: a device that takes them need not replay how it came to be.
//!
//! A document travels as an **image**: its whole save and its fields, so that its row in the read tables is
//! written without opening it. Rows of the log that are no change of a document travel as they stand. Of each
//! writer's chain the end is told: from there it goes on ([`ReadCx::covered`]), and what is not in the log
//! before it came in images.
//!
//! What is deliberately not here: blocks, seals, signatures (`sync-protocol`), and when one is made or taken
//! (`sync-client`). Start reading at [`Image`].

mod compare;

use std::collections::BTreeMap;

use base::error::{Code, Error, Result};
use base::id::{AnyId, Id};
use rusqlite::{OptionalExtension, params};

use crate::chain::Op;
use crate::doc::{Doc, DocEngine, Heads};
use crate::error::Attempt;
use crate::exchange::{LogHead, LogRow, LogVector, ROWS, TakenIn, log_row};
use crate::project::{self, State};
use crate::read::{self, DocRow, ReadCx};
use crate::record::{Fields, Record};
use crate::write::{Step, WriteCx};

/// Made whenever a vault is opened that has none.
pub(crate) const TABLE: &str = "
CREATE TABLE IF NOT EXISTS log_covered (
    w INTEGER PRIMARY KEY,           -- whose chain
    seq INTEGER NOT NULL,            -- up to this row, what is not in the log came in images
    hash BLOB NOT NULL               -- this row's hash
) STRICT;
";

/// A document as it travels in a snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Which record.
    pub id: [u8; 16],
    /// Its kind.
    pub kind: String,
    /// The kind's version.
    pub version: u32,
    /// Its heads: concatenated hashes of 32 bytes, ascending.
    pub heads: Vec<u8>,
    /// Its fields as CBOR, and which of them several devices told differently.
    pub fields: Vec<u8>,
    /// All of it.
    pub save: Vec<u8>,
}

/// Where a row stands that is no change of a document, and how long it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// The row's number in this file.
    pub n: i64,
    /// Whose it is.
    pub incarnation: [u8; 16],
    /// Which of theirs.
    pub seq: i64,
    /// Whether it holds facts; else it says something of them, or of attachments.
    pub facts: bool,
    /// The hybrid clock's wall time, Unix milliseconds.
    pub hlc_ms: i64,
    /// Bytes of what it says.
    pub bytes: usize,
}

/// The end of one writer's chain, and whose device it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainEnd {
    /// The device.
    pub device: [u8; 16],
    /// Its incarnation then.
    pub incarnation: [u8; 16],
    /// The last row.
    pub head: LogHead,
}

impl ReadCx<'_> {
    /// Every document, in the order of ids.
    ///
    /// # Errors
    /// `Conflict` while a document waits for changes that are still on their way; `Internal` when one cannot
    /// be read, or is not what its row says.
    pub fn each_image(&self, mut each: impl FnMut(Image) -> Result<()>) -> Result<()> {
        for id in self.sql().rows("SELECT id FROM doc ORDER BY id", &[], |row| row.id(0))? {
            if let Some(image) = self.image(id)? {
                each(image)?;
            }
        }
        Ok(())
    }

    /// One document.
    fn image(&self, id: AnyId) -> Result<Option<Image>> {
        let Some((row, base, changes)) = read::saved(self.db, id)? else { return Ok(None) };
        let (save, row_of) = match (&base, changes.as_slice()) {
            (None, [only]) | (Some(only), []) if Doc::first_fields(only).is_some() => {
                (only.clone(), (Doc::first_fields(only).unwrap_or_default(), Vec::new()))
            }
            _ => {
                let mut doc = Doc::load(base.as_deref(), changes.iter().map(Vec::as_slice))?;
                if !doc.is_complete() {
                    let words = format!("{} {id} waits for changes on their way", row.kind);
                    return Err(Error::new(Code::Conflict, words));
                }
                if doc.heads() != row.heads {
                    let words = format!("{} {id} is not what its row says", row.kind);
                    return Err(Error::internal("making an image", words));
                }
                let row_of = (doc.fields()?, doc.conflicts()?);
                match (base, changes.is_empty()) {
                    (Some(base), true) => (base, row_of),
                    _ => (doc.save(), row_of),
                }
            }
        };
        Ok(Some(Image {
            id: *id.as_bytes(),
            kind: row.kind,
            version: row.version,
            heads: row.heads.0,
            fields: encode(&row_of)?,
            save,
        }))
    }

    /// All rows that are no change of a document, by writer and number.
    ///
    /// # Errors
    /// `Internal` when the log cannot be read.
    pub fn told(&self) -> Result<Vec<Told>> {
        let mut statement = self
            .db
            .prepare_cached(
                "SELECT n, incarnation, seq, op, hlc_ms, coalesce(length(payload), 0)
                 FROM log JOIN writer USING (w) WHERE op <> 1 ORDER BY incarnation, seq",
            )
            .attempt("listing what the log tells")?;
        let told = statement
            .query_map([], |row| {
                Ok(Told {
                    n: row.get(0)?,
                    incarnation: row.get(1)?,
                    seq: row.get(2)?,
                    facts: row.get::<_, i64>(3)? == Op::Facts as i64,
                    hlc_ms: row.get(4)?,
                    bytes: row.get::<_, u32>(5)? as usize,
                })
            })
            .and_then(Iterator::collect);
        told.attempt("listing what the log tells")
    }

    /// One row of the log by its number in this file.
    ///
    /// # Errors
    /// `NotFound`; `Internal` when the log cannot be read.
    pub fn told_row(&self, n: i64) -> Result<LogRow> {
        self.db
            .prepare_cached(&format!("{ROWS} WHERE log.n = ?1"))
            .and_then(|mut row| row.query_row([n], log_row).optional())
            .attempt("reading the log")?
            .ok_or_else(|| Error::not_found("row of the log", n))
    }

    /// The ends of all chains, by incarnation.
    ///
    /// # Errors
    /// `Internal` when the log cannot be read.
    pub fn chain_ends(&self) -> Result<Vec<ChainEnd>> {
        let mut ends = Vec::new();
        for (incarnation, head) in self.log_vector()? {
            let device = self
                .db
                .prepare_cached("SELECT device FROM writer WHERE incarnation = ?1")
                .and_then(|mut device| device.query_row([incarnation], |row| row.get(0)))
                .attempt("reading the log's ends")?;
            ends.push(ChainEnd { device, incarnation, head });
        }
        Ok(ends)
    }

    /// The chains that begin, here, with a snapshot: up to which row.
    ///
    /// # Errors
    /// `Internal` when the log cannot be read.
    pub fn covered(&self) -> Result<LogVector> {
        self.db
            .prepare_cached("SELECT incarnation, seq, hash FROM log_covered JOIN writer USING (w)")
            .and_then(|mut covered| {
                let read = |row: &rusqlite::Row<'_>| {
                    Ok((row.get(0)?, LogHead { seq: row.get(1)?, hash: row.get(2)? }))
                };
                covered.query_map([], read)?.collect()
            })
            .attempt("reading where logs begin")
    }

    /// The hash of one row, as far as it is known: the row is here, or a chain begins with it.
    fn row_hash(&self, incarnation: &[u8; 16], seq: i64) -> Result<Option<Vec<u8>>> {
        self.db
            .prepare_cached(
                "SELECT hash FROM log WHERE w = (SELECT w FROM writer WHERE incarnation = ?1) AND seq = ?2
                 UNION ALL
                 SELECT hash FROM log_covered
                 WHERE w = (SELECT w FROM writer WHERE incarnation = ?1) AND seq = ?2 LIMIT 1",
            )
            .and_then(|mut hash| {
                hash.query_row(params![incarnation, seq], |row| row.get(0)).optional()
            })
            .attempt("reading the log")
    }

    fn last_row(&self) -> Result<i64> {
        self.db
            .query_row("SELECT coalesce(max(n), 0) FROM log", [], |row| row.get(0))
            .attempt("reading the log's end")
    }
}

impl WriteCx<'_> {
    /// Takes in documents of a snapshot: those that are not here are written down as they came and shown by
    /// their fields; the others are merged with what is here.
    ///
    /// # Errors
    /// `Invalid` when a document cannot be read.
    pub fn take_images(&mut self, images: &[Image]) -> Result<TakenIn> {
        self.set_step(Step::None);
        let mut taken = TakenIn::default();
        for image in images {
            let id = Id::from_bytes(image.id);
            let here = read::row(self.db, id)?;
            match here {
                Some((row, ..)) if row.heads.0 == image.heads => {}
                Some((row, base, _)) => {
                    taken.gone += usize::from(self.merge_image(row, base, image)?);
                    taken.rows += 1;
                }
                None if self.read().is_purged(id)? => {}
                None => {
                    self.insert_image(id, image)?;
                    taken.rows += 1;
                }
            }
        }
        Ok(taken)
    }

    fn insert_image(&mut self, id: AnyId, image: &Image) -> Result<()> {
        let known = self.shared.schema.kind(&image.kind).map_or(u32::MAX, |kind| kind.version);
        let mut row = DocRow {
            n: 0,
            id,
            k: self.k(&image.kind)?,
            kind: image.kind.clone(),
            // Who did not know the kind did not know its version either.
            version: if image.version == u32::MAX { known } else { image.version },
            heads: Heads(image.heads.clone()),
            changes: 0,
            state: State::Live,
            trashed_ms: None,
        };
        row.n = self.insert_row(&row)?;
        let (fields, conflicts) = decode(image)?;
        let record = Record { conflicts, ..project::record(&row, fields) };
        let last = self.read().last_row()?;
        self.derive(row, &record, None, Some(image.save.clone()), last)
    }

    /// What is here and what came become one; answers whether it was shown until now.
    fn merge_image(&mut self, row: DocRow, base: Option<Vec<u8>>, image: &Image) -> Result<bool> {
        self.docs.pop(&row.id);
        let save = std::iter::once(image.save.as_slice());
        // The changes since the last save stay where they are: one of them may still wait for another.
        let base = match &base {
            Some(base) => Doc::load(Some(base), save)?.save(),
            None => image.save.clone(),
        };
        self.db
            .prepare_cached("UPDATE doc SET base = ?2 WHERE n = ?1")
            .and_then(|mut update| update.execute(params![row.n, base]))
            .attempt("taking in a document")?;
        let shown = row.state == State::Live;
        let (id, before) = (row.id, row.heads.clone());
        let Some((mut row, mut doc)) = read::load(self.db, id)? else { return Ok(false) };
        row.heads = doc.heads();
        let record = project::record_of(&row, &doc)?;
        self.derive(row, &record, Some(&before), None, 0)?;
        Ok(shown && read::state_of(self.db, id)? != Some(State::Live))
    }

    /// From now on chains go on from these ends, wherever they are known less far.
    ///
    /// # Errors
    /// `Conflict` when a chain here is another, or is this device's own and shorter.
    pub fn cover(&mut self, ends: &[ChainEnd]) -> Result<()> {
        let known = self.read().log_vector()?;
        for ChainEnd { device, incarnation, head } in ends {
            let here = known.get(incarnation).map_or(0, |here| here.seq);
            let hash = self.read().row_hash(incarnation, head.seq)?;
            let own = *incarnation == self.shared.identity.incarnation;
            if hash.is_some_and(|hash| hash != head.hash) || (own && here < head.seq) {
                let message = format!("the log of one device has two ends at row {}", head.seq);
                return Err(Error::new(Code::Conflict, message).at("rows"));
            }
            if head.seq <= here {
                continue;
            }
            self.db
                .prepare_cached(
                    "INSERT OR IGNORE INTO writer (device, incarnation) VALUES (?1, ?2)",
                )
                .and_then(|mut insert| insert.execute(params![device, incarnation]))
                .attempt("noting where a log begins")?;
            self.db
                .prepare_cached(
                    "INSERT OR REPLACE INTO log_covered (w, seq, hash)
                     VALUES ((SELECT w FROM writer WHERE incarnation = ?1), ?2, ?3)",
                )
                .and_then(|mut insert| insert.execute(params![incarnation, head.seq, head.hash]))
                .attempt("noting where a log begins")?;
        }
        self.chain = None;
        Ok(())
    }

    /// Takes in rows that are no change of a document and lie before the ends that were told to
    /// [`WriteCx::cover`]; those that are here stay. What is said of a fact that is not here yet is passed
    /// over: those that hold facts come first.
    ///
    /// # Errors
    /// `Invalid` when a row is not as it was written, or lies beyond its chain's end; `Conflict` when
    /// another is in its place.
    pub fn take_told(&mut self, rows: &[LogRow]) -> Result<TakenIn> {
        self.set_step(Step::None);
        let known = self.read().log_vector()?;
        let (mut documents, mut taken) = (BTreeMap::new(), TakenIn::default());
        for row in rows {
            row.check()?;
            let inside = known.get(&row.incarnation).is_some_and(|end| row.seq <= end.seq);
            if !inside || row.op == Op::Change as i64 {
                let message = format!("row {} of a device has no place in a snapshot", row.seq);
                return Err(Error::invalid("rows", message));
            }
            match self.read().row_hash(&row.incarnation, row.seq)? {
                Some(hash) if hash != row.hash => {
                    let message = format!("the log of one device has two rows {}", row.seq);
                    return Err(Error::new(Code::Conflict, message).at("rows"));
                }
                Some(_) if self.has_row(row)? => continue,
                _ => {}
            }
            let n = self.keep_foreign(row)?;
            taken.rows += 1;
            self.act(row, n, &mut documents, &mut taken)?;
        }
        self.chain = None;
        Ok(taken)
    }

    fn has_row(&self, row: &LogRow) -> Result<bool> {
        self.db
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM log WHERE seq = ?2
                     AND w = (SELECT w FROM writer WHERE incarnation = ?1))",
            )
            .and_then(|mut has| has.query_row(params![row.incarnation, row.seq], |row| row.get(0)))
            .attempt("reading the log")
    }
}

/// What the read tables are made of: the fields, and which of them several devices told differently.
type RowOf = (Fields, Vec<String>);

fn encode(row: &RowOf) -> Result<Vec<u8>> {
    cbor4ii::serde::to_vec(Vec::new(), row)
        .map_err(|source| Error::internal("encoding a record's fields", source))
}

fn decode(image: &Image) -> Result<RowOf> {
    cbor4ii::serde::from_slice(&image.fields).map_err(|source| {
        let id: AnyId = Id::from_bytes(image.id);
        let message = format!("the fields of {} {id} cannot be read", image.kind);
        Error::invalid("documents", message).because(source)
    })
}
