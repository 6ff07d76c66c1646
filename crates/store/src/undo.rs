//! Undo and redo: one write is one step, and a step is undone by new changes, never by forgetting.
//!
//! What came after the step stays: the inverse is made on the state that the step left behind, and
//! merged.

use base::error::{Code, Error, Result};
use base::id::{AnyId, Id};
use rusqlite::{OptionalExtension, params};

use crate::doc::{DocEngine, Heads};
use crate::error::Attempt;
use crate::read::ReadCx;
use crate::record::{Changes, Value};
use crate::write::{WITHDRAWN, WriteCx};

/// One undoable write.
#[derive(Debug, Clone)]
pub struct UndoStep {
    /// Its number, growing.
    pub n: i64,
    /// The name of the command that made it.
    pub label: String,
    /// When, Unix milliseconds.
    pub at_ms: i64,
    /// Whether it is undone now.
    pub undone: bool,
    /// How many records and facts it touched.
    pub items: i64,
}

/// Number, id, heads before (none: it was created) and heads after.
type StepDoc = (i64, [u8; 16], Option<Vec<u8>>, Vec<u8>);
/// Id, field, value before and value after as JSON.
type StepNote = ([u8; 16], String, Vec<u8>, Vec<u8>);

const STEP_COLUMNS: &str = "n, label, at_ms, state,
    (SELECT count(*) FROM step_doc WHERE step = step.n)
    + (SELECT coalesce(sum(items), 0) FROM step_log WHERE step = step.n)
    + (SELECT count(*) FROM step_note WHERE step = step.n)";

/// The latest steps, newest first; those that can no longer be redone are left out.
pub fn steps(cx: &ReadCx<'_>, limit: usize) -> Result<Vec<UndoStep>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    cx.sql().rows(
        &format!("SELECT {STEP_COLUMNS} FROM step WHERE state < 2 ORDER BY n DESC LIMIT ?1"),
        crate::params![limit],
        |row| {
            Ok(UndoStep {
                n: row.int(0)?,
                label: row.text(1)?,
                at_ms: row.int(2)?,
                undone: row.int(3)? == 1,
                items: row.int(4)?,
            })
        },
    )
}

impl WriteCx<'_> {
    /// Undoes the newest step that is not undone; `None` when there is none.
    pub fn undo(&mut self) -> Result<Option<UndoStep>> {
        self.flip("SELECT max(n) FROM step WHERE state = 0", 1)
    }

    /// Redoes the oldest undone step; `None` when there is none.
    pub fn redo(&mut self) -> Result<Option<UndoStep>> {
        self.flip("SELECT min(n) FROM step WHERE state = 1", 0)
    }

    /// Undoes one named step, whatever came after it; what came after stays.
    ///
    /// # Errors
    /// `NotFound`; `Conflict` when it is undone already.
    pub fn undo_step(&mut self, step: i64) -> Result<UndoStep> {
        let state: Option<i64> = self
            .db
            .query_row("SELECT state FROM step WHERE n = ?1", [step], |row| row.get(0))
            .optional()
            .attempt("looking for an undo step")?;
        match state {
            None => Err(Error::not_found("step", step)),
            Some(0) => self.flip_step(step, 1),
            Some(_) => Err(Error::new(Code::Conflict, format!("step {step} is undone already"))),
        }
    }

    fn flip(&mut self, which: &str, state: i64) -> Result<Option<UndoStep>> {
        let step: Option<i64> =
            self.db.query_row(which, [], |row| row.get(0)).attempt("looking for an undo step")?;
        step.map(|step| self.flip_step(step, state)).transpose()
    }

    fn flip_step(&mut self, step: i64, state: i64) -> Result<UndoStep> {
        self.flip_docs(step)?;
        self.flip_logs(step, state == 1)?;
        self.flip_notes(step)?;
        self.db
            .execute(
                "UPDATE step SET state = ?2, coalesce_key = NULL WHERE n = ?1",
                params![step, state],
            )
            .attempt("undoing")?;
        self.db
            .query_row(&format!("SELECT {STEP_COLUMNS} FROM step WHERE n = ?1"), [step], |row| {
                Ok(UndoStep {
                    n: row.get(0)?,
                    label: row.get(1)?,
                    at_ms: row.get(2)?,
                    undone: row.get::<_, i64>(3)? == 1,
                    items: row.get(4)?,
                })
            })
            .attempt("reading an undo step")
    }

    fn flip_docs(&mut self, step: i64) -> Result<()> {
        let items: Vec<StepDoc> = self
            .db
            .prepare(
                "SELECT doc, doc.id, before, after FROM step_doc JOIN doc ON doc.n = doc
                 WHERE step = ?1 ORDER BY doc DESC",
            )
            .and_then(|mut statement| {
                statement
                    .query_map([step], |row| {
                        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
                    })?
                    .collect()
            })
            .attempt("reading an undo step")?;
        for (n, id, before, after) in items {
            let heads = self.invert(Id::from_bytes(id), before.map(Heads), &Heads(after))?;
            let Some((before, after)) = heads else { continue };
            self.db
                .execute(
                    "UPDATE step_doc SET before = ?3, after = ?4 WHERE step = ?1 AND doc = ?2",
                    params![step, n, before.0, after.0],
                )
                .attempt("noting what was undone")?;
        }
        Ok(())
    }

    /// Makes the document what it was at `before` as far as `before..after` changed it. Answers the
    /// heads around the inverse, from which it can be inverted again.
    fn invert(
        &mut self,
        id: AnyId,
        before: Option<Heads>,
        after: &Heads,
    ) -> Result<Option<(Heads, Heads)>> {
        let (row, mut doc) = self.open(id)?;
        let now = row.heads.clone();
        let mut changes = Changes::new();
        match before {
            None => {
                changes.insert(WITHDRAWN.to_owned(), Some(Value::Bool(true)));
            }
            Some(before) => {
                let (old, new) = (doc.fields_at(&before)?, doc.fields_at(after)?);
                for (key, value) in &old {
                    if new.get(key) != Some(value) {
                        changes.insert(key.clone(), Some(value.clone()));
                    }
                }
                for key in new.keys().filter(|key| !old.contains_key(*key)) {
                    changes.insert(key.clone(), None);
                }
            }
        }
        let at = (now != *after).then_some(after);
        self.change(row, &mut doc, &changes, at)?;
        let heads = doc.heads();
        Ok((heads != now).then_some((now, heads)))
    }

    fn flip_notes(&mut self, step: i64) -> Result<()> {
        let items: Vec<StepNote> = self
            .db
            .prepare("SELECT fact, field, before, after FROM step_note WHERE step = ?1")
            .and_then(|mut statement| {
                statement
                    .query_map([step], |row| {
                        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
                    })?
                    .collect()
            })
            .attempt("reading an undo step")?;
        for (id, field, before, after) in items {
            let id = Id::from_bytes(id);
            self.annotate(id, &field, decode::<Value>(&before)?.as_ref())?;
            self.db
                .execute(
                    "UPDATE step_note SET before = ?4, after = ?5
                     WHERE step = ?1 AND fact = ?2 AND field = ?3",
                    params![step, id.as_bytes(), field, after, before],
                )
                .attempt("noting what was undone")?;
        }
        Ok(())
    }

    /// The newest first when undoing, the oldest first when doing again.
    fn flip_logs(&mut self, step: i64, undo: bool) -> Result<()> {
        let mut logs: Vec<i64> = self
            .db
            .prepare("SELECT log FROM step_log WHERE step = ?1 ORDER BY log")
            .and_then(|mut statement| statement.query_map([step], |row| row.get(0))?.collect())
            .attempt("reading an undo step")?;
        if undo {
            logs.reverse();
        }
        logs.into_iter().try_for_each(|log| self.flip_log(log, undo))
    }
}

fn decode<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<Option<T>> {
    serde_json::from_slice(bytes).map_err(|source| Error::internal("reading an undo step", source))
}
