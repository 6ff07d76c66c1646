//! Workouts as rows: the session, what goes on, exercises and sets.

use base::error::Result;
use base::id::AnyId;
use domain::session::{Session, SessionState};
use store::params;
use store::record::Record;
use store::sql::{Param, Tables};

use super::{Origin, Stage};
use crate::model::workout::{SetKind, Workout};
use crate::model::{day_number, local_day};

/// Writes the rows of a workout, whether it was there before or not.
pub(super) fn put(tables: Tables<'_>, record: &Record) -> Result<()> {
    take(tables, record)?;
    let workout = Workout::of(&record.fields);
    let session = Session::of(&workout.events);
    let row = SessionRow::of(&workout, &session);
    row.insert(tables, record, &workout)?;
    if row.stage == Stage::Going {
        put_live(tables, record, &workout, &session)?;
    }
    for tag in record.members("tag/") {
        tables.run(
            "INSERT INTO fitness_tag (tag, session) VALUES (?1, ?2)",
            params![tag, record.id],
        )?;
    }
    put_sets(tables, record.n, &workout, &row)
}

/// Removes the rows of a workout.
pub(super) fn take(tables: Tables<'_>, record: &Record) -> Result<()> {
    for statement in [
        "DELETE FROM fitness_live WHERE n = ?1",
        "DELETE FROM fitness_entry WHERE workout = ?1",
        "DELETE FROM fitness_set WHERE workout = ?1",
    ] {
        tables.run(statement, params![record.n])?;
    }
    for statement in
        ["DELETE FROM fitness_session WHERE id = ?1", "DELETE FROM fitness_tag WHERE session = ?1"]
    {
        tables.run(statement, params![record.id])?;
    }
    Ok(())
}

/// What a workout comes to as a session.
struct SessionRow {
    stage: Stage,
    day: i64,
    start_ms: i64,
    end_ms: Option<i64>,
    elapsed_ms: Option<i64>,
}

impl SessionRow {
    fn of(workout: &Workout, session: &Session) -> SessionRow {
        let stage = match session.state {
            SessionState::Active | SessionState::Paused => Stage::Going,
            SessionState::Completed => Stage::Done,
            SessionState::Discarded => Stage::Discarded,
            SessionState::Idle if workout.start.is_some() => Stage::Done,
            SessionState::Idle => Stage::Planned,
        };
        // What a person wrote afterward goes before what the clock told.
        let began = workout.start.or(session.began_ms);
        let day = match (began, workout.planned) {
            (Some(began), _) => local_day(began, &workout.zone),
            (None, Some(planned)) => planned,
            (None, None) => local_day(0, "UTC"),
        };
        let midnight = day.date().to_zoned(jiff::tz::TimeZone::UTC);
        let midnight_ms = midnight.map_or(0, |at| at.timestamp().as_millisecond());
        let end_ms = workout.end.or(session.ended_ms);
        let elapsed_ms = match (workout.start, workout.end) {
            (Some(start), Some(end)) => Some((end - start).max(0)),
            _ => session.ended_ms.map(|_| session.settled_ms),
        };
        SessionRow {
            stage,
            day: day_number(day),
            start_ms: began.unwrap_or(midnight_ms),
            end_ms,
            elapsed_ms,
        }
    }

    fn insert(&self, tables: Tables<'_>, record: &Record, workout: &Workout) -> Result<()> {
        let sum = workout.sum();
        tables
            .run(
                "INSERT INTO fitness_session (id, n, origin, state, day, start_ms, end_ms,
                     elapsed_ms, moving_ms, zone, sport, name, source, distance_mm, energy_j,
                     ascent_mm, heart_bpm, rpe_x2, routine, sets, reps, volume_mg)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
                     ?17, ?18, ?19, ?20, ?21, ?22)",
                params![
                    record.id,
                    record.n,
                    Origin::Record as i64,
                    self.stage as i64,
                    self.day,
                    self.start_ms,
                    self.end_ms,
                    self.elapsed_ms,
                    record.int("moving_ms"),
                    workout.zone.as_str(),
                    workout.sport.as_str(),
                    record.text("name"),
                    record.text("source"),
                    record.int("distance_mm").or(sum.distance_mm),
                    record.int("energy_j"),
                    record.int("ascent_mm"),
                    record.int("heart_bpm"),
                    record.int("rpe_x2"),
                    record.text("routine").parse::<AnyId>().ok(),
                    sum.sets,
                    sum.reps,
                    sum.volume_mg
                ],
            )
            .map(drop)
    }
}

fn put_live(
    tables: Tables<'_>,
    record: &Record,
    workout: &Workout,
    session: &Session,
) -> Result<()> {
    let since = session.since;
    tables
        .run(
            "INSERT INTO fitness_live (n, id, paused, began_ms, settled_ms, since_ms, since_boot,
                 since_up_ms, stepped, rest_until, rest_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            params![
                record.n,
                record.id,
                since.is_none(),
                session.began_ms.unwrap_or(0),
                session.settled_ms,
                since.map(|since| since.at_ms),
                since.map_or(0, |since| since.boot.cast_signed()),
                since.map_or(0, |since| since.up_ms),
                session.stepped,
                workout.rest_until,
                workout.rest_ms
            ],
        )
        .map(drop)
}

fn put_sets(tables: Tables<'_>, n: i64, workout: &Workout, row: &SessionRow) -> Result<()> {
    tables.run_all(
        "INSERT INTO fitness_entry (workout, key, exercise, position, superset, note, rest_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        workout.entries.iter().map(|entry| {
            [
                n.into(),
                entry.key.as_str().into(),
                entry.exercise.into(),
                entry.order.as_str().into(),
                entry.group.as_str().into(),
                entry.note.as_str().into(),
                entry.rest_ms.into(),
            ]
        }),
    )?;
    // What does not count has no sets that count.
    let counts = matches!(row.stage, Stage::Done | Stage::Going);
    let sets = workout.entries.iter().flat_map(|entry| {
        entry.sets.iter().map(move |set| -> [Param; 16] {
            [
                n.into(),
                set.key.as_str().into(),
                entry.key.as_str().into(),
                entry.exercise.into(),
                row.day.into(),
                row.start_ms.into(),
                set.order.as_str().into(),
                SetKind::number(set.kind).into(),
                set.reps.into(),
                set.mg.into(),
                set.mm.into(),
                set.ms.into(),
                set.rpe_x2.into(),
                set.done.filter(|_| counts).into(),
                set.unit.as_str().into(),
                set.text.as_str().into(),
            ]
        })
    });
    tables.run_all(
        "INSERT INTO fitness_set (workout, key, entry, exercise, day, start_ms, position, kind,
             reps, mg, mm, ms, rpe_x2, done, unit, text)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        sets,
    )
}
