//! Facts that are forgotten for good: what a machine made and a person does not want to keep for ever.
//!
//! The log says which facts those are, never what they were; whoever hears of it blanks their bodies wherever
//! the log holds them, and what comes later with one of them is blanked as it comes. Forgotten is forgotten:
//! no import and no undo brings it back, so the order in which devices learn of it does not matter. (A backup
//! that was made before holds it: who goes back to one has it until the word comes again.) The other facts of
//! a row stay where they are: a row with blanks carries the hash of what it said ([`segment::blank`]), so that
//! its chain still fits.
//!
//! What is deliberately not here: when something is forgotten (`domain::retention`), and what sealed pieces a
//! server still holds until a snapshot covers them (`sync-client`).

use std::collections::{BTreeMap, HashSet};

use base::error::{Error, Result};
use base::id::{AnyId, Id};
use rusqlite::params;

use super::segment::{self, Segment};
use super::write::rows;
use super::{FACTS_PER_ROW, Standing, apply, complete, id_of};
use crate::chain::{Entry, Op};
use crate::error::Attempt;
use crate::exchange::LogRow;
use crate::read::ReadCx;
use crate::record::FactKind;
use crate::write::{Step, WriteCx};

/// Ids in one log row.
const IDS_PER_ROW_MAX: usize = 10_000;

const WHAT: &str = "forgetting facts";

impl WriteCx<'_> {
    /// Forgets facts of one kind, whether they stand or not, and what was said about them, on this device and
    /// on every other; it makes no step of undo. Answers how many there were.
    ///
    /// # Errors
    /// `Internal` when the disk refuses.
    pub fn forget_facts(&mut self, kind: &'static FactKind, ids: &[AnyId]) -> Result<usize> {
        self.set_step(Step::None);
        let k = self.k(kind.name)?;
        let here = rows(self.db, ids)?.into_iter();
        let there_is = here.filter(|(_, row)| row.k == k && row.standing != Standing::Forgotten);
        let mut ids: Vec<AnyId> = there_is.map(|(id, _)| id).collect();
        ids.sort_unstable();
        for some in ids.chunks(IDS_PER_ROW_MAX) {
            let payload: Vec<u8> = some.iter().flat_map(|id| *id.as_bytes()).collect();
            let entry = Entry {
                op: Op::Forget,
                k: Some(k),
                kind: kind.name,
                target: None,
                payload: &payload,
            };
            let (log, _) = self.append(&entry)?;
            self.mark(log, k, some)?;
        }
        self.blank_all(kind.name, &ids)?;
        Ok(ids.len())
    }

    /// Another device forgot facts.
    pub(crate) fn facts_forgotten(&mut self, log: i64, kind: &str, payload: &[u8]) -> Result<()> {
        let (ids, rest) = payload.as_chunks::<16>();
        if !rest.is_empty() {
            return Err(Error::invalid("rows", "facts are forgotten in no known way"));
        }
        let ids = ids.iter().map(|id| id_of(id)).collect::<Result<Vec<_>>>()?;
        let k = self.k(kind)?;
        self.mark(log, k, &ids)?;
        self.blank_all(kind, &ids)
    }

    /// From now on these facts are forgotten because of a log row, also those that have not come yet.
    pub(super) fn mark(&mut self, log: i64, k: i64, ids: &[AnyId]) -> Result<()> {
        let mut shown: BTreeMap<i64, HashSet<AnyId>> = BTreeMap::new();
        for (id, row) in rows(self.db, ids)? {
            if row.standing == Standing::Asserted {
                shown.entry(row.n / FACTS_PER_ROW).or_default().insert(id);
            }
        }
        for (holder, ids) in shown {
            let Some(segment) = Segment::read(self.db, holder)? else { continue };
            let mut facts = complete(self.db, holder, segment)?;
            facts.retain(|fact| ids.contains(&fact.id));
            if let Some(first) = facts.first() {
                self.touched.insert(first.kind.to_string());
            }
            apply(self.shared, self.db, k, &facts, false)?;
        }
        let mark = "INSERT INTO fact (id, n, k, state, by) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (id) DO UPDATE SET state = excluded.state, by = excluded.by, noted = 0";
        let mut mark = self.db.prepare_cached(mark).attempt(WHAT)?;
        for id in ids {
            let state = Standing::Forgotten as u8;
            let row = params![id.as_bytes(), log * FACTS_PER_ROW, k, state, log];
            mark.execute(row).attempt(WHAT)?;
            for sql in [
                "DELETE FROM fact_note WHERE fact = ?1",
                "DELETE FROM step_note WHERE fact = ?1",
                "UPDATE log SET payload = NULL WHERE target = ?1 AND op = 4",
            ] {
                self.db
                    .prepare_cached(sql)
                    .and_then(|mut forget| forget.execute([id.as_bytes()]))
                    .attempt(WHAT)?;
            }
        }
        Ok(())
    }

    /// Blanks bodies wherever the log holds them: several devices may have told the same fact.
    fn blank_all(&self, kind: &str, ids: &[AnyId]) -> Result<()> {
        if ids.is_empty() {
            return Ok(());
        }
        let ids: HashSet<AnyId> = ids.iter().copied().collect();
        for log in segment::rows(self.db, Some(kind))? {
            segment::blank(self.db, log, &ids)?;
        }
        Ok(())
    }
}

impl ReadCx<'_> {
    /// How many facts of a kind the log holds, whether they stand or not, and when the first of them happened
    /// (Unix milliseconds).
    ///
    /// # Errors
    /// `Internal` when the disk refuses.
    pub fn held_facts(&self, kind: &FactKind) -> Result<(u64, Option<i64>)> {
        let held = "SELECT count(*), min(id) FROM fact JOIN kind USING (k)
             WHERE kind.name = ?1 AND state <> ?2";
        let (count, first): (i64, Option<Vec<u8>>) = self
            .db
            .prepare_cached(held)
            .and_then(|mut held| {
                held.query_row(params![kind.name, Standing::Forgotten as u8], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })
            })
            .attempt("counting facts")?;
        let first = first.map(|first| id_of(&first)).transpose()?;
        let first_ms = first.map(|id| i64::try_from(id.unix_ms()).unwrap_or(i64::MAX));
        Ok((count.unsigned_abs(), first_ms))
    }

    /// Facts of a kind that happened before an instant (Unix milliseconds), whether they stand or not: at most
    /// so many, the earliest first.
    ///
    /// # Errors
    /// `Internal` when the disk refuses.
    pub fn facts_before(&self, kind: &FactKind, before_ms: i64, max: u32) -> Result<Vec<AnyId>> {
        let end: AnyId = Id::from_time_and_hash(before_ms.max(0).unsigned_abs(), &[0; 10]);
        self.sql().rows(
            "SELECT id FROM fact JOIN kind USING (k)
             WHERE kind.name = ?1 AND state <> ?2 AND id < ?3 ORDER BY id LIMIT ?4",
            crate::params![kind.name, i64::from(Standing::Forgotten as u8), end, i64::from(max)],
            |row| row.id(0),
        )
    }

    /// Whether a row of another's snapshot leaves out nothing but what is forgotten, and tells the rest as it
    /// is told here. Its hash alone does not say so: it is that of what the row said at first.
    pub(crate) fn leaves_out_forgotten(&self, row: &LogRow) -> Result<bool> {
        let whole = row
            .payload
            .as_ref()
            .is_some_and(|payload| row.op != Op::Facts as i64 || !segment::is_blanked(payload));
        if whole {
            return Ok(true); // Its hash says the rest.
        }
        let (n, here): (i64, Option<Vec<u8>>) = self
            .db
            .prepare_cached(
                "SELECT n, payload FROM log JOIN writer USING (w) WHERE incarnation = ?1 AND seq = ?2",
            )
            .and_then(|mut here| {
                here.query_row(params![row.incarnation, row.seq], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })
            })
            .attempt("comparing a row")?;
        if row.op != Op::Facts as i64 {
            return Ok(here.is_none());
        }
        let here = Segment::read(self.db, n)?.map_or_else(Vec::new, |here| here.facts);
        let told = match &row.payload {
            None => Vec::new(),
            // What cannot be read is no agreement.
            Some(payload) => match segment::decode(payload, row.kind.as_str().into()) {
                Ok(told) => told.facts,
                Err(_) => return Ok(false),
            },
        };
        let (here, told): (BTreeMap<_, _>, BTreeMap<_, _>) =
            (here.into_iter().collect(), told.into_iter().collect());
        let ids: Vec<AnyId> = here.keys().chain(told.keys()).copied().collect();
        let stand = rows(self.db, &ids)?;
        let forgotten =
            |id: &AnyId| stand.get(id).is_some_and(|row| row.standing == Standing::Forgotten);
        Ok(ids.iter().all(|id| forgotten(id) || told.get(id) == here.get(id)))
    }
}
