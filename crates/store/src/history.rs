//! Every version of a record, from the document's own changes.

use std::collections::{BTreeMap, BTreeSet};

use base::error::{Error, Result};
use base::id::AnyId;

use crate::doc::{DocEngine, Heads};
use crate::error::Attempt;
use crate::read::{self, ReadCx};
use crate::record::{Changes, Fields};
use crate::write::{DEVICE_BYTES, IMPORT_ACTOR, WriteCx};

/// One version of a record: what it was after a change.
#[derive(Debug, Clone)]
pub struct Version {
    /// What [`at`] and [`WriteCx::restore_version`] take.
    pub version: String,
    /// When, Unix seconds.
    pub at_secs: i64,
    /// Who made it.
    pub by: By,
    /// How many operations it holds.
    pub ops: usize,
}

/// Who made a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum By {
    /// This device.
    ThisDevice,
    /// Another device, by its identity.
    Device([u8; 16]),
    /// A device of which no log is here.
    Unknown,
    /// An import, here or on another device.
    Import,
}

/// Who writes in this vault, for telling what a change's actor stands for.
pub(crate) struct Writers {
    own: [u8; 16],
    /// Every incarnation that is known, and its device.
    known: Vec<([u8; 16], [u8; 16])>,
}

impl Writers {
    pub(crate) fn read(cx: &ReadCx<'_>) -> Result<Writers> {
        let known = cx
            .db
            .prepare_cached("SELECT incarnation, device FROM writer")
            .and_then(|mut statement| {
                statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
            })
            .attempt("reading who writes in this vault")?;
        Ok(Writers { own: cx.shared.identity.device, known })
    }

    pub(crate) fn by(&self, actor: &[u8]) -> By {
        if actor.starts_with(IMPORT_ACTOR) {
            return By::Import;
        }
        let begins = |incarnation: &[u8; 16]| {
            actor.len() >= DEVICE_BYTES && actor[..DEVICE_BYTES] == incarnation[..DEVICE_BYTES]
        };
        match self.known.iter().find(|(incarnation, _)| begins(incarnation)) {
            Some((_, device)) if *device == self.own => By::ThisDevice,
            Some((_, device)) => By::Device(*device),
            None => By::Unknown,
        }
    }
}

/// All versions, oldest first. The empty beginning of a document is not a version.
///
/// # Errors
/// `NotFound`.
pub fn versions(cx: &ReadCx<'_>, id: AnyId) -> Result<Vec<Version>> {
    let (_, mut doc) = read::load(cx.db, id)?.ok_or_else(|| Error::not_found("record", id))?;
    let writers = Writers::read(cx)?;
    Ok(doc
        .history()
        .into_iter()
        .filter(|revision| revision.actor != id.as_bytes())
        .map(|revision| Version {
            version: revision.heads.hex(),
            at_secs: revision.at_secs,
            by: writers.by(&revision.actor),
            ops: revision.ops,
        })
        .collect())
}

/// The fields of a record as they were.
///
/// # Errors
/// `NotFound`; `Invalid` when the version is not one of this record's.
pub fn at(cx: &ReadCx<'_>, id: AnyId, version: &str) -> Result<Fields> {
    let heads = Heads::from_hex(version)?;
    let (_, mut doc) = read::load(cx.db, id)?.ok_or_else(|| Error::not_found("record", id))?;
    if heads.0.chunks(32).any(|head| !doc.history().iter().any(|known| known.heads.0 == head)) {
        return Err(Error::invalid("version", "this record has no such version"));
    }
    doc.fields_at(&heads)
}

/// Changes to one kind that one other device made, one soon after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// The device.
    pub device: [u8; 16],
    /// The name of the kind.
    pub kind: String,
    /// The last of them, by that device's clock, Unix milliseconds.
    pub at_ms: i64,
    /// How many records were changed; 0 where only facts were told.
    pub records: usize,
}

/// A pause that is longer ends what is told as one.
const PAUSE_MS: i64 = 5 * 60 * 1000;
/// Rows of one writer's log that are looked at: a page tells what was of late, not everything.
const ROWS_MAX: i64 = 2_000;

/// What other devices changed, the latest first, at most so many.
///
/// # Errors
/// `Internal` when the log cannot be read.
pub fn elsewhere(cx: &ReadCx<'_>, limit: usize) -> Result<Vec<Elsewhere>> {
    let what = "reading what other devices changed";
    let own = cx.shared.identity.device;
    let mut writers =
        cx.db.prepare_cached("SELECT w, device FROM writer WHERE device <> ?1").attempt(what)?;
    let writers: Vec<(i64, [u8; 16])> = writers
        .query_map([own], |row| Ok((row.get(0)?, row.get(1)?)))
        .and_then(Iterator::collect)
        .attempt(what)?;
    let mut told = Vec::new();
    for (w, device) in writers {
        let mut rows = cx
            .db
            .prepare_cached(
                "SELECT name, hlc_ms, iif(op = 1, target, NULL) FROM log JOIN kind USING (k)
                 WHERE w = ?1 AND op IN (1, 2, 3, 4) ORDER BY seq DESC LIMIT ?2",
            )
            .attempt(what)?;
        let rows: Vec<(String, i64, Option<Vec<u8>>)> = rows
            .query_map([w, ROWS_MAX], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .and_then(Iterator::collect)
            .attempt(what)?;
        gather(device, rows, &mut told);
    }
    told.sort_by_key(|one| std::cmp::Reverse(one.at_ms));
    told.truncate(limit);
    Ok(told)
}

/// Rows of one writer, the latest first, by kind and without pauses.
fn gather(device: [u8; 16], rows: Vec<(String, i64, Option<Vec<u8>>)>, told: &mut Vec<Elsewhere>) {
    /// What is still being gathered of a kind: its place among what is told, its first moment, its records.
    type Open = (usize, i64, BTreeSet<Vec<u8>>);
    let mut open: BTreeMap<String, Open> = BTreeMap::new();
    for (kind, at_ms, target) in rows {
        let known = open.get(&kind).is_some_and(|(_, first_ms, _)| first_ms - at_ms <= PAUSE_MS);
        if !known {
            open.insert(kind.clone(), (told.len(), at_ms, BTreeSet::new()));
            told.push(Elsewhere { device, kind: kind.clone(), at_ms, records: 0 });
        }
        if let Some((place, first_ms, records)) = open.get_mut(&kind) {
            *first_ms = at_ms;
            records.extend(target);
            told[*place].records = records.len();
        }
    }
}

impl WriteCx<'_> {
    /// Makes a record what it was; the way there stays in its history.
    ///
    /// # Errors
    /// `NotFound`; `Invalid` when the version is not one of this record's.
    pub fn restore_version(&mut self, id: AnyId, version: &str) -> Result<()> {
        let then = at(&self.read(), id, version)?;
        let now = self.read().record(id)?.fields;
        // Where it lies (trash or not) is not part of what it says.
        let own = |key: &&String| !key.starts_with('~');
        let mut changes: Changes = now.keys().filter(own).map(|key| (key.clone(), None)).collect();
        for (key, value) in then.iter().filter(|(key, _)| own(key)) {
            changes.insert(key.clone(), Some(value.clone()));
        }
        self.edit(id, &changes).map(drop)
    }
}
