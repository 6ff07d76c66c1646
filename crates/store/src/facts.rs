//! Facts: immutable events that machines make, and what people say about them.
//!
//! A fact is asserted once, whoever sees it; it can be taken back and asserted again, and a person's
//! corrections are annotations beside it. Taking back and annotations are last-writer-wins by the
//! hybrid logical clock. The bodies lie in the log, compressed a thousand together; the table `fact`
//! only says which there are, where they lie and whether they stand.

mod foreign;
mod forget;
pub(crate) mod segment;
mod write;

use std::collections::BTreeMap;
use std::sync::Arc;

use base::error::{Error, Result};
use base::id::{AnyId, Id};
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};

use self::segment::Segment;
use crate::error::Attempt;
use crate::read::ReadCx;
use crate::record::{FactKind, Value};
use crate::search;
use crate::sql::Tables;
use crate::store::Shared;

/// A fact as the tables see it.
#[derive(Debug, Clone)]
pub struct Fact {
    /// Its number in this file: log row × [`FACTS_PER_ROW`] + place in it.
    pub n: i64,
    /// 6 bytes of time, 10 bytes of a keyed hash of its natural key.
    pub id: AnyId,
    /// The name of its kind.
    pub kind: Arc<str>,
    /// The kind's version when it was written.
    pub version: u32,
    /// CBOR of the domain's own type.
    pub body: Vec<u8>,
    /// What people said about it, by field.
    pub notes: BTreeMap<String, Value>,
    /// Whether it was taken back.
    pub retracted: bool,
}

/// What a domain asserts: its own type says when it happened and what makes it itself.
pub trait FactBody: Serialize {
    /// When it happened, Unix milliseconds.
    fn at_ms(&self) -> i64;

    /// Writes what makes it the same fact on every device and at every import, unique in its kind.
    fn natural_key(&self, out: &mut String);

    /// One line for people.
    fn title(&self) -> String;
}

/// Many facts of one kind, without their type: a body is encoded only when the fact is new.
pub trait FactBatch: Sync {
    /// How many.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// When the fact at `index` happened, Unix milliseconds.
    fn at_ms(&self, index: usize) -> i64;

    /// Its natural key.
    fn natural_key(&self, index: usize, out: &mut String);

    /// Its body as CBOR.
    ///
    /// # Errors
    /// `Internal` when it has no CBOR form.
    fn body(&self, index: usize) -> Result<Vec<u8>>;

    /// One line for people.
    fn title(&self, index: usize) -> String;
}

impl<T: FactBody + Sync> FactBatch for Vec<T> {
    fn len(&self) -> usize {
        self.as_slice().len()
    }

    fn at_ms(&self, index: usize) -> i64 {
        self[index].at_ms()
    }

    fn natural_key(&self, index: usize, out: &mut String) {
        self[index].natural_key(out);
    }

    fn body(&self, index: usize) -> Result<Vec<u8>> {
        encode(&self[index])
    }

    fn title(&self, index: usize) -> String {
        self[index].title()
    }
}

/// A fact's body as CBOR.
///
/// # Errors
/// `Internal` when it has no CBOR form.
pub fn encode<T: Serialize>(body: &T) -> Result<Vec<u8>> {
    // Long enough for most bodies, so that they are written without growing.
    const USUAL_BYTES: usize = 384;
    let mut bytes = cbor4ii::serde::to_vec(Vec::with_capacity(USUAL_BYTES), body)
        .map_err(|source| Error::internal("encoding a fact", source))?;
    // An import holds tens of thousands at once.
    bytes.shrink_to_fit();
    Ok(bytes)
}

/// Facts in one log row, compressed together: what a segment of the sync protocol holds.
pub(crate) const FACTS_PER_ROW_MAX: usize = 1000;

/// Bytes of bodies in one log row, unless a single body has more: a track of a day on a bicycle is
/// hundreds of kilobytes, and to look at one fact its whole row is unpacked.
pub(crate) const BYTES_PER_ROW_MAX: usize = 1 << 20;

/// The longest body of a fact. What is longer belongs into an attachment.
pub(crate) const BODY_BYTES_MAX: usize = 16 << 20;

/// What a log row's number is multiplied by in [`Fact::n`].
pub const FACTS_PER_ROW: i64 = 1024;

/// How a fact stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "u8", try_from = "u8")]
pub(crate) enum Standing {
    /// It is asserted.
    Asserted = 0,
    /// A person took it back: another import does not bring it back.
    Retracted = 1,
    /// The step that asserted it was undone: another import brings it back.
    Withdrawn = 2,
    /// Its body is gone for good, and nothing brings it back.
    Forgotten = 3,
}

impl From<Standing> for u8 {
    fn from(standing: Standing) -> u8 {
        standing as u8
    }
}

impl TryFrom<u8> for Standing {
    type Error = Error;

    fn try_from(number: u8) -> Result<Standing> {
        match number {
            0 => Ok(Standing::Asserted),
            1 => Ok(Standing::Retracted),
            2 => Ok(Standing::Withdrawn),
            3 => Ok(Standing::Forgotten),
            _ => {
                let message = format!("{number} is not how a fact can stand");
                Err(Error::internal("reading a fact", message))
            }
        }
    }
}

impl Fact {
    /// The body as the domain's type.
    ///
    /// # Errors
    /// `Internal` when the bytes are not of that type.
    pub fn body<'a, T: Deserialize<'a>>(&'a self) -> Result<T> {
        cbor4ii::serde::from_slice(&self.body)
            .map_err(|source| Error::internal(format!("reading {} {}", self.kind, self.id), source))
    }

    /// Whether a person noted this as true.
    pub fn noted(&self, field: &str) -> bool {
        matches!(self.notes.get(field), Some(Value::Bool(true)))
    }
}

impl ReadCx<'_> {
    /// Every fact of a kind that stands, in the order in which they came.
    pub fn each_fact(
        &self,
        kind: &FactKind,
        mut each: impl FnMut(&Fact) -> Result<()>,
    ) -> Result<()> {
        for row in self.fact_rows(kind)? {
            self.facts_in(row)?.iter().try_for_each(&mut each)?;
        }
        Ok(())
    }

    /// The log rows that hold facts of a kind, in the order in which they came.
    pub fn fact_rows(&self, kind: &FactKind) -> Result<Vec<i64>> {
        segment::rows(self.db, Some(kind.name))
    }

    /// The facts of one log row that stand.
    pub fn facts_in(&self, row: i64) -> Result<Vec<Fact>> {
        let Some(segment) = Segment::read(self.db, row)? else { return Ok(Vec::new()) };
        let mut facts = complete(self.db, row, segment)?;
        facts.retain(|fact| !fact.retracted);
        Ok(facts)
    }

    /// One fact, whether it stands or not, unless it was forgotten.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn fact(&self, id: AnyId) -> Result<Fact> {
        one(self.db, id)?.map(|found| found.fact).ok_or_else(|| Error::not_found("fact", id))
    }

    /// For each fact of a batch, its id and whether it is known: it stands, a person took it back, or it
    /// was forgotten.
    pub fn known_facts(
        &self,
        kind: &FactKind,
        batch: &dyn FactBatch,
    ) -> Result<Vec<(AnyId, bool)>> {
        let ids = write::ids(self.shared, kind, batch);
        let known = self.known_exact(&ids)?;
        Ok(ids.into_iter().zip(known).collect())
    }

    /// For each id, whether the fact is known: it stands, a person took it back, or it was forgotten.
    pub fn known_exact(&self, ids: &[AnyId]) -> Result<Vec<bool>> {
        let known =
            |row: Option<write::Row>| row.is_some_and(|row| row.standing != Standing::Withdrawn);
        Ok(write::rows_of(self.db, ids)?.into_iter().map(known).collect())
    }
}

/// A fact, and what the store alone knows of it.
pub(crate) struct Found {
    pub(crate) fact: Fact,
    pub(crate) k: i64,
    pub(crate) standing: Standing,
}

/// One fact with its annotations.
pub(crate) fn one(db: &Connection, id: AnyId) -> Result<Option<Found>> {
    let Some(row) = write::row(db, id)? else { return Ok(None) };
    if row.standing == Standing::Forgotten {
        return Ok(None);
    }
    let Some(segment) = Segment::read(db, row.n / FACTS_PER_ROW)? else { return Ok(None) };
    let place = usize::try_from(row.n % FACTS_PER_ROW).unwrap_or_default();
    let Some((_, body)) = segment.facts.into_iter().nth(place) else {
        return Err(Error::internal(format!("reading fact {id}"), "its segment is too short"));
    };
    let fact = Fact {
        n: row.n,
        id,
        kind: segment.kind,
        version: segment.version,
        body,
        notes: notes(db, id)?,
        retracted: row.standing != Standing::Asserted,
    };
    Ok(Some(Found { fact, k: row.k, standing: row.standing }))
}

/// All facts (of a kind) with their annotations, a log row at a time in the order in which they came.
pub(crate) fn each(
    db: &Connection,
    kind: Option<&str>,
    mut each: impl FnMut(Vec<Fact>) -> Result<()>,
) -> Result<()> {
    for log in segment::rows(db, kind)? {
        let Some(segment) = Segment::read(db, log)? else { continue };
        each(complete(db, log, segment)?)?;
    }
    Ok(())
}

/// The facts of one log row, with how they stand and what was said about them.
pub(crate) fn complete(db: &Connection, log: i64, segment: Segment) -> Result<Vec<Fact>> {
    let Segment { kind, version, facts } = segment;
    let ids: Vec<AnyId> = facts.iter().map(|(id, _)| *id).collect();
    let rows = write::rows(db, &ids)?;
    let mut out = Vec::with_capacity(facts.len());
    for (place, (id, body)) in (0..).zip(facts) {
        let holds = |row: &&write::Row| {
            row.n == log * FACTS_PER_ROW + place && row.standing != Standing::Forgotten
        };
        let Some(row) = rows.get(&id).filter(holds) else {
            continue; // Erased, or the same fact stands in an earlier row.
        };
        out.push(Fact {
            n: row.n,
            id,
            kind: Arc::clone(&kind),
            version,
            body,
            notes: if row.noted { notes(db, id)? } else { BTreeMap::new() },
            retracted: row.standing != Standing::Asserted,
        });
    }
    Ok(out)
}

fn notes(db: &Connection, id: AnyId) -> Result<BTreeMap<String, Value>> {
    let mut statement = db
        .prepare_cached("SELECT field, value FROM fact_note WHERE fact = ?1")
        .attempt("reading annotations")?;
    let mut rows = statement.query([id.as_bytes()]).attempt("reading annotations")?;
    let mut notes = BTreeMap::new();
    while let Some(row) = rows.next().attempt("reading annotations")? {
        let value: Vec<u8> = row.get(1).attempt("reading an annotation")?;
        let value: Option<Value> = serde_json::from_slice(&value)
            .map_err(|source| Error::internal("reading an annotation", source))?;
        if let Some(value) = value {
            notes.insert(row.get(0).attempt("reading an annotation")?, value);
        }
    }
    Ok(notes)
}

/// Brings the tables up to date with facts of one kind that came to stand or no longer stand.
pub(crate) fn apply(
    shared: &Shared,
    db: &Connection,
    k: i64,
    facts: &[Fact],
    stand: bool,
) -> Result<()> {
    let Some(first) = facts.first() else { return Ok(()) };
    let known = |kind: &&&FactKind| kind.name == &*first.kind && first.version <= kind.version;
    let Some(kind) = shared.schema.facts.iter().find(known) else {
        return Ok(()); // Of a newer Everkept: kept, not shown.
    };
    if let Some(projection) = shared.schema.projection_of(kind.name) {
        let write = if stand { projection.put_facts } else { projection.take_facts };
        write(Tables(db), facts)?;
    }
    if kind.searched {
        for fact in facts {
            let found = if stand { (shared.schema.search_fact)(fact) } else { None };
            search::put(db, fact.n * 2 + 1, fact.id, k, found.as_ref())?;
        }
    }
    Ok(())
}

/// The number of a kind, if this file has met it.
pub(crate) fn k_of(db: &Connection, kind: &str) -> Result<Option<i64>> {
    db.prepare_cached("SELECT k FROM kind WHERE name = ?1")
        .and_then(|mut statement| statement.query_row([kind], |row| row.get(0)).optional())
        .attempt("looking for a kind")
}

fn id_of(bytes: &[u8]) -> Result<AnyId> {
    let bytes: [u8; 16] =
        bytes.try_into().map_err(|_| Error::internal("reading facts", "an id has not 16 bytes"))?;
    Ok(Id::from_bytes(bytes))
}
