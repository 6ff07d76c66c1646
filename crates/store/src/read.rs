//! What a read command sees: one snapshot of the file.

use std::sync::Arc;

use base::day::Day;
use base::env::Env;
use base::error::{Error, Result};
use base::id::{AnyId, Id};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension};

use crate::blobs::{Blobs, ContentHash};
use crate::doc::{Doc, DocEngine, Heads};
use crate::error::Attempt;
use crate::project::{self, State};
use crate::record::Record;
use crate::sql::Sql;
use crate::store::Shared;

/// One consistent view of the vault, for as long as the read lasts.
#[derive(Clone, Copy)]
pub struct ReadCx<'a> {
    pub(crate) db: &'a Connection,
    pub(crate) shared: &'a Arc<Shared>,
}

impl<'a> ReadCx<'a> {
    /// Read-only SQL over the read tables.
    pub fn sql(&self) -> Sql<'a> {
        Sql(self.db)
    }

    /// The record with this id, trashed ones too.
    ///
    /// # Errors
    /// `NotFound` when there is none, or when its creation was undone.
    pub fn record(&self, id: AnyId) -> Result<Record> {
        self.find(id)?.ok_or_else(|| Error::not_found("record", id))
    }

    /// The record with this id, if there is one.
    pub fn find(&self, id: AnyId) -> Result<Option<Record>> {
        let found = record(self.db, id)?;
        Ok(found.and_then(|(row, record)| (row.state != State::Withdrawn).then_some(record)))
    }

    /// Whether a record with this id is there (not withdrawn).
    pub fn exists(&self, id: AnyId) -> Result<bool> {
        Ok(state_of(self.db, id)?.is_some_and(|state| state != State::Withdrawn))
    }

    /// Every live or trashed record of a kind, in the order in which they came.
    pub fn each(&self, kind: &str, mut each: impl FnMut(Record) -> Result<()>) -> Result<()> {
        let ids = self.sql().rows(
            "SELECT doc.id FROM doc JOIN kind USING (k)
             WHERE kind.name = ?1 AND state IN (0, 1) ORDER BY doc.id",
            crate::params![kind],
            |row| row.id(0),
        )?;
        for id in ids {
            each(self.record(id)?)?;
        }
        Ok(())
    }

    /// What this device keeps under a name for itself: settings.
    pub fn device_value(&self, key: &str) -> Result<Option<String>> {
        self.sql().first(
            "SELECT CAST(value AS TEXT) FROM meta WHERE key = ?1",
            crate::params![format!("device:{key}")],
            |row| row.text(0),
        )
    }

    /// Whether a record refers to an attachment.
    pub fn is_referred_to(&self, hash: &ContentHash) -> Result<bool> {
        let hash = hash.as_bytes().as_slice();
        let count = "SELECT count(*) FROM blob_ref WHERE hash = ?1";
        Ok(self.sql().number(count, crate::params![hash])? > 0)
    }

    /// The attachments.
    pub fn blobs(&self) -> &'a Blobs {
        &self.shared.blobs
    }

    /// Time and randomness.
    pub fn env(&self) -> &'a dyn Env {
        &*self.shared.env
    }

    /// The instant now.
    pub fn now(&self) -> Timestamp {
        self.shared.env.now()
    }

    /// Today, where the person is.
    pub fn today(&self) -> Day {
        Day::new(self.now().to_zoned(self.shared.env.zone()).date())
    }

    /// The id of what a file calls by a natural key; the same on every device of this vault.
    pub fn natural_id<T: ?Sized>(&self, kind: &str, at_ms: i64, key: &str) -> Id<T> {
        self.shared.natural_id(kind, at_ms, key)
    }
}

/// A row of `doc`.
#[derive(Debug, Clone)]
pub(crate) struct DocRow {
    pub(crate) n: i64,
    pub(crate) id: AnyId,
    pub(crate) k: i64,
    pub(crate) kind: String,
    pub(crate) version: u32,
    pub(crate) heads: Heads,
    pub(crate) changes: i64,
    pub(crate) state: State,
    pub(crate) trashed_ms: Option<i64>,
}

pub(crate) fn state_of(db: &Connection, id: AnyId) -> Result<Option<State>> {
    db.prepare_cached("SELECT state FROM doc WHERE id = ?1")
        .and_then(|mut statement| statement.query_row([id.as_bytes()], |row| row.get(0)).optional())
        .attempt("looking for a record")
        .map(|state| state.map(State::from_number))
}

/// A document's row and the document, opened from its last full save and the changes since.
pub(crate) fn load(db: &Connection, id: AnyId) -> Result<Option<(DocRow, Doc)>> {
    let Some((row, base, changes)) = saved(db, id)? else { return Ok(None) };
    let doc = Doc::load(base.as_deref(), changes.iter().map(Vec::as_slice))?;
    Ok(Some((row, doc)))
}

/// A document's row and the record that it holds; a document that was never edited is not opened.
pub(crate) fn record(db: &Connection, id: AnyId) -> Result<Option<(DocRow, Record)>> {
    let Some((row, base, changes)) = saved(db, id)? else { return Ok(None) };
    let first = match (&base, changes.as_slice()) {
        (None, [only]) | (Some(only), []) => Doc::first_fields(only),
        _ => None,
    };
    let record = match first {
        Some(fields) => project::record(&row, fields),
        None => {
            let doc = Doc::load(base.as_deref(), changes.iter().map(Vec::as_slice))?;
            project::record_of(&row, &doc)?
        }
    };
    Ok(Some((row, record)))
}

/// A row, its last full save, and the changes since.
pub(crate) type Saved = (DocRow, Option<Vec<u8>>, Vec<Vec<u8>>);

pub(crate) fn saved(db: &Connection, id: AnyId) -> Result<Option<Saved>> {
    let Some((row, base, base_log)) = row(db, id)? else { return Ok(None) };
    let mut statement = db
        .prepare_cached(
            "SELECT payload FROM log WHERE target = ?1 AND n > ?2 AND op = 1 ORDER BY n",
        )
        .attempt("reading a document's changes")?;
    let changes: Vec<Vec<u8>> = statement
        .query_map(rusqlite::params![id.as_bytes(), base_log], |row| row.get(0))
        .and_then(Iterator::collect)
        .attempt("reading a document's changes")?;
    Ok(Some((row, base, changes)))
}

/// A row, its last full save, and the log row up to which that reaches.
pub(crate) type SavedRow = (DocRow, Option<Vec<u8>>, i64);

/// A document's row, its last full save, and the log row up to which that reaches.
pub(crate) fn row(db: &Connection, id: AnyId) -> Result<Option<SavedRow>> {
    db.prepare_cached(
        "SELECT n, k, kind.name, version, heads, changes, state, trashed_ms, base, base_log
         FROM doc JOIN kind USING (k) WHERE id = ?1",
    )
    .and_then(|mut statement| {
        statement
            .query_row([id.as_bytes()], |row| {
                let doc = DocRow {
                    n: row.get(0)?,
                    id,
                    k: row.get(1)?,
                    kind: row.get(2)?,
                    version: row.get(3)?,
                    heads: Heads(row.get(4)?),
                    changes: row.get(5)?,
                    state: State::from_number(row.get(6)?),
                    trashed_ms: row.get(7)?,
                };
                Ok((doc, row.get(8)?, row.get(9)?))
            })
            .optional()
    })
    .attempt("reading a document")
}
