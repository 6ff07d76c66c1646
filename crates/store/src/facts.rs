//! Facts: immutable events that machines make, and what people say about them.
//!
//! A fact is asserted once, whoever sees it; it can be retracted and asserted again, and a person's
//! corrections are annotations beside it. Retraction and annotations are last-writer-wins by the
//! hybrid logical clock.

use std::collections::BTreeMap;

use base::error::{Error, Result};
use base::id::{AnyId, Id};
use rusqlite::{Connection, OptionalExtension, params};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::chain::{Entry, Hlc, Op};
use crate::error::Attempt;
use crate::record::{FactKind, Value};
use crate::search;
use crate::sql::Tables;
use crate::store::Shared;
use crate::write::WriteCx;

/// A fact as the tables see it.
#[derive(Debug, Clone)]
pub struct Fact {
    /// Its number in this file.
    pub n: i64,
    /// 6 bytes of time, 10 bytes of a keyed hash of its natural key.
    pub id: AnyId,
    /// The name of its kind.
    pub kind: String,
    /// The kind's version when it was written.
    pub version: u32,
    /// CBOR of the domain's own type.
    pub body: Vec<u8>,
    /// What people said about it, by field.
    pub notes: BTreeMap<String, Value>,
    /// Whether it was taken back.
    pub retracted: bool,
}

/// A fact that a domain wants to assert.
pub struct NewFact<'a, T> {
    /// When it happened, Unix milliseconds.
    pub at_ms: i64,
    /// What makes it the same fact on every device and at every import.
    pub natural_key: &'a str,
    /// What happened.
    pub body: &'a T,
}

/// Facts that go into one log row, compressed together: what a segment of the sync protocol holds.
const FACTS_PER_ROW_MAX: usize = 1000;

/// Level 3 is zstd's own default; higher levels cost more than the few bytes that they save here.
const ZSTD_LEVEL: i32 = 3;

/// A fact in a log row's CBOR list.
#[derive(Serialize, Deserialize)]
struct LoggedFact<'a> {
    id: AnyId,
    #[serde(borrow)]
    body: std::borrow::Cow<'a, [u8]>,
}

impl Fact {
    /// The body as the domain's type.
    ///
    /// # Errors
    /// `Internal` when the bytes are not of that type.
    pub fn body<T: DeserializeOwned>(&self) -> Result<T> {
        ciborium::from_reader(self.body.as_slice())
            .map_err(|source| Error::internal(format!("reading {} {}", self.kind, self.id), source))
    }
}

impl WriteCx<'_> {
    /// Asserts facts of one kind; answers how many were new. Those that are there stay untouched;
    /// those that were retracted stay retracted.
    ///
    /// # Errors
    /// `Internal` when a body cannot be encoded or the disk refuses.
    pub fn assert_facts<'a, T: Serialize + 'a>(
        &mut self,
        kind: &'static FactKind,
        facts: impl IntoIterator<Item = NewFact<'a, T>>,
    ) -> Result<usize> {
        let k = self.k(kind.name)?;
        let mut added = 0;
        let mut facts = facts.into_iter().peekable();
        while facts.peek().is_some() {
            let mut fresh = Vec::new();
            for fact in facts.by_ref().take(FACTS_PER_ROW_MAX) {
                let id: AnyId = self.shared.natural_id(kind.name, fact.at_ms, fact.natural_key);
                if self.fact_row(id)?.is_none() && !fresh.iter().any(|(known, _)| *known == id) {
                    let mut body = Vec::new();
                    ciborium::into_writer(fact.body, &mut body).map_err(|source| {
                        Error::internal(format!("encoding a {}", kind.name), source)
                    })?;
                    fresh.push((id, body));
                }
            }
            added += fresh.len();
            self.write_facts(kind, k, &fresh)?;
        }
        Ok(added)
    }

    fn write_facts(
        &mut self,
        kind: &'static FactKind,
        k: i64,
        fresh: &[(AnyId, Vec<u8>)],
    ) -> Result<()> {
        if fresh.is_empty() {
            return Ok(());
        }
        let logged: Vec<LoggedFact<'_>> = fresh
            .iter()
            .map(|(id, body)| LoggedFact { id: *id, body: body.as_slice().into() })
            .collect();
        let mut plain = Vec::new();
        ciborium::into_writer(&logged, &mut plain)
            .map_err(|source| Error::internal("encoding facts for the log", source))?;
        let payload = zstd::encode_all(plain.as_slice(), ZSTD_LEVEL)
            .attempt("compressing facts for the log")?;
        let entry =
            Entry { op: Op::Facts, k: Some(k), kind: kind.name, target: None, payload: &payload };
        let (_, hlc) = self.append(&entry)?;
        for (id, body) in fresh {
            self.db
                .prepare_cached(
                    "INSERT INTO fact (id, k, version, body, hlc_ms, hlc_count)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                )
                .and_then(|mut statement| {
                    let id = id.as_bytes();
                    statement.execute(params![id, k, kind.version, body, hlc.ms, hlc.count])
                })
                .attempt("writing a fact")?;
            let n = self.db.last_insert_rowid();
            let fact = Fact {
                n,
                id: *id,
                kind: kind.name.to_owned(),
                version: kind.version,
                body: body.clone(),
                notes: BTreeMap::new(),
                retracted: false,
            };
            apply(self.shared, self.db, &fact, k)?;
            self.remember_fact(*id, RETRACTED, Some(true), Some(false))?;
        }
        self.touched.insert(kind.name.to_owned());
        Ok(())
    }

    /// Takes a fact back, or (`retracted` false) asserts it again.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn retract(&mut self, id: AnyId, retracted: bool) -> Result<()> {
        let (mut fact, k) = self.fact(id)?;
        if fact.retracted == retracted {
            return Ok(());
        }
        let entry = Entry {
            op: Op::Retract,
            k: Some(k),
            kind: &fact.kind,
            target: Some(id.as_bytes()),
            payload: &[u8::from(retracted)],
        };
        let (_, hlc) = self.append(&entry)?;
        self.db
            .execute(
                "UPDATE fact SET retracted = ?2, hlc_ms = ?3, hlc_count = ?4 WHERE id = ?1",
                params![id.as_bytes(), retracted, hlc.ms, hlc.count],
            )
            .attempt("retracting a fact")?;
        self.remember_fact(id, RETRACTED, Some(fact.retracted), Some(retracted))?;
        fact.retracted = retracted;
        apply(self.shared, self.db, &fact, k)?;
        self.touched.insert(fact.kind);
        Ok(())
    }

    /// Says something about a fact: the category of a bank line, a corrected title. `None` takes it
    /// back.
    ///
    /// # Errors
    /// `NotFound`; `Invalid` when the field's name is empty.
    pub fn annotate(&mut self, id: AnyId, field: &str, value: Option<&Value>) -> Result<()> {
        if field.is_empty() {
            return Err(Error::invalid("field", "an annotation needs the name of a field"));
        }
        let (mut fact, k) = self.fact(id)?;
        let before = fact.notes.get(field).cloned();
        if before.as_ref() == value {
            return Ok(());
        }
        let payload = serde_json::to_vec(&(field, value))
            .map_err(|source| Error::internal("encoding an annotation", source))?;
        let entry = Entry {
            op: Op::Annotate,
            k: Some(k),
            kind: &fact.kind,
            target: Some(id.as_bytes()),
            payload: &payload,
        };
        let (_, hlc) = self.append(&entry)?;
        self.write_note(id, field, value, hlc)?;
        self.remember_fact(id, field, before.as_ref(), value)?;
        match value {
            Some(value) => fact.notes.insert(field.to_owned(), value.clone()),
            None => fact.notes.remove(field),
        };
        apply(self.shared, self.db, &fact, k)?;
        self.touched.insert(fact.kind);
        Ok(())
    }

    fn write_note(&self, id: AnyId, field: &str, value: Option<&Value>, hlc: Hlc) -> Result<()> {
        // A note that was taken back stays as null, so that an older one from another device loses.
        let value = serde_json::to_vec(&value)
            .map_err(|source| Error::internal("encoding an annotation", source))?;
        self.db
            .execute(
                "INSERT OR REPLACE INTO fact_note (fact, field, value, hlc_ms, hlc_count, w)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![id.as_bytes(), field, value, hlc.ms, hlc.count, self.shared.identity.w],
            )
            .attempt("writing an annotation")?;
        Ok(())
    }

    fn fact_row(&self, id: AnyId) -> Result<Option<i64>> {
        self.db
            .prepare_cached("SELECT n FROM fact WHERE id = ?1")
            .and_then(|mut statement| {
                statement.query_row([id.as_bytes()], |row| row.get(0)).optional()
            })
            .attempt("looking for a fact")
    }

    fn fact(&self, id: AnyId) -> Result<(Fact, i64)> {
        let n = self.fact_row(id)?.ok_or_else(|| Error::not_found("fact", id))?;
        let mut found = None;
        each_from(self.db, "WHERE n = ?1", &[&n], |fact, k| {
            found = Some((fact.clone(), k));
            Ok(())
        })?;
        found.ok_or_else(|| Error::not_found("fact", id))
    }

    fn remember_fact<T: Serialize>(
        &mut self,
        id: AnyId,
        field: &str,
        before: Option<T>,
        after: Option<T>,
    ) -> Result<()> {
        let Some(step) = self.ensure_step()? else { return Ok(()) };
        let encode = |value: Option<T>| {
            serde_json::to_vec(&value)
                .map_err(|source| Error::internal("noting an undo step", source))
        };
        let (before, after) = (encode(before)?, encode(after)?);
        self.db
            .prepare_cached(
                "INSERT INTO step_fact (step, fact, field, before, after) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (step, fact, field) DO UPDATE SET after = excluded.after",
            )
            .and_then(|mut statement| {
                statement.execute(params![step, id.as_bytes(), field, before, after])
            })
            .attempt("noting an undo step")
            .map(drop)
    }
}

/// The name under which a step keeps whether a fact was retracted; no annotation can have it.
pub(crate) const RETRACTED: &str = "";

/// Brings the tables up to date with one fact.
pub(crate) fn apply(shared: &Shared, db: &Connection, fact: &Fact, k: i64) -> Result<()> {
    let known = shared
        .schema
        .facts
        .iter()
        .any(|kind| kind.name == fact.kind && fact.version <= kind.version);
    if !known {
        return Ok(());
    }
    if let Some(projection) = shared.schema.projection_of(&fact.kind) {
        let write = if fact.retracted { projection.take_fact } else { projection.put_fact };
        write(Tables(db), fact)?;
    }
    let found = if fact.retracted { None } else { (shared.schema.search_fact)(fact) };
    search::put(db, fact.n * 2 + 1, fact.id, k, found.as_ref())
}

/// Every fact with its annotations, in the order asked for.
pub(crate) fn each(
    db: &Connection,
    order: Order,
    each: impl FnMut(&Fact, i64) -> Result<()>,
) -> Result<()> {
    let tail = match order {
        Order::Arrival => "ORDER BY n",
        Order::Id => "ORDER BY id",
    };
    each_from(db, tail, &[], each)
}

/// In which order facts are walked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// As they came to this file.
    Arrival,
    /// The same in every file.
    Id,
}

fn each_from(
    db: &Connection,
    tail: &str,
    bound: &[&dyn rusqlite::ToSql],
    mut each: impl FnMut(&Fact, i64) -> Result<()>,
) -> Result<()> {
    let sql = format!(
        "SELECT n, id, kind.name, version, body, retracted, k FROM fact JOIN kind USING (k) {tail}"
    );
    let mut statement = db.prepare_cached(&sql).attempt("reading facts")?;
    let mut notes = db
        .prepare_cached("SELECT field, value FROM fact_note WHERE fact = ?1")
        .attempt("reading annotations")?;
    let mut rows = statement.query(bound).attempt("reading facts")?;
    while let Some(row) = rows.next().attempt("reading facts")? {
        let id: [u8; 16] = row.get(1).attempt("reading a fact")?;
        let mut fact = Fact {
            n: row.get(0).attempt("reading a fact")?,
            id: Id::from_bytes(id),
            kind: row.get(2).attempt("reading a fact")?,
            version: row.get(3).attempt("reading a fact")?,
            body: row.get(4).attempt("reading a fact")?,
            notes: BTreeMap::new(),
            retracted: row.get(5).attempt("reading a fact")?,
        };
        let mut said = notes.query([id]).attempt("reading annotations")?;
        while let Some(note) = said.next().attempt("reading annotations")? {
            let value: Vec<u8> = note.get(1).attempt("reading an annotation")?;
            let value: Option<Value> = serde_json::from_slice(&value)
                .map_err(|source| Error::internal("reading an annotation", source))?;
            if let Some(value) = value {
                fact.notes.insert(note.get(0).attempt("reading an annotation")?, value);
            }
        }
        each(&fact, row.get(6).attempt("reading a fact")?)?;
    }
    Ok(())
}
