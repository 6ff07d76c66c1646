//! Workouts and their sets as rows, for lists and for one.

use base::day::Day;
use base::error::Result;
use base::id::AnyId;
use domain::wire;
use store::params;
use store::sql::{Row, Sql};

use crate::library::Library;
use crate::model::units::Measured;
use crate::model::workout::{Entry, Set, SetKind};
use crate::model::{day, day_number};
use crate::projection::{Origin, Stage};

wire! {
    /// An exercise, by name.
    pub(crate) struct ExerciseName {
        /// The exercise.
        pub(crate) id: AnyId,
        /// What it is called; empty when it is no longer there.
        pub(crate) name: String,
        /// What a set is measured in.
        pub(crate) kind: Measured,
        /// Whether each side is counted by itself.
        pub(crate) unilateral: bool,
    }

    /// A set.
    #[derive(Eq)]
    pub(crate) struct WorkoutSet {
        /// Its key in the workout.
        pub(crate) key: String,
        /// What kind of a set.
        pub(crate) kind: SetKind,
        /// Repetitions.
        pub(crate) reps: Option<i64>,
        /// The weight, milligrams.
        pub(crate) mg: Option<i64>,
        /// The distance, millimeters.
        pub(crate) mm: Option<i64>,
        /// How long, milliseconds.
        pub(crate) ms: Option<i64>,
        /// Twice the RPE.
        pub(crate) rpe_x2: Option<i64>,
        /// When it was done, Unix milliseconds; null: not yet.
        pub(crate) done_ms: Option<i64>,
        /// The unit that was entered, or nothing.
        pub(crate) unit: String,
        /// What was entered, or nothing.
        pub(crate) text: String,
    }

    /// The last time that an exercise was done.
    pub(crate) struct LastTime {
        /// The workout.
        pub(crate) workout: AnyId,
        /// Its day.
        pub(crate) day: Day,
        /// The sets that were done, in their order.
        pub(crate) sets: Vec<WorkoutSet>,
    }

    /// An exercise of a workout.
    pub(crate) struct WorkoutExercise {
        /// Its key in the workout.
        pub(crate) key: String,
        /// Which exercise.
        pub(crate) exercise: ExerciseName,
        /// The letter of its superset, or nothing.
        pub(crate) group: String,
        /// What was noted.
        pub(crate) note: String,
        /// The rest after its sets, milliseconds.
        pub(crate) rest_ms: Option<i64>,
        /// Its sets, in their order.
        pub(crate) sets: Vec<WorkoutSet>,
        /// The last time before this workout; null: never.
        pub(crate) last: Option<LastTime>,
    }

    /// Where a session comes from.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum WorkoutOrigin {
        /// A person wrote it.
        Record,
        /// A source told it.
        Activity,
    }

    /// How a session stands.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum WorkoutState {
        /// It is to come.
        Planned,
        /// It goes on.
        Going,
        /// It was done.
        Done,
        /// It does not count.
        Discarded,
    }

    /// A workout or an activity in lists.
    pub(crate) struct WorkoutRow {
        /// The workout or activity.
        pub(crate) id: AnyId,
        /// Where it comes from.
        pub(crate) origin: WorkoutOrigin,
        /// The source's word, when one told it.
        pub(crate) source: String,
        /// How it stands.
        pub(crate) state: WorkoutState,
        /// Its day, where it happened.
        pub(crate) day: Day,
        /// When it began, Unix milliseconds; of a planned one the day's first instant in UTC.
        pub(crate) start_ms: i64,
        /// The zone where it happened.
        pub(crate) zone: String,
        /// How long it took, pauses left out; milliseconds.
        pub(crate) elapsed_ms: Option<i64>,
        /// How long of it was moving, milliseconds.
        pub(crate) moving_ms: Option<i64>,
        /// A slug: `strength`, `run`.
        pub(crate) sport: String,
        /// Its name, or nothing.
        pub(crate) name: String,
        /// Millimeters.
        pub(crate) distance_mm: Option<i64>,
        /// Joules.
        pub(crate) energy_j: Option<i64>,
        /// Millimeters upward.
        pub(crate) ascent_mm: Option<i64>,
        /// The mean heart rate, beats per minute.
        pub(crate) heart_bpm: Option<i64>,
        /// Twice the RPE of the whole session.
        pub(crate) rpe_x2: Option<i64>,
        /// The routine that it followed.
        pub(crate) routine: Option<AnyId>,
        /// Sets that were done and were no warm-up.
        pub(crate) sets: i64,
        /// Their repetitions.
        pub(crate) reps: i64,
        /// Weight times repetitions, milligrams.
        pub(crate) volume_mg: i64,
        /// The names of its exercises, in their order.
        pub(crate) exercise_names: Vec<String>,
        /// How many others are the same and stand behind it.
        pub(crate) others: u32,
    }
}

/// The columns that [`session_row`] reads.
pub(super) const COLUMNS: &str = "id, n, origin, state, day, start_ms, zone, source, elapsed_ms,
    moving_ms, sport, name, distance_mm, energy_j, ascent_mm, heart_bpm, rpe_x2, routine, sets, reps,
    volume_mg";

/// A row of `fitness_session`, and its number; without exercises and others.
pub(super) fn session_row(row: &Row<'_>) -> Result<(i64, WorkoutRow)> {
    let session = WorkoutRow {
        id: row.id(0)?,
        origin: origin(row.int(2)?),
        state: state(row.int(3)?),
        day: day(row.int(4)?)?,
        start_ms: row.int(5)?,
        zone: row.text(6)?,
        source: row.text(7)?,
        elapsed_ms: row.opt_int(8)?,
        moving_ms: row.opt_int(9)?,
        sport: row.text(10)?,
        name: row.text(11)?,
        distance_mm: row.opt_int(12)?,
        energy_j: row.opt_int(13)?,
        ascent_mm: row.opt_int(14)?,
        heart_bpm: row.opt_int(15)?,
        rpe_x2: row.opt_int(16)?,
        routine: row.opt_id(17)?,
        sets: row.int(18)?,
        reps: row.int(19)?,
        volume_mg: row.int(20)?,
        exercise_names: Vec::new(),
        others: 0,
    };
    Ok((row.int(1)?, session))
}

fn origin(number: i64) -> WorkoutOrigin {
    match number == Origin::Activity as i64 {
        true => WorkoutOrigin::Activity,
        false => WorkoutOrigin::Record,
    }
}

fn state(number: i64) -> WorkoutState {
    [
        (Stage::Planned, WorkoutState::Planned),
        (Stage::Going, WorkoutState::Going),
        (Stage::Discarded, WorkoutState::Discarded),
    ]
    .into_iter()
    .find_map(|(stage, state)| (stage as i64 == number).then_some(state))
    .unwrap_or(WorkoutState::Done)
}

/// Adds what a row of its own table does not say: the names of exercises, and how many are the same.
pub(super) fn complete(
    sql: Sql<'_>,
    library: &Library,
    rows: Vec<(i64, WorkoutRow)>,
) -> Result<Vec<WorkoutRow>> {
    let mut completed = Vec::with_capacity(rows.len());
    for (n, mut row) in rows {
        if row.origin == WorkoutOrigin::Record {
            row.exercise_names = sql
                .rows(
                    "SELECT exercise FROM fitness_entry WHERE workout = ?1 ORDER BY position, key",
                    params![n],
                    |row| row.id(0),
                )?
                .into_iter()
                .map(|id| library.name(id))
                .collect();
        }
        let others = "SELECT count(*) FROM fitness_session WHERE same = ?1";
        row.others = u32::try_from(sql.number(others, params![row.id])?).unwrap_or(0);
        completed.push(row);
    }
    Ok(completed)
}

/// The exercises of a workout by its number, with their sets, in their order.
pub(super) fn entries(sql: Sql<'_>, workout: i64) -> Result<Vec<Entry>> {
    let mut entries = sql.rows(
        "SELECT key, exercise, position, superset, note, rest_ms FROM fitness_entry
         WHERE workout = ?1 ORDER BY position, key",
        params![workout],
        |row| {
            Ok(Entry {
                key: row.text(0)?,
                exercise: row.id(1)?,
                order: row.text(2)?,
                group: row.text(3)?,
                note: row.text(4)?,
                rest_ms: row.opt_int(5)?,
                sets: Vec::new(),
            })
        },
    )?;
    sql.each(
        &format!(
            "SELECT {SET_COLUMNS}, entry FROM fitness_set WHERE workout = ?1
             ORDER BY position, key"
        ),
        params![workout],
        |row| {
            let entry = row.text(SET_COLUMNS_COUNT)?;
            if let Some(entry) = entries.iter_mut().find(|known| known.key == entry) {
                entry.sets.push(read_set(row)?);
            }
            Ok(())
        },
    )?;
    Ok(entries)
}

/// The columns that [`read_set`] reads.
pub(super) const SET_COLUMNS: &str =
    "key, position, kind, reps, mg, mm, ms, rpe_x2, done, unit, text";
/// How many those are.
pub(super) const SET_COLUMNS_COUNT: usize = 11;

/// A row of `fitness_set`.
pub(super) fn read_set(row: &Row<'_>) -> Result<Set> {
    Ok(Set {
        key: row.text(0)?,
        order: row.text(1)?,
        kind: SetKind::of_number(row.int(2)?),
        reps: row.opt_int(3)?,
        mg: row.opt_int(4)?,
        mm: row.opt_int(5)?,
        ms: row.opt_int(6)?,
        rpe_x2: row.opt_int(7)?,
        done: row.opt_int(8)?,
        unit: row.text(9)?,
        text: row.text(10)?,
    })
}

impl From<Set> for WorkoutSet {
    fn from(set: Set) -> WorkoutSet {
        WorkoutSet {
            key: set.key,
            kind: set.kind,
            reps: set.reps,
            mg: set.mg,
            mm: set.mm,
            ms: set.ms,
            rpe_x2: set.rpe_x2,
            done_ms: set.done,
            unit: set.unit,
            text: set.text,
        }
    }
}

/// An exercise by name, as it counts.
pub(super) fn exercise_name(library: &Library, id: AnyId) -> ExerciseName {
    let id = library.target(id);
    match library.get(id) {
        Some(exercise) => ExerciseName {
            id,
            name: exercise.name.clone(),
            kind: exercise.kind,
            unilateral: exercise.unilateral,
        },
        None => {
            ExerciseName { id, name: String::new(), kind: Measured::WeightReps, unilateral: false }
        }
    }
}

/// An earlier time: the workout, its day, and the sets that were done.
pub(super) struct Time {
    /// The number of the workout.
    pub(super) n: i64,
    /// Its day, as in tables.
    pub(super) day: i64,
    /// The sets that were done, in their order.
    pub(super) sets: Vec<Set>,
}

/// The last times that an exercise was done before an instant (Unix milliseconds), the latest first.
pub(super) fn times(
    sql: Sql<'_>,
    library: &Library,
    exercise: AnyId,
    before_ms: i64,
    limit: usize,
) -> Result<Vec<Time>> {
    let sources = library.sources(library.target(exercise));
    let mut found: Vec<(i64, i64, i64)> = Vec::new();
    for source in &sources {
        found.extend(sql.rows(
            "SELECT DISTINCT start_ms, workout, day FROM fitness_set
             WHERE exercise = ?1 AND done IS NOT NULL AND start_ms < ?2
             ORDER BY start_ms DESC, workout DESC LIMIT ?3",
            params![*source, before_ms, i64::try_from(limit).unwrap_or(i64::MAX)],
            |row| Ok((row.int(0)?, row.int(1)?, row.int(2)?)),
        )?);
    }
    found.sort_unstable_by(|a, b| b.cmp(a));
    found.dedup();
    found.truncate(limit);
    let query = format!(
        "SELECT {SET_COLUMNS}, exercise FROM fitness_set WHERE workout = ?1 AND done IS NOT NULL
         ORDER BY position, key"
    );
    let time = |(_, n, day): (i64, i64, i64)| {
        let sets = sql.rows(&query, params![n], |row| {
            let of = row.id(SET_COLUMNS_COUNT)?;
            Ok((sources.contains(&of), read_set(row)?))
        })?;
        let sets = sets.into_iter().filter_map(|(ours, set)| ours.then_some(set)).collect();
        Ok(Time { n, day, sets })
    };
    found.into_iter().map(time).collect()
}

/// The last time that an exercise was done before an instant.
pub(super) fn last_time(
    sql: Sql<'_>,
    library: &Library,
    exercise: AnyId,
    before_ms: i64,
) -> Result<Option<LastTime>> {
    let Some(time) = times(sql, library, exercise, before_ms, 1)?.pop() else { return Ok(None) };
    let id = sql.first(
        "SELECT id FROM fitness_session WHERE n = ?1 AND origin = 0",
        params![time.n],
        |row| row.id(0),
    )?;
    let Some(workout) = id else { return Ok(None) };
    let sets = time.sets.into_iter().map(WorkoutSet::from).collect();
    Ok(Some(LastTime { workout, day: day(time.day)?, sets }))
}

/// A workout's exercises as they are shown, each with its last time before `start_ms`.
pub(super) fn shown(
    sql: Sql<'_>,
    library: &Library,
    entries: Vec<Entry>,
    start_ms: i64,
) -> Result<Vec<WorkoutExercise>> {
    let shown = |entry: Entry| {
        Ok(WorkoutExercise {
            exercise: exercise_name(library, entry.exercise),
            last: last_time(sql, library, entry.exercise, start_ms)?,
            key: entry.key,
            group: entry.group,
            note: entry.note,
            rest_ms: entry.rest_ms,
            sets: entry.sets.into_iter().map(WorkoutSet::from).collect(),
        })
    };
    entries.into_iter().map(shown).collect()
}

/// A range of days as tables hold them; without an end as far as days go.
pub(super) fn days(from: Option<Day>, to: Option<Day>) -> (i64, i64) {
    (from.map_or(0, day_number), to.map_or(99_991_231, day_number))
}
