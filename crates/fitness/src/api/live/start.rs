//! How a workout begins: empty, after a routine, from a plan, as it was suggested.

use base::error::{Code, Error, Result};
use base::id::AnyId;
use domain::session::{Happening, SessionEvent};
use domain::wire;
use store::params;
use store::record::Fields;
use store::write::WriteCx;

use super::super::check;
use super::super::routines::{Routine, item_figures, next_of, routine_items};
use super::super::workouts::{NewWorkoutExercise, WorkoutRef, checked_exercises, workout_row};
use super::super::{new_key, settings, zone_name};
use super::{all_going, input_set};
use crate::library::Library;
use crate::model::workout::{Entry, Set, Workout};
use crate::model::{hex, order};
use crate::projection::Stage;
use crate::record::WORKOUT;

wire! {
    /// What begins; with nothing said an empty workout.
    #[derive(Default)]
    #[serde(default)]
    #[ts(optional_fields)]
    pub(crate) struct StartWorkout {
        /// A planned workout.
        pub(crate) workout: Option<AnyId>,
        /// The routine that it follows.
        pub(crate) routine: Option<AnyId>,
        /// A slug; null: that of the settings.
        pub(crate) sport: Option<String>,
        /// Its name.
        pub(crate) name: Option<String>,
        /// Its exercises with sets that are not done yet: what was suggested.
        pub(crate) exercises: Option<Vec<NewWorkoutExercise>>,
    }
}

pub(crate) fn start_workout(cx: &mut WriteCx<'_>, request: StartWorkout) -> Result<WorkoutRef> {
    if let Some(other) = all_going(&cx.read())?.first() {
        let message = format!("the workout {} goes on; end it first", other.id);
        return Err(Error::new(Code::Conflict, message));
    }
    if let Some(planned) = request.workout {
        return start_planned(cx, planned);
    }
    let mut fields = Fields::new();
    let mut name = request.name.map(|name| check::words(&name, "name")).transpose()?;
    let mut entries = Vec::new();
    if let Some(routine) = request.routine {
        let (found, filled) = fill_from_routine(cx, routine)?;
        fields.insert("routine".to_owned(), hex(routine).into());
        name = name.or(Some(found.name));
        entries = filled;
    }
    let last = entries.last().map(|entry: &Entry| entry.order.clone());
    let given = request.exercises.unwrap_or_default();
    entries.extend(add_entries(cx, &given, last.as_deref(), None)?);
    for entry in &entries {
        entry.write(&mut fields);
    }
    if let Some(name) = name.filter(|name| !name.is_empty()) {
        fields.insert("name".to_owned(), name.into());
    }
    let first = settings(&cx.read(), domain::command::Nothing {})?.first_sport;
    let sport = check::slug(request.sport.as_deref().unwrap_or(&first), "sport")?;
    fields.insert("sport".to_owned(), sport.into());
    fields.insert("zone".to_owned(), zone_name(cx).into());
    let event = SessionEvent::now(cx.read().env(), Happening::Start);
    fields.insert(event.key(), event.value());
    let id = cx.new_id();
    cx.create(&WORKOUT, id, fields)?;
    Ok(WorkoutRef { id })
}

/// Begins what was planned; sets of its routine are made now.
fn start_planned(cx: &mut WriteCx<'_>, id: AnyId) -> Result<WorkoutRef> {
    workout_row(cx.read().sql(), id)?;
    let state = "SELECT state FROM fitness_session WHERE id = ?1";
    if cx.read().sql().number(state, params![id])? != Stage::Planned as i64 {
        return Err(Error::new(Code::Conflict, "this workout has begun").at("workout"));
    }
    let record = cx.read().record(id)?;
    let mut fields = Fields::new();
    let routine = record.text("routine").parse::<AnyId>().ok();
    if let Some(routine) = routine.filter(|_| Workout::of(&record.fields).entries.is_empty())
        // A routine that was thrown away meanwhile is no reason not to train.
        && let Ok((found, entries)) = fill_from_routine(cx, routine)
    {
        for entry in entries {
            entry.write(&mut fields);
        }
        if record.text("name").is_empty() {
            fields.insert("name".to_owned(), found.name.into());
        }
    }
    fields.insert("zone".to_owned(), zone_name(cx).into());
    let event = SessionEvent::now(cx.read().env(), Happening::Start);
    fields.insert(event.key(), event.value());
    let changes = fields.into_iter().map(|(key, value)| (key, Some(value))).collect();
    cx.edit(id, &changes)?;
    Ok(WorkoutRef { id })
}

/// Exercises of a request with keys and places, after a place. `done`: when its sets were done, unless
/// they say that they were not.
pub(crate) fn add_entries(
    cx: &WriteCx<'_>,
    given: &[NewWorkoutExercise],
    after: Option<&str>,
    done: Option<i64>,
) -> Result<Vec<Entry>> {
    let library = Library::load(&cx.read())?;
    checked_exercises(&library, given)?;
    let mut entries = Vec::with_capacity(given.len());
    for (exercise, order) in given.iter().zip(order::after(after, given.len())) {
        let mut entry = Entry::new(new_key(cx), order, exercise.exercise);
        let words = |text: &Option<String>, field: &str| {
            check::words(text.as_deref().unwrap_or_default(), field)
        };
        entry.group = words(&exercise.group, "group")?;
        entry.note = words(&exercise.note, "note")?;
        entry.rest_ms = exercise.rest_ms.map(super::checked_rest).transpose()?;
        let places = order::after(None, exercise.sets.len());
        for (input, place) in exercise.sets.iter().zip(places) {
            let mut set = input_set(input, new_key(cx), place)?;
            set.done = done.filter(|_| input.done != Some(false));
            entry.sets.push(set);
        }
        entries.push(entry);
    }
    Ok(entries)
}

/// The exercises of a routine with sets to do, as its rules say from the last times.
///
/// # Errors
/// `NotFound` at `routine`.
pub(crate) fn fill_from_routine(cx: &WriteCx<'_>, routine: AnyId) -> Result<(Routine, Vec<Entry>)> {
    let read = cx.read();
    let library = Library::load(&read)?;
    let (found, items) = routine_items(read.sql(), routine)?;
    let mut entries = Vec::with_capacity(items.len());
    for (item, order) in items.iter().zip(order::after(None, items.len())) {
        let next = next_of(read.sql(), &library, item)?;
        let mut entry = Entry::new(new_key(cx), order, item.exercise);
        entry.group = item.group.clone();
        entry.note = item.note.clone();
        entry.rest_ms = item.rest_ms;
        let count = usize::try_from(item.sets).unwrap_or(0);
        for place in order::after(None, count) {
            let mut set = Set::new(new_key(cx), place);
            let named = item_figures(&library, item);
            if named.counts_reps {
                set.reps = Some(next.reps).filter(|reps| *reps > 0);
            }
            if named.has_weight {
                set.mg = next.mg;
            }
            set.ms = item.time_ms;
            set.mm = item.distance_mm;
            entry.sets.push(set);
        }
        entries.push(entry);
    }
    Ok((found, entries))
}
