//! Activities as rows of `fitness_session`, and which of several are the same.
//!
//! Two sessions are the same when their sports fit, they began within ten minutes and the shorter lies
//! in the longer nearly whole. What hangs together so is one: the richest speaks, the others name it in
//! `same`. It follows from the sessions alone, never from the order in which they came.

use std::collections::BTreeSet;

use base::error::Result;
use base::id::AnyId;
use store::facts::Fact;
use store::params;
use store::record::{Value, text};
use store::sql::{Sql, Tables};

use super::{Origin, Stage};
use crate::model::activity::{Activity, TrackFact};
use crate::model::day_number;
use crate::model::sport::are_compatible;
use crate::model::track::Column;
use crate::record::TRACK;

/// Sessions that begin further apart are never the same: a watch is started before or after a phone,
/// but not by more than a warm-up.
const STARTS_MS: i64 = 600_000;
/// How much of the shorter must lie in the longer, percent.
const OVERLAP_PERCENT: i64 = 80;
/// How long the shorter must be beside the longer, percent: the swim of a triathlon is not the
/// triathlon.
const LENGTH_PERCENT: i64 = 40;

/// Writes activities or tracks.
pub(super) fn put_facts(tables: Tables<'_>, facts: &[Fact]) -> Result<()> {
    if is_tracks(facts) {
        return put_tracks(tables, facts);
    }
    let mut starts = BTreeSet::new();
    for fact in facts {
        let activity: Activity = fact.body()?;
        put(tables, fact, &activity)?;
        starts.insert(activity.start);
    }
    settle(tables, starts)
}

/// Removes activities or tracks.
pub(super) fn take_facts(tables: Tables<'_>, facts: &[Fact]) -> Result<()> {
    if is_tracks(facts) {
        for fact in facts {
            tables.run("DELETE FROM fitness_track WHERE id = ?1", params![fact.id])?;
        }
        return Ok(());
    }
    let mut starts = BTreeSet::new();
    for fact in facts {
        starts.extend(start_of(tables.sql(), fact.id)?);
        for statement in [
            "DELETE FROM fitness_session WHERE id = ?1",
            "DELETE FROM fitness_activity WHERE id = ?1",
            "DELETE FROM fitness_tag WHERE session = ?1",
        ] {
            tables.run(statement, params![fact.id])?;
        }
    }
    settle(tables, starts)
}

fn is_tracks(facts: &[Fact]) -> bool {
    facts.first().is_some_and(|fact| &*fact.kind == TRACK.name)
}

/// When a session began.
pub(super) fn start_of(sql: Sql<'_>, id: AnyId) -> Result<Option<i64>> {
    sql.first("SELECT start_ms FROM fitness_session WHERE id = ?1", params![id], |row| row.int(0))
}

fn put_tracks(tables: Tables<'_>, facts: &[Fact]) -> Result<()> {
    let mut rows = Vec::with_capacity(facts.len());
    for fact in facts {
        let track: TrackFact = fact.body()?;
        rows.push([fact.id.into(), fact.n.into(), track.activity.into()]);
    }
    tables.run_all("INSERT INTO fitness_track (id, n, activity) VALUES (?1, ?2, ?3)", rows)
}

fn put(tables: Tables<'_>, fact: &Fact, activity: &Activity) -> Result<()> {
    let said = |field: &str| Some(text(&fact.notes, field)).filter(|text| !text.is_empty());
    let stage = if fact.noted("hidden") { Stage::Discarded } else { Stage::Done };
    let totals = &activity.totals;
    let rpe = match fact.notes.get("rpe_x2") {
        Some(Value::Int(rpe)) => Some(*rpe),
        _ => None,
    };
    let worked = activity.sets.iter().filter(|set| !set.rest);
    let reps: i64 = worked.clone().filter_map(|set| set.reps).sum();
    let volume: i64 = worked
        .clone()
        .filter_map(|set| set.reps?.checked_mul(set.mg?))
        .fold(0, i64::saturating_add);
    tables.run(
        "INSERT INTO fitness_session (id, n, origin, state, day, start_ms, end_ms, elapsed_ms,
             moving_ms, zone, sport, name, source, distance_mm, energy_j, ascent_mm, heart_bpm,
             rpe_x2, routine, sets, reps, volume_mg)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
             NULL, ?19, ?20, ?21)",
        params![
            fact.id,
            fact.n,
            Origin::Activity as i64,
            stage as i64,
            day_number(activity.day),
            activity.start,
            activity.end(),
            activity.elapsed_ms,
            totals.timer_ms,
            zone_word(activity),
            said("sport").unwrap_or(&activity.sport),
            said("name").unwrap_or(&activity.name),
            activity.source.as_str(),
            totals.distance_mm,
            totals.energy_j,
            totals.ascent_mm,
            totals.heart_bpm,
            rpe,
            i64::try_from(worked.count()).unwrap_or(0),
            reps,
            volume
        ],
    )?;
    tables.run(
        "INSERT INTO fitness_activity (id, n, key, rich, apart) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![fact.id, fact.n, activity.key(), richness(activity), fact.noted("apart")],
    )?;
    for (field, value) in &fact.notes {
        if let Some(tag) = field.strip_prefix("tag/").filter(|_| *value == Value::Bool(true)) {
            tables.run(
                "INSERT INTO fitness_tag (tag, session) VALUES (?1, ?2)",
                params![tag, fact.id],
            )?;
        }
    }
    Ok(())
}

/// Where an activity was, as [`crate::model::zone_of`] reads it: `+01:00`, or the IANA name.
pub(crate) fn zone_word(activity: &Activity) -> String {
    match activity.offset_s {
        Some(seconds) => {
            let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.abs() / 60);
            format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
        }
        None => activity.zone.clone(),
    }
}

/// How much an activity tells: the one that tells the most speaks for those that are the same.
fn richness(activity: &Activity) -> i64 {
    let has = |column| i64::from(activity.has(column));
    let whole = i64::from(activity.cut.is_none());
    let way = has(Column::Latitude) * 8 + i64::from(activity.points > 0) * 4;
    way + has(Column::Heart) * 2
        + has(Column::Power)
        + i64::from(activity.laps.len() > 1)
        + whole * 2
}

/// What a person wrote goes before everything that a machine told.
const RICHNESS_OF_RECORDS: i64 = 1000;

/// A session as matching sees it.
struct One {
    id: AnyId,
    start: i64,
    end: i64,
    sport: String,
    rich: i64,
    apart: bool,
}

/// Decides anew what is the same around these beginnings.
pub(super) fn settle(tables: Tables<'_>, mut starts: BTreeSet<i64>) -> Result<()> {
    while let Some(start) = starts.pop_first() {
        let chain = chain(tables.sql(), start)?;
        if let Some(last) = chain.last() {
            starts = starts.split_off(&(last.start + 1));
        }
        let same = same(&chain);
        for (one, same) in chain.iter().zip(same) {
            tables.run(
                "UPDATE fitness_session SET same = ?2 WHERE id = ?1 AND same IS NOT ?2",
                params![one.id, same],
            )?;
        }
    }
    Ok(())
}

/// The sessions around a beginning, each of which begins within [`STARTS_MS`] of another, in order.
fn chain(sql: Sql<'_>, start: i64) -> Result<Vec<One>> {
    let edge =
        |query: &str, from: i64| sql.first(query, params![from, STARTS_MS], |row| row.opt_int(0));
    let (mut first, mut last) = (start, start);
    let before = "SELECT min(start_ms) FROM fitness_session WHERE start_ms BETWEEN ?1 - ?2 AND ?1";
    while let Some(earlier) = edge(before, first)?.flatten().filter(|at| *at < first) {
        first = earlier;
    }
    let after = "SELECT max(start_ms) FROM fitness_session WHERE start_ms BETWEEN ?1 AND ?1 + ?2";
    while let Some(later) = edge(after, last)?.flatten().filter(|at| *at > last) {
        last = later;
    }
    sql.rows(
        "SELECT s.id, s.start_ms, coalesce(s.end_ms, s.start_ms), s.sport, a.rich, a.apart
         FROM fitness_session s LEFT JOIN fitness_activity a ON a.id = s.id
         WHERE s.start_ms BETWEEN ?1 AND ?2 AND s.state = ?3 ORDER BY s.start_ms, s.id",
        params![first, last, Stage::Done as i64],
        |row| {
            Ok(One {
                id: row.id(0)?,
                start: row.int(1)?,
                end: row.int(2)?,
                sport: row.text(3)?,
                rich: row.opt_int(4)?.unwrap_or(RICHNESS_OF_RECORDS),
                apart: row.opt_int(5)? == Some(1),
            })
        },
    )
}

impl One {
    fn is_same(&self, other: &One) -> bool {
        // Two workouts that a person wrote are two.
        let both_written = self.rich == RICHNESS_OF_RECORDS && other.rich == RICHNESS_OF_RECORDS;
        let near = (self.start - other.start).abs() <= STARTS_MS;
        let (one, two) = (self.end - self.start, other.end - other.start);
        let (shorter, longer) = (one.min(two), one.max(two));
        let overlap = self.end.min(other.end) - self.start.max(other.start);
        !both_written
            && !self.apart
            && !other.apart
            && near
            && shorter > 0
            && overlap * 100 >= shorter * OVERLAP_PERCENT
            && shorter * 100 >= longer * LENGTH_PERCENT
            && are_compatible(&self.sport, &other.sport)
    }
}

/// For each session the one that speaks for it, unless it speaks itself.
fn same(chain: &[One]) -> Vec<Option<AnyId>> {
    let mut group: Vec<usize> = (0..chain.len()).collect();
    for (a, one) in chain.iter().enumerate() {
        for (b, other) in chain.iter().enumerate().skip(a + 1) {
            if group[a] != group[b] && one.is_same(other) {
                let (from, to) = (group[b], group[a]);
                group.iter_mut().filter(|place| **place == from).for_each(|place| *place = to);
            }
        }
    }
    let speaker = |mine: usize| {
        let members = chain.iter().zip(&group).filter(|(_, group)| **group == mine);
        members.map(|(one, _)| one).min_by_key(|one| (-one.rich, one.id)).map(|one| one.id)
    };
    let each = chain.iter().zip(&group);
    each.map(|(one, group)| speaker(*group).filter(|speaker| *speaker != one.id)).collect()
}
