//! Asserting facts, taking them back, annotating them.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::iter::Peekable;
use std::sync::Arc;

use base::error::{Error, Result};
use base::id::AnyId;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::segment::{self, Segment};
use super::{
    BODY_BYTES_MAX, BYTES_PER_ROW_MAX, FACTS_PER_ROW, FACTS_PER_ROW_MAX, Fact, FactBatch, Standing,
    apply, complete, id_of, one,
};
use crate::chain::{Entry, Hlc, Op};
use crate::error::Attempt;
use crate::record::{FactKind, Value};
use crate::store::Shared;
use crate::write::WriteCx;

/// What the log says when facts come to stand otherwise.
#[derive(Serialize, Deserialize)]
pub(super) struct Turn {
    pub(super) from: Standing,
    pub(super) to: Standing,
    pub(super) ids: serde_bytes::ByteBuf,
}

/// A row of `fact`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub(super) n: i64,
    pub(super) k: i64,
    pub(super) standing: Standing,
    pub(super) noted: bool,
}

/// As many facts as one log row takes, at least one.
fn chunk(facts: &mut Peekable<impl Iterator<Item = (AnyId, Vec<u8>)>>) -> Vec<(AnyId, Vec<u8>)> {
    let (mut chunk, mut bytes) = (Vec::new(), 0);
    while let Some(fact) = facts.next_if(|(_, body)| {
        bytes += body.len();
        chunk.is_empty() || (chunk.len() < FACTS_PER_ROW_MAX && bytes <= BYTES_PER_ROW_MAX)
    }) {
        chunk.push(fact);
    }
    chunk
}

impl WriteCx<'_> {
    /// Asserts facts of one kind. Those that stand stay untouched, those that a person took back or let go of
    /// stay so, those whose import was undone stand again. Answers for each whether it stands
    /// because of this.
    ///
    /// # Errors
    /// `Internal` when a body cannot be encoded or the disk refuses.
    pub fn assert_facts(
        &mut self,
        kind: &'static FactKind,
        batch: &dyn FactBatch,
    ) -> Result<Vec<bool>> {
        let mut facts = Vec::with_capacity(batch.len());
        for (index, id) in ids(self.shared, kind, batch).into_iter().enumerate() {
            facts.push((id, batch.body(index)?));
        }
        self.assert_exact(kind, facts)
    }

    /// The same for facts whose ids and bodies are known: an archive's.
    ///
    /// # Errors
    /// `Invalid` when a body is longer than 16 MiB; `Internal` when the disk refuses.
    pub fn assert_exact(
        &mut self,
        kind: &'static FactKind,
        facts: Vec<(AnyId, Vec<u8>)>,
    ) -> Result<Vec<bool>> {
        if let Some((id, body)) = facts.iter().find(|(_, body)| BODY_BYTES_MAX < body.len()) {
            let bytes = body.len();
            let message = format!("the fact {id} has {bytes} bytes, at most {BODY_BYTES_MAX} fit");
            return Err(Error::invalid("body", message));
        }
        let ids: Vec<AnyId> = facts.iter().map(|(id, _)| *id).collect();
        let rows = rows_of(self.db, &ids)?;
        let mut seen = HashSet::with_capacity(ids.len());
        let (mut fresh, mut again) = (Vec::new(), Vec::new());
        let mut new = Vec::with_capacity(ids.len());
        for ((id, body), row) in facts.into_iter().zip(rows) {
            let standing = row.map(|row| row.standing);
            let stands = matches!(standing, None | Some(Standing::Withdrawn)) && seen.insert(id);
            new.push(stands);
            match standing {
                None if stands => fresh.push((id, body)),
                Some(Standing::Withdrawn) if stands => again.push(id),
                _ => {}
            }
        }
        self.write_new(kind, fresh)?;
        self.turn(&again, Standing::Withdrawn, Standing::Asserted)?;
        Ok(new)
    }

    fn write_new(&mut self, kind: &'static FactKind, fresh: Vec<(AnyId, Vec<u8>)>) -> Result<()> {
        if fresh.is_empty() {
            return Ok(());
        }
        let k = self.k(kind.name)?;
        let name: Arc<str> = kind.name.into();
        let mut facts = Vec::with_capacity(fresh.len());
        let mut fresh = fresh.into_iter().peekable();
        while fresh.peek().is_some() {
            let chunk = chunk(&mut fresh);
            let payload = segment::encode(kind.version, &chunk)?;
            let entry = Entry {
                op: Op::Facts,
                k: Some(k),
                kind: kind.name,
                target: None,
                payload: &payload,
            };
            let (log, _) = self.append(&entry)?;
            self.remember_log(log, chunk.len())?;
            let mut insert = self
                .db
                .prepare_cached("INSERT INTO fact (id, n, k, state) VALUES (?1, ?2, ?3, 0)")
                .attempt("writing a fact")?;
            for (place, (id, body)) in (0..).zip(chunk) {
                let n = log * FACTS_PER_ROW + place;
                insert.execute(params![id.as_bytes(), n, k]).attempt("writing a fact")?;
                facts.push(Fact {
                    n,
                    id,
                    kind: Arc::clone(&name),
                    version: kind.version,
                    body,
                    notes: BTreeMap::new(),
                    retracted: false,
                });
            }
        }
        apply(self.shared, self.db, k, &facts, true)?;
        self.touched.insert(kind.name.to_owned());
        Ok(())
    }

    /// Takes a fact back, or (`retracted` false) asserts it again.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn retract(&mut self, id: AnyId, retracted: bool) -> Result<()> {
        let row = row(self.db, id)?.filter(|row| row.standing != Standing::Forgotten);
        let row = row.ok_or_else(|| Error::not_found("fact", id))?;
        let to = if retracted { Standing::Retracted } else { Standing::Asserted };
        self.turn(&[id], row.standing, to)
    }

    /// Makes those of the facts that stand as `from` stand as `to`.
    fn turn(&mut self, ids: &[AnyId], from: Standing, to: Standing) -> Result<()> {
        if from == to {
            return Ok(());
        }
        let rows = rows(self.db, ids)?;
        let mut by_log: BTreeMap<i64, Vec<AnyId>> = BTreeMap::new();
        for (id, row) in rows.iter().filter(|(_, row)| row.standing == from) {
            by_log.entry(row.n / FACTS_PER_ROW).or_default().push(*id);
        }
        // From the newest to the oldest, so that what was first is known until the end.
        for (log, mut ids) in by_log.into_iter().rev() {
            ids.sort_unstable();
            self.turn_some(log, &ids, from, to)?;
        }
        Ok(())
    }

    fn turn_some(&mut self, log: i64, ids: &[AnyId], from: Standing, to: Standing) -> Result<()> {
        let Some(segment) = Segment::read(self.db, log)? else { return Ok(()) };
        let mut facts = complete(self.db, log, segment)?;
        facts.retain(|fact| ids.binary_search(&fact.id).is_ok());
        let Some(kind) = facts.first().map(|fact| Arc::clone(&fact.kind)) else { return Ok(()) };
        let k = self.k(&kind)?;
        let bytes: Vec<u8> = ids.iter().flat_map(|id| *id.as_bytes()).collect();
        let turn = Turn { from, to, ids: bytes.into() };
        let plain = cbor4ii::serde::to_vec(Vec::new(), &turn)
            .map_err(|source| Error::internal("encoding facts that are taken back", source))?;
        let entry = Entry { op: Op::Turn, k: Some(k), kind: &kind, target: None, payload: &plain };
        let (by, _) = self.append(&entry)?;
        self.remember_log(by, ids.len())?;
        let mut update = self
            .db
            .prepare_cached("UPDATE fact SET state = ?2, by = ?3 WHERE id = ?1")
            .attempt("taking a fact back")?;
        for id in ids {
            update.execute(params![id.as_bytes(), to as u8, by]).attempt("taking a fact back")?;
        }
        for fact in &mut facts {
            fact.retracted = to != Standing::Asserted;
        }
        match (from, to) {
            (Standing::Asserted, _) => apply(self.shared, self.db, k, &facts, false)?,
            (_, Standing::Asserted) => apply(self.shared, self.db, k, &facts, true)?,
            _ => {}
        }
        self.touched.insert(kind.to_string());
        Ok(())
    }

    /// Undoes (or does again) what a log row said about facts.
    pub(crate) fn flip_log(&mut self, log: i64, undo: bool) -> Result<()> {
        let (op, payload): (i64, Option<Vec<u8>>) = self
            .db
            .query_row("SELECT op, payload FROM log WHERE n = ?1", [log], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .attempt("reading what is undone")?;
        let Some(payload) = payload else { return Ok(()) }; // Erased since.
        let (ids, from, to) = if op == Op::Facts as i64 {
            let Some(segment) = Segment::read(self.db, log)? else { return Ok(()) };
            let ids: Vec<AnyId> = segment.facts.iter().map(|(id, _)| *id).collect();
            (ids, Standing::Withdrawn, Standing::Asserted)
        } else {
            let turn: Turn = cbor4ii::serde::from_slice(&payload)
                .map_err(|source| Error::internal("reading what is undone", source))?;
            let ids = turn.ids.chunks(16).map(id_of).collect::<Result<_>>()?;
            (ids, turn.from, turn.to)
        };
        if undo { self.turn(&ids, to, from) } else { self.turn(&ids, from, to) }
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
        let found = one(self.db, id)?.ok_or_else(|| Error::not_found("fact", id))?;
        let (mut fact, k) = (found.fact, found.k);
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
        let stands = found.standing == Standing::Asserted;
        if stands {
            apply(self.shared, self.db, k, std::slice::from_ref(&fact), false)?;
        }
        self.write_note(id, field, value, (hlc, self.shared.identity.w))?;
        self.remember_note(id, field, before.as_ref(), value)?;
        match value {
            Some(value) => fact.notes.insert(field.to_owned(), value.clone()),
            None => fact.notes.remove(field),
        };
        if stands {
            apply(self.shared, self.db, k, std::slice::from_ref(&fact), true)?;
        }
        self.touched.insert(fact.kind.to_string());
        Ok(())
    }

    /// Keeps what was said about a fact, and when and by which writer.
    pub(super) fn write_note(
        &self,
        id: AnyId,
        field: &str,
        value: Option<&Value>,
        (hlc, w): (Hlc, i64),
    ) -> Result<()> {
        // A note that was taken back stays as null, so that an older one from another device loses.
        let value = serde_json::to_vec(&value)
            .map_err(|source| Error::internal("encoding an annotation", source))?;
        self.db
            .execute(
                "INSERT OR REPLACE INTO fact_note (fact, field, value, hlc_ms, hlc_count, w)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![id.as_bytes(), field, value, hlc.ms, hlc.count, w],
            )
            .and_then(|_| {
                self.db.execute("UPDATE fact SET noted = 1 WHERE id = ?1", [id.as_bytes()])
            })
            .attempt("writing an annotation")?;
        Ok(())
    }

    /// Notes in the undo step that a log row of this many facts belongs to it.
    fn remember_log(&mut self, log: i64, items: usize) -> Result<()> {
        let Some(step) = self.ensure_step()? else { return Ok(()) };
        self.db
            .prepare_cached("INSERT INTO step_log (step, log, items) VALUES (?1, ?2, ?3)")
            .and_then(|mut statement| {
                statement.execute(params![step, log, i64::try_from(items).unwrap_or(i64::MAX)])
            })
            .attempt("noting an undo step")
            .map(drop)
    }

    fn remember_note(
        &mut self,
        id: AnyId,
        field: &str,
        before: Option<&Value>,
        after: Option<&Value>,
    ) -> Result<()> {
        let Some(step) = self.ensure_step()? else { return Ok(()) };
        let encode = |value: Option<&Value>| {
            serde_json::to_vec(&value)
                .map_err(|source| Error::internal("noting an undo step", source))
        };
        let (before, after) = (encode(before)?, encode(after)?);
        self.db
            .prepare_cached(
                "INSERT INTO step_note (step, fact, field, before, after) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (step, fact, field) DO UPDATE SET after = excluded.after",
            )
            .and_then(|mut statement| {
                statement.execute(params![step, id.as_bytes(), field, before, after])
            })
            .attempt("noting an undo step")
            .map(drop)
    }
}

/// The ids of a batch.
pub(super) fn ids(shared: &Shared, kind: &FactKind, batch: &dyn FactBatch) -> Vec<AnyId> {
    let mut key = String::new();
    (0..batch.len())
        .map(|index| {
            key.clear();
            batch.natural_key(index, &mut key);
            shared.natural_id(kind.name, batch.at_ms(index), &key)
        })
        .collect()
}

/// The row of one fact.
pub(super) fn row(db: &Connection, id: AnyId) -> Result<Option<Row>> {
    db.prepare_cached("SELECT n, k, state, noted FROM fact WHERE id = ?1")
        .and_then(|mut statement| {
            statement
                .query_row([id.as_bytes()], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get::<_, u8>(2)?, row.get(3)?))
                })
                .optional()
        })
        .attempt("looking for a fact")?
        .map(|(n, k, standing, noted)| {
            Ok(Row { n, k, standing: Standing::try_from(standing)?, noted })
        })
        .transpose()
}

/// How many facts may lie between two that are looked for before each is looked for alone.
const SPARSE: usize = 8;

/// The rows of many facts by their ids; those that there are not are left out.
pub(super) fn rows(db: &Connection, ids: &[AnyId]) -> Result<HashMap<AnyId, Row>> {
    let found = ids.iter().zip(rows_of(db, ids)?);
    Ok(found.filter_map(|(id, row)| Some((*id, row?))).collect())
}

/// The row of each of many facts, if there is one. Ids that follow each other (an import's, in the
/// order of time) are found in one walk.
pub(super) fn rows_of(db: &Connection, ids: &[AnyId]) -> Result<Vec<Option<Row>>> {
    let mut found = vec![None; ids.len()];
    let mut wanted: Vec<(AnyId, usize)> = ids.iter().copied().zip(0..).collect();
    wanted.sort_unstable();
    let (Some(first), Some(last)) = (wanted.first(), wanted.last()) else { return Ok(found) };
    let mut walk = db
        .prepare_cached(
            "SELECT id, n, k, state, noted FROM fact WHERE id BETWEEN ?1 AND ?2 ORDER BY id",
        )
        .attempt("looking for facts")?;
    let ends = [first.0.as_bytes(), last.0.as_bytes()];
    let mut here = walk.query(ends).attempt("looking for facts")?;
    let (mut seen, mut wanted) = (0, wanted.into_iter().peekable());
    while let Some(row) = here.next().attempt("looking for facts")? {
        seen += 1;
        if seen > ids.len() * SPARSE {
            return one_by_one(db, ids);
        }
        let bytes =
            row.get_ref(0).and_then(|value| Ok(value.as_blob()?)).attempt("looking for facts")?;
        let id = id_of(bytes)?;
        while wanted.next_if(|(wanted, _)| *wanted < id).is_some() {}
        while let Some((_, place)) = wanted.next_if(|(wanted, _)| *wanted == id) {
            let read = |column| row.get::<_, i64>(column).attempt("looking for facts");
            let standing = Standing::try_from(u8::try_from(read(3)?).unwrap_or(u8::MAX))?;
            found[place] = Some(Row { n: read(1)?, k: read(2)?, standing, noted: read(4)? == 1 });
        }
    }
    Ok(found)
}

fn one_by_one(db: &Connection, ids: &[AnyId]) -> Result<Vec<Option<Row>>> {
    ids.iter().map(|id| row(db, *id)).collect()
}
