//! Facts, and words about them, that another device wrote.

use std::collections::BTreeMap;

use base::error::{Error, Result};
use base::id::AnyId;
use rusqlite::params;

use super::segment::{self, Segment};
use super::write::{Row, Turn, rows};
use super::{FACTS_PER_ROW, Fact, Standing, apply, id_of, notes, one};
use crate::chain::Hlc;
use crate::error::Attempt;
use crate::record::Value;
use crate::write::WriteCx;

/// When something was said, and by whom: what decides between two devices.
type Said = (Hlc, [u8; 16]);

impl WriteCx<'_> {
    /// Another device asserted the facts of a log row.
    pub(crate) fn facts_came(&mut self, log: i64, hlc: Hlc) -> Result<()> {
        let Some(segment) = Segment::read(self.db, log)? else { return Ok(()) };
        let k = self.k(&segment.kind)?;
        let said = (hlc, self.writer_of(log)?);
        let ids: Vec<AnyId> = segment.facts.iter().map(|(id, _)| *id).collect();
        let here = rows(self.db, &ids)?;
        let anything_said: bool = self
            .db
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM fact_note)")
            .and_then(|mut said| said.query_row([], |row| row.get(0)))
            .attempt("taking in facts")?;
        // Who told them has forgotten some since, and says so in a row to come.
        let blank = segment.facts.iter().filter(|(_, body)| body.is_empty());
        let blank: Vec<AnyId> = blank.map(|(id, _)| *id).collect();
        self.mark(log, k, &blank)?;
        let is_gone = |row: &Row| row.standing == Standing::Forgotten;
        let gone = here.iter().filter(|(_, row)| is_gone(row)).map(|(id, _)| *id).collect();
        segment::blank(self.db, log, &gone)?;
        let mut fresh = Vec::new();
        for (place, (id, body)) in
            (0..).zip(segment.facts).filter(|(_, (_, body))| !body.is_empty())
        {
            let n = log * FACTS_PER_ROW + place;
            if let Some(row) = here.get(&id) {
                if !is_gone(row) {
                    self.told_again(id, *row, n, said)?;
                }
                continue;
            }
            self.db
                .prepare_cached(
                    "INSERT OR IGNORE INTO fact (id, n, k, state) VALUES (?1, ?2, ?3, 0)",
                )
                .and_then(|mut insert| insert.execute(params![id.as_bytes(), n, k]))
                .attempt("taking in a fact")?;
            fresh.push(Fact {
                n,
                id,
                kind: segment.kind.clone(),
                version: segment.version,
                body,
                notes: if anything_said { notes(self.db, id)? } else { BTreeMap::new() },
                retracted: false,
            });
        }
        apply(self.shared, self.db, k, &fresh, true)?;
        self.touched.insert(segment.kind.to_string());
        Ok(())
    }

    /// A fact that is here was told by another row, too: the earliest holds its body, the latest word
    /// says whether it stands.
    fn told_again(&mut self, id: AnyId, row: Row, n: i64, said: Said) -> Result<()> {
        let first = self.said_at(row.n / FACTS_PER_ROW)?;
        let by = self.by(id)?;
        let last = match by {
            Some(by) => self.said_at(by)?,
            None => first,
        };
        let earlier = said < first;
        let stands = row.standing == Standing::Asserted || said > last;
        if !earlier && said <= last {
            return Ok(());
        }
        let before = one(self.db, id)?;
        if let Some(found) = before.filter(|_| row.standing == Standing::Asserted) {
            apply(self.shared, self.db, row.k, &[found.fact], false)?;
        }
        let holds = if earlier { n } else { row.n };
        let by = match (said > last, by) {
            (true, _) => Some(n / FACTS_PER_ROW),
            (false, Some(by)) => Some(by),
            (false, None) => Some(row.n / FACTS_PER_ROW),
        };
        let state = if stands { Standing::Asserted } else { row.standing };
        self.set_standing(id, holds, state, by)?;
        self.put_again(id)
    }

    /// Another device took facts back, or let them stand again.
    pub(crate) fn facts_turned(&mut self, log: i64, hlc: Hlc, payload: &[u8]) -> Result<()> {
        let turn: Turn = cbor4ii::serde::from_slice(payload).map_err(|source| {
            Error::invalid("rows", "facts are turned in no known way").because(source)
        })?;
        let said = (hlc, self.writer_of(log)?);
        for id in turn.ids.chunks(16) {
            let id = id_of(id)?;
            let Some(row) = rows(self.db, &[id])?.remove(&id) else { continue };
            if row.standing == Standing::Forgotten {
                continue;
            }
            let last = self.by(id)?.unwrap_or(row.n / FACTS_PER_ROW);
            if said <= self.said_at(last)? {
                continue;
            }
            if let Some(found) = one(self.db, id)?.filter(|_| row.standing == Standing::Asserted) {
                apply(self.shared, self.db, row.k, &[found.fact], false)?;
            }
            self.set_standing(id, row.n, turn.to, Some(log))?;
            self.put_again(id)?;
        }
        Ok(())
    }

    /// Another device said something about a fact.
    pub(crate) fn note_came(
        &mut self,
        log: i64,
        hlc: Hlc,
        id: AnyId,
        payload: &[u8],
    ) -> Result<()> {
        let (field, value): (String, Option<Value>) =
            serde_json::from_slice(payload).map_err(|source| {
                Error::invalid("rows", "an annotation has no known form").because(source)
            })?;
        if rows(self.db, &[id])?.get(&id).is_some_and(|row| row.standing == Standing::Forgotten) {
            return self
                .db
                .execute("UPDATE log SET payload = NULL WHERE n = ?1", [log])
                .attempt("leaving out what was said of a forgotten fact")
                .map(drop);
        }
        let said = (hlc, self.writer_of(log)?);
        let known: Option<Said> = self
            .db
            .prepare_cached(
                "SELECT hlc_ms, hlc_count, incarnation FROM fact_note JOIN writer USING (w)
                 WHERE fact = ?1 AND field = ?2",
            )
            .and_then(|mut known| {
                use rusqlite::OptionalExtension as _;
                known
                    .query_row(params![id.as_bytes(), field], |row| {
                        Ok((Hlc { ms: row.get(0)?, count: row.get(1)? }, row.get(2)?))
                    })
                    .optional()
            })
            .attempt("taking in an annotation")?;
        if known.is_some_and(|known| said <= known) {
            return Ok(());
        }
        let found = one(self.db, id)?;
        let stands = |standing| standing == Standing::Asserted;
        if let Some(found) = found.filter(|found| stands(found.standing)) {
            apply(self.shared, self.db, found.k, &[found.fact], false)?;
        }
        let w: i64 = self
            .db
            .query_row("SELECT w FROM log WHERE n = ?1", [log], |row| row.get(0))
            .attempt("taking in an annotation")?;
        self.write_note(id, &field, value.as_ref(), (hlc, w))?;
        self.put_again(id)
    }

    /// Writes a fact that stands into the tables, as it is now.
    fn put_again(&mut self, id: AnyId) -> Result<()> {
        let Some(found) = one(self.db, id)? else { return Ok(()) };
        self.touched.insert(found.fact.kind.to_string());
        if found.standing == Standing::Asserted {
            apply(self.shared, self.db, found.k, &[found.fact], true)?;
        }
        Ok(())
    }

    fn set_standing(&self, id: AnyId, n: i64, state: Standing, by: Option<i64>) -> Result<()> {
        self.db
            .prepare_cached("UPDATE fact SET n = ?2, state = ?3, by = ?4 WHERE id = ?1")
            .and_then(|mut update| update.execute(params![id.as_bytes(), n, state as u8, by]))
            .attempt("taking in a fact")
            .map(drop)
    }

    /// The log row that last said whether a fact stands, when it is not the one that holds it.
    fn by(&self, id: AnyId) -> Result<Option<i64>> {
        self.db
            .prepare_cached("SELECT by FROM fact WHERE id = ?1")
            .and_then(|mut by| by.query_row([id.as_bytes()], |row| row.get(0)))
            .attempt("looking for a fact")
    }

    fn said_at(&self, log: i64) -> Result<Said> {
        self.db
            .prepare_cached(
                "SELECT hlc_ms, hlc_count, incarnation FROM log JOIN writer USING (w) WHERE n = ?1",
            )
            .and_then(|mut said| {
                said.query_row([log], |row| {
                    Ok((Hlc { ms: row.get(0)?, count: row.get(1)? }, row.get(2)?))
                })
            })
            .attempt("reading when a fact was told")
    }

    fn writer_of(&self, log: i64) -> Result<[u8; 16]> {
        self.said_at(log).map(|(_, writer)| writer)
    }
}
