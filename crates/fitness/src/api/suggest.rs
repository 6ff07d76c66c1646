//! Proposals of what to train now, each with its reasons and ready to begin.

use std::collections::BTreeMap;

use base::error::Result;
use base::id::AnyId;
use domain::command::Nothing;
use domain::wire;
use store::params;
use store::read::ReadCx;

use super::exercises::usage;
use super::live::{SetInput, StartWorkout};
use super::routines::{all_routines, item_figures, item_ms, items_of, next_of};
use super::rows::{ExerciseName, exercise_name};
use super::workouts::NewWorkoutExercise;
use super::{check, settings};
use crate::library::{Exercise, Library};
use crate::model::muscle::{Muscle, half_sets};
use crate::model::progression::NextWhy;
use crate::model::routine::{Item, Rule};
use crate::model::suggest::{Asked, Candidate, Lately, Plan, SuggestReason, compose, weigh};
use crate::model::units::Measured;

wire! {
    /// What there is.
    #[derive(Default)]
    #[serde(default)]
    #[ts(optional_fields)]
    pub(crate) struct SuggestOf {
        /// Minutes; null: as the settings say.
        pub(crate) minutes: Option<i64>,
        /// The equipment that is there, slugs; null: any. The own body always is.
        pub(crate) equipment: Option<Vec<String>>,
    }

    /// An exercise of a proposal.
    pub(crate) struct SuggestedExercise {
        /// Which exercise.
        pub(crate) exercise: ExerciseName,
        /// How many sets.
        pub(crate) sets: i64,
        /// The weight, milligrams; null: nobody knows yet, or it has none.
        pub(crate) mg: Option<i64>,
        /// Repetitions to aim at.
        pub(crate) reps: Option<i64>,
        /// How long a set is, milliseconds.
        pub(crate) time_ms: Option<i64>,
        /// Why this weight and these repetitions.
        pub(crate) why: NextWhy,
    }

    /// A proposal.
    pub(crate) struct WorkoutSuggestion {
        /// The routine; null: it was put together.
        pub(crate) routine: Option<AnyId>,
        /// The routine's name, or nothing.
        pub(crate) name: String,
        /// How long it takes by and large, minutes.
        pub(crate) minutes: i64,
        /// Its exercises, in their order.
        pub(crate) exercises: Vec<SuggestedExercise>,
        /// Why it is proposed.
        pub(crate) reasons: Vec<SuggestReason>,
        /// What `start_workout` is called with to begin it.
        pub(crate) start: StartWorkout,
    }
}

/// Proposals that are made.
const SUGGESTIONS_MAX: usize = 4;
/// Sets of an exercise of a workout that is put together.
const SETS: i64 = 3;
/// Their repetitions: the usual range for growth (ACSM Position Stand, Med. Sci. Sports Exerc. 41(3),
/// 2009).
const REPS: (i64, i64) = (8, 12);
/// What somebody who never trained begins with, the most useful first.
const STARTERS: [&str; 14] = [
    "goblet_squat",
    "push_up",
    "dumbbell_row",
    "dumbbell_romanian_deadlift",
    "dumbbell_shoulder_press",
    "lat_pulldown",
    "plank",
    "glute_bridge",
    "lateral_raise",
    "dumbbell_curl",
    "overhead_triceps_extension",
    "bodyweight_calf_raise",
    "inverted_row",
    "rear_delt_fly",
];

/// A proposal and how good it is.
type Scored = (i64, WorkoutSuggestion);

pub(crate) fn suggest(cx: &ReadCx<'_>, request: SuggestOf) -> Result<Vec<WorkoutSuggestion>> {
    let sql = cx.sql();
    let library = Library::load(cx)?;
    let settings = settings(cx, Nothing {})?;
    let minutes = match request.minutes {
        Some(minutes) => check::within(minutes, 5, 600, "minutes")?,
        None => i64::from(settings.minutes),
    };
    let asked = Asked {
        now_ms: cx.now().as_millisecond(),
        time_ms: minutes * 60_000,
        rest_rule: settings.rest_rule,
    };
    let there = |exercise: &Exercise| {
        let equipment = exercise.equipment.as_str();
        matches!(equipment, "body" | "none")
            || request
                .equipment
                .as_ref()
                .is_none_or(|known| known.iter().any(|one| one == equipment))
    };
    let lately = lately(cx, &library, asked.now_ms)?;
    let mut scored: Vec<Scored> = Vec::new();
    for routine in all_routines(sql)?.into_iter().filter(|routine| !routine.closed) {
        let items = items_of(sql, routine.n)?;
        let last = "SELECT max(start_ms) FROM fitness_session WHERE routine = ?1 AND state = 2";
        let last_ms = sql.first(last, params![routine.id], |row| row.opt_int(0))?.flatten();
        let plan = Plan { last_ms, items: candidates(&library, &items, &there) };
        let Some(weighed) = weigh(&asked, &lately, &plan) else { continue };
        let kept: Vec<&Item> = weighed.kept.iter().map(|at| &items[*at]).collect();
        let mut made = made(cx, &library, &kept)?;
        made.reasons = weighed.reasons;
        made.routine = Some(routine.id);
        made.name.clone_from(&routine.name);
        made.start.name = Some(routine.name);
        scored.push((weighed.score, made));
    }
    scored.sort_by_key(|(score, made)| (-score, made.routine));
    scored.truncate(SUGGESTIONS_MAX - 1);
    let mut suggestions: Vec<WorkoutSuggestion> =
        scored.into_iter().map(|(_, made)| made).collect();
    suggestions.extend(composed(cx, &library, &asked, &lately, &there)?);
    Ok(suggestions)
}

fn candidates(
    library: &Library,
    items: &[Item],
    there: &dyn Fn(&Exercise) -> bool,
) -> Vec<Candidate> {
    let candidate = |item: &Item| {
        let exercise = library.get(library.target(item.exercise));
        Candidate {
            primary: exercise.map(|exercise| exercise.primary.clone()).unwrap_or_default(),
            ms: item_ms(item),
            possible: exercise.is_some_and(there),
        }
    };
    items.iter().map(candidate).collect()
}

/// What each muscle did in the last two weeks.
fn lately(cx: &ReadCx<'_>, library: &Library, now_ms: i64) -> Result<BTreeMap<Muscle, Lately>> {
    const WEEK_MS: i64 = 7 * 86_400_000;
    let from = crate::model::day_number(cx.today().plus(-14));
    let mut lately: BTreeMap<Muscle, Lately> = BTreeMap::new();
    cx.sql().each(
        "SELECT exercise, done, kind FROM fitness_set WHERE day >= ?1 AND done IS NOT NULL
         AND kind <> 0",
        params![from],
        |row| {
            let (id, done) = (row.id(0)?, row.int(1)?);
            let Some(exercise) = library.get(library.target(id)) else { return Ok(()) };
            for muscle in exercise.primary.iter().chain(&exercise.secondary) {
                let share = exercise.share(*muscle);
                let known = lately.entry(*muscle).or_default();
                if share == 2 {
                    known.last_ms = known.last_ms.max(Some(done));
                }
                if (now_ms - done) < WEEK_MS {
                    known.week_x2 += half_sets(share);
                }
            }
            Ok(())
        },
    )?;
    Ok(lately)
}

/// A proposal from exercises of a routine or such as one would have.
fn made(cx: &ReadCx<'_>, library: &Library, items: &[&Item]) -> Result<WorkoutSuggestion> {
    let mut exercises = Vec::with_capacity(items.len());
    let mut start = Vec::with_capacity(items.len());
    for item in items {
        let next = next_of(cx.sql(), library, item)?;
        let figures = item_figures(library, item);
        let mg = next.mg.filter(|_| figures.has_weight);
        let reps = Some(next.reps).filter(|reps| figures.counts_reps && *reps > 0);
        let set =
            SetInput { mg, reps, ms: item.time_ms, mm: item.distance_mm, ..SetInput::default() };
        let count = usize::try_from(item.sets).unwrap_or(0);
        start.push(NewWorkoutExercise {
            exercise: item.exercise,
            group: Some(item.group.clone()),
            note: Some(item.note.clone()),
            rest_ms: item.rest_ms,
            sets: vec![set; count],
        });
        exercises.push(SuggestedExercise {
            exercise: exercise_name(library, item.exercise),
            sets: item.sets,
            mg,
            reps,
            time_ms: item.time_ms,
            why: next.why,
        });
    }
    let minutes = items.iter().map(|item| item_ms(item)).sum::<i64>() / 60_000;
    let start = StartWorkout { exercises: Some(start), ..StartWorkout::default() };
    let (name, reasons) = (String::new(), Vec::new());
    Ok(WorkoutSuggestion { routine: None, name, minutes, exercises, reasons, start })
}

/// A workout that is put together of what the person likes, or of what one begins with.
fn composed(
    cx: &ReadCx<'_>,
    library: &Library,
    asked: &Asked,
    lately: &BTreeMap<Muscle, Lately>,
    there: &dyn Fn(&Exercise) -> bool,
) -> Result<Option<WorkoutSuggestion>> {
    let usage = usage(cx.sql(), library)?;
    let times = |exercise: &Exercise| usage.get(&exercise.id).map_or(0, |(times, _)| *times);
    let starter = |exercise: &Exercise| {
        let place = exercise.slug.and_then(|slug| STARTERS.iter().position(|one| *one == slug));
        place.unwrap_or(STARTERS.len())
    };
    let counted = |exercise: &&Exercise| {
        let kind = matches!(exercise.kind, Measured::WeightReps | Measured::Reps | Measured::Time);
        let liked = times(exercise) > 0 || starter(exercise) < STARTERS.len();
        kind && liked && !exercise.hidden
    };
    let mut pool: Vec<&Exercise> = library.all().into_iter().filter(counted).collect();
    pool.sort_by_key(|exercise| (std::cmp::Reverse(times(exercise)), starter(exercise)));
    let items: Vec<Item> = pool.iter().map(|exercise| item_of(exercise)).collect();
    let candidates = candidates(library, &items, there);
    let chosen = compose(asked, lately, &candidates);
    let plan =
        Plan { last_ms: None, items: chosen.iter().map(|at| candidates[*at].clone()).collect() };
    let Some(weighed) = weigh(asked, lately, &plan) else { return Ok(None) };
    let kept: Vec<&Item> = chosen.iter().map(|at| &items[*at]).collect();
    let mut made = made(cx, library, &kept)?;
    made.reasons = weighed.reasons;
    // It has no name and was never done as such: that says nothing.
    made.reasons.retain(|reason| *reason != SuggestReason::NeverDone);
    Ok(Some(made))
}

fn item_of(exercise: &Exercise) -> Item {
    let counts = exercise.kind != Measured::Time;
    Item {
        key: String::new(),
        exercise: exercise.id,
        order: String::new(),
        sets: SETS,
        low: counts.then_some(REPS.0),
        high: counts.then_some(REPS.1),
        time_ms: (!counts).then_some(40_000),
        distance_mm: None,
        rest_ms: Some(90_000),
        group: String::new(),
        rule: if counts { Rule::Double } else { Rule::None },
        step_mg: None,
        note: String::new(),
    }
}

#[cfg(test)]
mod tests;
