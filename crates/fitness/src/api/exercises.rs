//! Exercises: the library, one with its history, own ones, and what is changed of shipped ones.

use std::collections::BTreeMap;

use base::day::Day;
use base::error::{Code, Error, Result};
use base::id::AnyId;
use domain::wire;
use store::params;
use store::read::ReadCx;
use store::record::{Changes, Fields, Value};
use store::sql::Sql;
use store::write::WriteCx;

use super::records::{BestKind, ExerciseBest, best, bests, done_sets};
use super::rows::{ExerciseName, WorkoutSet, times};
use super::{check, write_named};
use crate::library::{Exercise, Library, fold};
use crate::model::e1rm::{OneRepMax, one_rep_max};
use crate::model::units::Measured;
use crate::model::{day, hex, muscle::Muscle};
use crate::record::EXERCISE;

wire! {
    /// Which exercises.
    #[derive(Default)]
    #[serde(default)]
    #[ts(optional_fields)]
    pub(crate) struct ListExercises {
        /// With these words in a name.
        pub(crate) text: Option<String>,
        /// For this muscle.
        pub(crate) muscle: Option<Muscle>,
        /// With this equipment.
        pub(crate) equipment: Option<String>,
        /// Measured so.
        pub(crate) kind: Option<Measured>,
        /// Own ones only.
        pub(crate) own: Option<bool>,
        /// Hidden ones instead of the others.
        pub(crate) hidden: Option<bool>,
        /// Those done most recently first, instead of by name.
        pub(crate) recent: Option<bool>,
    }

    /// An exercise in the list.
    pub(crate) struct ExerciseRow {
        /// The exercise.
        pub(crate) id: AnyId,
        /// What it is called.
        pub(crate) name: String,
        /// What a set is measured in.
        pub(crate) kind: Measured,
        /// What it is done with: a slug.
        pub(crate) equipment: String,
        /// Muscles that work most.
        pub(crate) primary: Vec<Muscle>,
        /// Muscles that help.
        pub(crate) secondary: Vec<Muscle>,
        /// Whether each side is counted by itself.
        pub(crate) unilateral: bool,
        /// Whether lists leave it out.
        pub(crate) hidden: bool,
        /// Whether the person made it.
        pub(crate) own: bool,
        /// In how many workouts it was done.
        pub(crate) times: u32,
        /// When it was last done.
        pub(crate) last: Option<Day>,
    }

    /// Names an exercise.
    #[derive(Copy)]
    pub(crate) struct ExerciseRef {
        /// The exercise.
        pub(crate) id: AnyId,
    }

    /// One time that an exercise was done.
    pub(crate) struct ExerciseTime {
        /// The workout.
        pub(crate) workout: AnyId,
        /// Its day.
        pub(crate) day: Day,
        /// The sets that were done, in their order.
        pub(crate) sets: Vec<WorkoutSet>,
        /// The best guess of what could be lifted once; null: none can be made.
        pub(crate) e1rm: Option<OneRepMax>,
        /// Weight times repetitions without warm-ups, milligrams.
        pub(crate) volume_mg: i64,
    }

    /// The heaviest weight for so many repetitions.
    pub(crate) struct RepMax {
        /// Repetitions.
        pub(crate) reps: i64,
        /// The best.
        pub(crate) best: ExerciseBest,
    }

    /// An exercise with all that is known of it.
    pub(crate) struct ExerciseDetail {
        /// As it stands in the list.
        #[serde(flatten)]
        pub(crate) row: ExerciseRow,
        /// How it is done.
        pub(crate) note: String,
        /// By how much it becomes heavier, milligrams.
        pub(crate) step_mg: i64,
        /// How other programs call it.
        pub(crate) aliases: Vec<String>,
        /// Exercises that were merged into it.
        pub(crate) merged: Vec<ExerciseName>,
        /// Its bests.
        pub(crate) bests: Vec<ExerciseBest>,
        /// The heaviest weights for one to twelve repetitions.
        pub(crate) rep_maxes: Vec<RepMax>,
        /// The last times, the latest first; at most 100.
        pub(crate) history: Vec<ExerciseTime>,
    }

    /// A new exercise.
    #[ts(optional_fields)]
    pub(crate) struct NewExercise {
        /// What it is called.
        pub(crate) name: String,
        /// What a set is measured in.
        pub(crate) kind: Measured,
        /// What it is done with: a slug.
        #[serde(default)]
        pub(crate) equipment: Option<String>,
        /// Muscles that work most.
        #[serde(default)]
        pub(crate) primary: Vec<Muscle>,
        /// Muscles that help.
        #[serde(default)]
        pub(crate) secondary: Vec<Muscle>,
        /// How it is done.
        #[serde(default)]
        pub(crate) note: Option<String>,
        /// Whether each side is counted by itself.
        #[serde(default)]
        pub(crate) unilateral: Option<bool>,
        /// By how much it becomes heavier, milligrams.
        #[serde(default)]
        pub(crate) step_mg: Option<i64>,
    }

    /// What an exercise becomes; null: leave.
    #[ts(optional_fields)]
    pub(crate) struct EditExercise {
        /// The exercise.
        pub(crate) id: AnyId,
        /// What it is called.
        #[serde(default)]
        pub(crate) name: Option<String>,
        /// What a set is measured in.
        #[serde(default)]
        pub(crate) kind: Option<Measured>,
        /// What it is done with: a slug.
        #[serde(default)]
        pub(crate) equipment: Option<String>,
        /// All muscles that work most.
        #[serde(default)]
        pub(crate) primary: Option<Vec<Muscle>>,
        /// All muscles that help.
        #[serde(default)]
        pub(crate) secondary: Option<Vec<Muscle>>,
        /// How it is done.
        #[serde(default)]
        pub(crate) note: Option<String>,
        /// Whether each side is counted by itself.
        #[serde(default)]
        pub(crate) unilateral: Option<bool>,
        /// By how much it becomes heavier, milligrams.
        #[serde(default)]
        pub(crate) step_mg: Option<i64>,
        /// Names of other programs to add.
        #[serde(default)]
        pub(crate) add_aliases: Option<Vec<String>>,
        /// Names of other programs to take off.
        #[serde(default)]
        pub(crate) remove_aliases: Option<Vec<String>>,
    }

    /// Whether lists leave an exercise out.
    #[derive(Copy)]
    pub(crate) struct HideExercise {
        /// The exercise.
        pub(crate) id: AnyId,
        /// Whether it is hidden.
        pub(crate) hidden: bool,
    }

    /// Lets the sets of one exercise count for another.
    #[derive(Copy)]
    #[ts(optional_fields)]
    pub(crate) struct MergeExercise {
        /// The exercise.
        pub(crate) id: AnyId,
        /// The one for which they count; null: for itself again.
        #[serde(default)]
        pub(crate) into: Option<AnyId>,
    }

    /// When an exercise was last done.
    #[derive(Copy)]
    #[ts(optional_fields)]
    pub(crate) struct LastSetsOf {
        /// The exercise.
        pub(crate) exercise: AnyId,
        /// How many times, at most 50; one without.
        #[serde(default)]
        pub(crate) times: Option<u32>,
    }
}

/// Times of an exercise that are shown.
const HISTORY_MAX: usize = 100;

/// How often each exercise was done and when last, merged ones with the one that they count for.
pub(super) fn usage(sql: Sql<'_>, library: &Library) -> Result<BTreeMap<AnyId, (u32, i64)>> {
    let mut usage: BTreeMap<AnyId, (u32, i64)> = BTreeMap::new();
    sql.each(
        "SELECT exercise, count(DISTINCT workout), max(day) FROM fitness_set
         WHERE done IS NOT NULL GROUP BY exercise",
        &[],
        |row| {
            let known = usage.entry(library.target(row.id(0)?)).or_default();
            known.0 += u32::try_from(row.int(1)?).unwrap_or(0);
            known.1 = known.1.max(row.int(2)?);
            Ok(())
        },
    )?;
    Ok(usage)
}

fn row(exercise: &Exercise, usage: Option<&(u32, i64)>) -> ExerciseRow {
    ExerciseRow {
        id: exercise.id,
        name: exercise.name.clone(),
        kind: exercise.kind,
        equipment: exercise.equipment.clone(),
        primary: exercise.primary.clone(),
        secondary: exercise.secondary.clone(),
        unilateral: exercise.unilateral,
        hidden: exercise.hidden,
        own: exercise.slug.is_none(),
        times: usage.map_or(0, |(times, _)| *times),
        last: usage.and_then(|(_, last)| day(*last).ok()),
    }
}

pub(crate) fn exercises(cx: &ReadCx<'_>, request: ListExercises) -> Result<Vec<ExerciseRow>> {
    let library = Library::load(cx)?;
    let usage = usage(cx.sql(), &library)?;
    let words = fold(request.text.as_deref().unwrap_or_default());
    let fits = |exercise: &&Exercise| {
        let named = |word: &str| {
            let names = std::iter::once(fold(&exercise.name));
            names.chain(exercise.aliases.iter().cloned()).any(|name| name.contains(word))
        };
        words.split(' ').filter(|word| !word.is_empty()).all(named)
            && request.muscle.is_none_or(|muscle| exercise.share(muscle) > 0)
            && request.equipment.as_ref().is_none_or(|equipment| *equipment == exercise.equipment)
            && request.kind.is_none_or(|kind| kind == exercise.kind)
            && (request.own != Some(true) || exercise.slug.is_none())
            && exercise.hidden == (request.hidden == Some(true))
    };
    let all = library.all().into_iter().filter(fits);
    let mut rows: Vec<ExerciseRow> =
        all.map(|exercise| row(exercise, usage.get(&exercise.id))).collect();
    if request.recent == Some(true) {
        rows.sort_by_key(|row| (std::cmp::Reverse(row.last), std::cmp::Reverse(row.times)));
    }
    Ok(rows)
}

pub(crate) fn exercise(cx: &ReadCx<'_>, request: ExerciseRef) -> Result<ExerciseDetail> {
    let sql = cx.sql();
    let library = Library::load(cx)?;
    let id = library.target(request.id);
    let known = library.known(id, "id")?;
    let sets = done_sets(sql, &library, id, i64::MAX)?;
    let mut rep_maxes = Vec::new();
    for reps in 1..=crate::model::e1rm::REPS_MAX {
        let of = sets.iter().filter(|set| set.measure.reps == Some(reps));
        let heaviest = of.filter_map(|set| Some((BestKind::Weight.value(set.measure)?, set)));
        let Some((value, set)) = heaviest.rev().max_by_key(|(value, _)| *value) else { continue };
        if let Some(best) = best(sql, BestKind::Weight, value, set)? {
            rep_maxes.push(RepMax { reps, best });
        }
    }
    let merged = library.sources(id).into_iter().skip(1);
    let merged = merged.filter_map(|other| library.get(other)).map(|other| ExerciseName {
        id: other.id,
        name: other.name.clone(),
        kind: other.kind,
        unilateral: other.unilateral,
    });
    Ok(ExerciseDetail {
        row: row(known, usage(sql, &library)?.get(&id)),
        note: known.text.clone(),
        step_mg: known.step_mg,
        aliases: known.aliases.iter().cloned().collect(),
        merged: merged.collect(),
        bests: bests(sql, known.kind, &sets)?,
        rep_maxes,
        history: history(sql, &library, id, HISTORY_MAX)?,
    })
}

fn history(sql: Sql<'_>, library: &Library, id: AnyId, limit: usize) -> Result<Vec<ExerciseTime>> {
    let mut history = Vec::new();
    for time in times(sql, library, id, i64::MAX, limit)? {
        let workout = sql.first(
            "SELECT id FROM fitness_session WHERE n = ?1 AND origin = 0",
            params![time.n],
            |row| row.id(0),
        )?;
        let Some(workout) = workout else { continue };
        let counted = || time.sets.iter().filter(|set| set.counts());
        let guess = |set: &crate::model::workout::Set| one_rep_max(set.mg?, set.reps?);
        let e1rm = counted().filter_map(guess).max_by_key(|max| max.epley_mg);
        let volume = |set: &crate::model::workout::Set| {
            set.mg.unwrap_or(0).saturating_mul(set.reps.unwrap_or(0))
        };
        history.push(ExerciseTime {
            workout,
            day: day(time.day)?,
            e1rm,
            volume_mg: counted().map(volume).sum(),
            sets: time.sets.into_iter().map(WorkoutSet::from).collect(),
        });
    }
    Ok(history)
}

pub(crate) fn last_sets(cx: &ReadCx<'_>, request: LastSetsOf) -> Result<Vec<ExerciseTime>> {
    let library = Library::load(cx)?;
    let id = library.known(library.target(request.exercise), "exercise")?.id;
    let limit = request.times.unwrap_or(1).clamp(1, 50) as usize;
    history(cx.sql(), &library, id, limit)
}

fn put_muscles(changes: &mut Changes, before: &[Muscle], after: &[Muscle], share: i64) {
    for muscle in before.iter().filter(|muscle| !after.contains(muscle)) {
        changes.insert(format!("muscle/{}", muscle.slug()), Some(0_i64.into()));
    }
    for muscle in after {
        changes.insert(format!("muscle/{}", muscle.slug()), Some(share.into()));
    }
}

fn checked_step(step_mg: i64) -> Result<Value> {
    Ok(check::within(step_mg, 0, 100_000_000, "step_mg")?.into())
}

pub(crate) fn create_exercise(cx: &mut WriteCx<'_>, request: NewExercise) -> Result<ExerciseRef> {
    let name = check::name(&request.name, "name")?;
    unused(&Library::load(&cx.read())?, &name, None)?;
    let mut changes = Changes::from([
        ("name".to_owned(), Some(name.into())),
        ("kind".to_owned(), Some(request.kind.word().into())),
    ]);
    if let Some(equipment) = &request.equipment {
        changes.insert("equipment".to_owned(), Some(check::slug(equipment, "equipment")?.into()));
    }
    put_muscles(&mut changes, &[], &request.secondary, 1);
    put_muscles(&mut changes, &[], &request.primary, 2);
    if let Some(note) = &request.note {
        changes.insert("note".to_owned(), Some(check::note(note)?.into()));
    }
    if let Some(unilateral) = request.unilateral {
        changes.insert("unilateral".to_owned(), Some(unilateral.into()));
    }
    if let Some(step_mg) = request.step_mg {
        changes.insert("step_mg".to_owned(), Some(checked_step(step_mg)?));
    }
    let fields = changes.into_iter().filter_map(|(key, value)| Some((key, value?)));
    let id = cx.new_id();
    cx.create(&EXERCISE, id, fields.collect::<Fields>())?;
    Ok(ExerciseRef { id })
}

/// Two exercises of one name would part a history.
fn unused(library: &Library, name: &str, but: Option<AnyId>) -> Result<()> {
    let same = |exercise: &&&Exercise| fold(&exercise.name) == fold(name);
    match library.all().iter().filter(same).find(|exercise| Some(exercise.id) != but) {
        None => Ok(()),
        Some(other) => {
            let message = format!("there is an exercise {:?}", other.name);
            Err(Error::new(Code::Conflict, message).at("name"))
        }
    }
}

pub(crate) fn edit_exercise(cx: &mut WriteCx<'_>, request: EditExercise) -> Result<()> {
    let library = Library::load(&cx.read())?;
    let known = library.known(request.id, "id")?;
    let mut changes = Changes::new();
    let mut put = |key: &str, value: Value| changes.insert(key.to_owned(), Some(value));
    if let Some(name) = &request.name {
        let name = check::name(name, "name")?;
        unused(&library, &name, Some(known.id))?;
        put("name", name.into());
    }
    if let Some(kind) = request.kind {
        put("kind", kind.word().into());
    }
    if let Some(equipment) = &request.equipment {
        put("equipment", check::slug(equipment, "equipment")?.into());
    }
    if let Some(note) = &request.note {
        put("note", check::note(note)?.into());
    }
    if let Some(unilateral) = request.unilateral {
        put("unilateral", unilateral.into());
    }
    if let Some(step_mg) = request.step_mg {
        put("step_mg", checked_step(step_mg)?);
    }
    if let Some(after) = &request.secondary {
        put_muscles(&mut changes, &known.secondary, after, 1);
    }
    if let Some(after) = &request.primary {
        // What only helps from now on has been said just before.
        let helps = request.secondary.as_deref().unwrap_or_default();
        let before: Vec<Muscle> =
            known.primary.iter().copied().filter(|muscle| !helps.contains(muscle)).collect();
        put_muscles(&mut changes, &before, after, 2);
    }
    for alias in request.remove_aliases.iter().flatten() {
        changes.insert(format!("alias/{}", fold(alias)), None);
    }
    for alias in request.add_aliases.iter().flatten() {
        let alias = fold(&check::name(alias, "add_aliases")?);
        changes.insert(format!("alias/{alias}"), Some(true.into()));
    }
    write_named(cx, &EXERCISE, request.id, changes)
}

pub(crate) fn hide_exercise(cx: &mut WriteCx<'_>, request: HideExercise) -> Result<()> {
    Library::load(&cx.read())?.known(request.id, "id")?;
    let changes = Changes::from([("hidden".to_owned(), Some(request.hidden.into()))]);
    write_named(cx, &EXERCISE, request.id, changes)
}

pub(crate) fn merge_exercise(cx: &mut WriteCx<'_>, request: MergeExercise) -> Result<()> {
    let library = Library::load(&cx.read())?;
    let known = library.known(request.id, "id")?;
    let into = match request.into {
        None => None,
        Some(into) => {
            let target = library.known(library.target(into), "into")?;
            if target.id == known.id {
                return Err(Error::new(Code::Conflict, "it counts for this one").at("into"));
            }
            if target.kind != known.kind {
                let message = format!("{:?} is measured differently", target.name);
                return Err(Error::new(Code::Conflict, message).at("into"));
            }
            Some(hex(target.id).into())
        }
    };
    write_named(cx, &EXERCISE, request.id, Changes::from([("into".to_owned(), into)]))
}

#[cfg(test)]
mod tests;
