//! Bests: what an exercise has reached, and which sets reached more than all before.

use base::day::Day;
use base::error::Result;
use base::id::AnyId;
use domain::wire;
use store::params;
use store::sql::Sql;

use super::rows::{ExerciseName, WorkoutRow, exercise_name};
use crate::library::Library;
use crate::model::day;
use crate::model::e1rm::one_rep_max;
use crate::model::units::Measured;
use crate::model::workout::Entry;

wire! {
    /// What can be a best.
    #[derive(Copy, Eq, PartialOrd, Ord)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum BestKind {
        /// The weight that could be lifted once, after Epley; milligrams.
        E1rm,
        /// The heaviest weight, milligrams.
        Weight,
        /// The most repetitions.
        Reps,
        /// The most weight times repetitions of a set, milligrams.
        Volume,
        /// The longest time, milliseconds.
        Time,
        /// The longest way, millimeters.
        Distance,
    }

    /// A set that reached more than all before it.
    pub(crate) struct SetRecord {
        /// The exercise.
        pub(crate) exercise: ExerciseName,
        /// The set's key in its workout.
        pub(crate) set: String,
        /// What it is a best of.
        pub(crate) kind: BestKind,
        /// What it reached.
        pub(crate) value: i64,
        /// The best before it.
        pub(crate) before: i64,
    }

    /// A best of an exercise.
    #[derive(Copy)]
    pub(crate) struct ExerciseBest {
        /// What it is a best of.
        pub(crate) kind: BestKind,
        /// What was reached.
        pub(crate) value: i64,
        /// The weight of that set, milligrams.
        pub(crate) mg: Option<i64>,
        /// Its repetitions.
        pub(crate) reps: Option<i64>,
        /// The workout.
        pub(crate) workout: AnyId,
        /// Its day.
        pub(crate) day: Day,
    }
}

/// What a set is measured by, as far as it can be a best.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Measure {
    pub(super) reps: Option<i64>,
    pub(super) mg: Option<i64>,
    pub(super) mm: Option<i64>,
    pub(super) ms: Option<i64>,
}

impl BestKind {
    /// What can be a best of an exercise that is measured so, the one that says most first.
    pub(super) fn of(kind: Measured) -> &'static [BestKind] {
        match kind {
            Measured::WeightReps => &[BestKind::E1rm, BestKind::Weight, BestKind::Volume],
            Measured::Reps => &[BestKind::Reps, BestKind::Weight],
            Measured::Time => &[BestKind::Time],
            Measured::DistanceTime => &[BestKind::Distance],
            Measured::WeightTime => &[BestKind::Weight, BestKind::Time],
            Measured::WeightDistance => &[BestKind::Weight, BestKind::Distance],
        }
    }

    /// What a set reached.
    pub(super) fn value(self, set: Measure) -> Option<i64> {
        let reps = set.reps.filter(|reps| *reps > 0);
        let value = match self {
            BestKind::E1rm => one_rep_max(set.mg?, reps?).map(|max| max.epley_mg),
            BestKind::Weight => set.mg,
            BestKind::Reps => reps,
            BestKind::Volume => Some(set.mg?.saturating_mul(reps?)),
            BestKind::Time => set.ms,
            BestKind::Distance => set.mm,
        };
        value.filter(|value| *value > 0)
    }
}

/// A set that was done and was no warm-up, of some workout.
pub(super) struct DoneSet {
    pub(super) workout: i64,
    pub(super) day: i64,
    pub(super) measure: Measure,
}

/// Every set of an exercise that counts, before an instant (Unix milliseconds), the earliest first.
pub(super) fn done_sets(
    sql: Sql<'_>,
    library: &Library,
    exercise: AnyId,
    before_ms: i64,
) -> Result<Vec<DoneSet>> {
    let mut sets: Vec<(i64, DoneSet)> = Vec::new();
    for source in library.sources(library.target(exercise)) {
        sets.extend(sql.rows(
            "SELECT start_ms, workout, day, reps, mg, mm, ms FROM fitness_set
             WHERE exercise = ?1 AND done IS NOT NULL AND start_ms < ?2 AND kind <> 0
             ORDER BY start_ms, workout, position, key",
            params![source, before_ms],
            |row| {
                let measure = Measure {
                    reps: row.opt_int(3)?,
                    mg: row.opt_int(4)?,
                    mm: row.opt_int(5)?,
                    ms: row.opt_int(6)?,
                };
                Ok((row.int(0)?, DoneSet { workout: row.int(1)?, day: row.int(2)?, measure }))
            },
        )?);
    }
    sets.sort_by_key(|(start, set)| (*start, set.workout));
    Ok(sets.into_iter().map(|(_, set)| set).collect())
}

/// The sets of a workout that reached more than all before it did. The first time of an exercise is no
/// best of anything.
pub(super) fn records_of(
    sql: Sql<'_>,
    library: &Library,
    row: &WorkoutRow,
    entries: &[Entry],
) -> Result<Vec<SetRecord>> {
    let mut records: Vec<SetRecord> = Vec::new();
    let mut seen: Vec<AnyId> = Vec::new();
    for entry in entries {
        let exercise = library.target(entry.exercise);
        let Some(known) = library.get(exercise).filter(|_| !seen.contains(&exercise)) else {
            continue;
        };
        seen.push(exercise);
        let past = done_sets(sql, library, exercise, row.start_ms)?;
        let ours = entries.iter().filter(|other| library.target(other.exercise) == exercise);
        let ours: Vec<_> = ours.flat_map(|entry| &entry.sets).filter(|set| set.counts()).collect();
        for kind in BestKind::of(known.kind) {
            let before = past.iter().filter_map(|set| kind.value(set.measure)).max();
            let values = ours.iter().filter_map(|set| {
                let measure = Measure { reps: set.reps, mg: set.mg, mm: set.mm, ms: set.ms };
                Some((kind.value(measure)?, *set))
            });
            // Of equal ones the first.
            let best = values.rev().max_by_key(|(value, _)| *value);
            let Some(((value, set), before)) = best.zip(before) else { continue };
            if value > before {
                let exercise = exercise_name(library, exercise);
                let set = set.key.clone();
                records.push(SetRecord { exercise, set, kind: *kind, value, before });
            }
        }
    }
    Ok(records)
}

/// The best of some sets, of each kind that their exercise has.
pub(super) fn bests(sql: Sql<'_>, kind: Measured, sets: &[DoneSet]) -> Result<Vec<ExerciseBest>> {
    let mut bests = Vec::new();
    for kind in BestKind::of(kind) {
        let values = sets.iter().filter_map(|set| Some((kind.value(set.measure)?, set)));
        // Of equal ones the first.
        if let Some((value, set)) = values.rev().max_by_key(|(value, _)| *value) {
            bests.push(best(sql, *kind, value, set)?);
        }
    }
    Ok(bests.into_iter().flatten().collect())
}

/// A best as it is shown.
pub(super) fn best(
    sql: Sql<'_>,
    kind: BestKind,
    value: i64,
    set: &DoneSet,
) -> Result<Option<ExerciseBest>> {
    let workout = sql.first(
        "SELECT id FROM fitness_session WHERE n = ?1 AND origin = 0",
        params![set.workout],
        |row| row.id(0),
    )?;
    let Some(workout) = workout else { return Ok(None) };
    let Measure { mg, reps, .. } = set.measure;
    Ok(Some(ExerciseBest { kind, value, mg, reps, workout, day: day(set.day)? }))
}
