//! The exercises of a workout: added, taken out, moved, put into supersets.

use base::error::{Error, Result};
use base::id::AnyId;
use domain::wire;
use store::params;
use store::record::{Changes, Fields, Value};
use store::write::WriteCx;

use super::super::check;
use super::super::new_key;
use super::super::rows::times;
use super::super::workouts::{EXERCISES_MAX, workout_row};
use crate::library::Library;
use crate::model::workout::{Entry, Set, SetKind, Workout};
use crate::model::{hex, order};

wire! {
    /// An exercise that comes to a workout.
    #[ts(optional_fields)]
    pub(crate) struct AddWorkoutExercise {
        /// The workout.
        pub(crate) workout: AnyId,
        /// Which exercise.
        pub(crate) exercise: AnyId,
        /// After which of the workout, a key; null: last.
        #[serde(default)]
        pub(crate) after: Option<String>,
        /// With how many sets; null: as many as the last time, or one.
        #[serde(default)]
        pub(crate) sets: Option<u32>,
    }

    /// Names an exercise of a workout.
    pub(crate) struct WorkoutExerciseRef {
        /// The workout.
        pub(crate) workout: AnyId,
        /// The exercise's key in it.
        pub(crate) key: String,
    }

    /// Another place for an exercise of a workout.
    #[ts(optional_fields)]
    pub(crate) struct MoveWorkoutExercise {
        /// The workout.
        pub(crate) workout: AnyId,
        /// The exercise's key in it.
        pub(crate) key: String,
        /// Before which other, a key; null: last.
        #[serde(default)]
        pub(crate) before: Option<String>,
    }

    /// What an exercise of a workout becomes; null: leave.
    #[ts(optional_fields)]
    pub(crate) struct EditWorkoutExercise {
        /// The workout.
        pub(crate) workout: AnyId,
        /// The exercise's key in it.
        pub(crate) key: String,
        /// Another exercise instead; its sets stay.
        #[serde(default)]
        pub(crate) exercise: Option<AnyId>,
        /// What is noted.
        #[serde(default)]
        pub(crate) note: Option<String>,
        /// The rest after its sets, milliseconds; 0: none.
        #[serde(default)]
        pub(crate) rest_ms: Option<i64>,
    }

    /// Exercises of a workout that are done in turn.
    pub(crate) struct GroupExercises {
        /// The workout.
        pub(crate) workout: AnyId,
        /// The exercises' keys in it; one alone leaves its superset.
        pub(crate) keys: Vec<String>,
    }
}

/// The longest rest, milliseconds.
const REST_MS_MAX: i64 = 3_600_000;

/// A rest that is none longer than an hour.
pub(crate) fn checked_rest(rest_ms: i64) -> Result<i64> {
    check::within(rest_ms, 0, REST_MS_MAX, "rest_ms")
}

/// A workout with its exercises, as it stands in its record.
pub(super) fn opened(cx: &WriteCx<'_>, id: AnyId) -> Result<Workout> {
    workout_row(cx.read().sql(), id)?;
    Ok(Workout::of(&cx.read().record(id)?.fields))
}

/// The exercise of a workout with a key.
pub(super) fn entry<'a>(workout: &'a Workout, key: &str) -> Result<&'a Entry> {
    let found = workout.entries.iter().find(|entry| entry.key == key);
    found.ok_or_else(|| Error::not_found("exercise of this workout", key).at("key"))
}

/// New fields as changes.
pub(super) fn changes(fields: Fields) -> Changes {
    fields.into_iter().map(|(key, value)| (key, Some(value))).collect()
}

pub(crate) fn add_exercise(
    cx: &mut WriteCx<'_>,
    request: AddWorkoutExercise,
) -> Result<WorkoutExerciseRef> {
    let workout = opened(cx, request.workout)?;
    if workout.entries.len() >= EXERCISES_MAX {
        let message = format!("a workout has at most {EXERCISES_MAX} exercises");
        return Err(Error::invalid("workout", message));
    }
    let library = Library::load(&cx.read())?;
    library.known(request.exercise, "exercise")?;
    let place = match &request.after {
        None => workout.entries.len(),
        Some(after) => {
            entry(&workout, after)?;
            let at = workout.entries.iter().position(|entry| entry.key == *after);
            at.map_or(workout.entries.len(), |at| at + 1)
        }
    };
    let order_at = |at: usize| workout.entries.get(at).map(|entry| entry.order.as_str());
    let before = place.checked_sub(1).and_then(order_at);
    let order = order::between(before, order_at(place));
    let mut made = Entry::new(new_key(cx), order, request.exercise);
    made.sets = usual_sets(cx, &library, &request)?;
    let mut fields = Fields::new();
    made.write(&mut fields);
    cx.edit(request.workout, &changes(fields))?;
    Ok(WorkoutExerciseRef { workout: request.workout, key: made.key })
}

/// Sets to do, with the figures of the last time.
fn usual_sets(
    cx: &WriteCx<'_>,
    library: &Library,
    request: &AddWorkoutExercise,
) -> Result<Vec<Set>> {
    const SETS_MAX: usize = 20; // More at once are a mistake.
    let read = cx.read();
    let start = "SELECT start_ms FROM fitness_session WHERE id = ?1";
    let start = read.sql().number(start, params![request.workout])?;
    let before = if start > 0 { start } else { read.now().as_millisecond() };
    let last = times(read.sql(), library, request.exercise, before, 1)?.pop();
    let last: Vec<Set> = last.map(|time| time.sets).unwrap_or_default();
    let work: Vec<&Set> = last.iter().filter(|set| set.kind != SetKind::Warmup).collect();
    let count = match request.sets {
        Some(count) => count as usize,
        None => work.len().max(1),
    };
    let places = order::after(None, count.min(SETS_MAX));
    let sets = places.into_iter().enumerate().map(|(at, place)| {
        let mut set = Set::new(new_key(cx), place);
        if let Some(like) = work.get(at).or(work.last()) {
            (set.reps, set.mg, set.mm, set.ms) = (like.reps, like.mg, like.mm, like.ms);
            set.unit.clone_from(&like.unit);
        }
        set
    });
    Ok(sets.collect())
}

pub(crate) fn remove_exercise(cx: &mut WriteCx<'_>, request: WorkoutExerciseRef) -> Result<()> {
    let workout = opened(cx, request.workout)?;
    let entry = entry(&workout, &request.key)?;
    let gone = || Some(Value::Bool(true));
    let mut changes = Changes::from([(format!("ex/{}/gone", entry.key), gone())]);
    changes.extend(entry.sets.iter().map(|set| (format!("set/{}/gone", set.key), gone())));
    cx.edit(request.workout, &changes).map(drop)
}

pub(crate) fn move_exercise(cx: &mut WriteCx<'_>, request: MoveWorkoutExercise) -> Result<()> {
    let workout = opened(cx, request.workout)?;
    entry(&workout, &request.key)?;
    let others: Vec<&Entry> =
        workout.entries.iter().filter(|other| other.key != request.key).collect();
    let at = match &request.before {
        None => others.len(),
        Some(before) => {
            let found = others.iter().position(|other| other.key == *before);
            found
                .ok_or_else(|| Error::not_found("exercise of this workout", before).at("before"))?
        }
    };
    let order_at = |at: usize| others.get(at).map(|entry| entry.order.as_str());
    let order = order::between(at.checked_sub(1).and_then(order_at), order_at(at));
    let changes = Changes::from([(format!("ex/{}/order", request.key), Some(order.into()))]);
    cx.edit(request.workout, &changes).map(drop)
}

pub(crate) fn edit_workout_exercise(
    cx: &mut WriteCx<'_>,
    request: EditWorkoutExercise,
) -> Result<()> {
    let workout = opened(cx, request.workout)?;
    entry(&workout, &request.key)?;
    let mut changes = Changes::new();
    let mut put = |name: &str, value: Option<Value>| {
        changes.insert(format!("ex/{}/{name}", request.key), value);
    };
    if let Some(exercise) = request.exercise {
        Library::load(&cx.read())?.known(exercise, "exercise")?;
        put("exercise", Some(hex(exercise).into()));
    }
    if let Some(note) = &request.note {
        put("note", Some(check::words(note, "note")?.into()));
    }
    if let Some(rest_ms) = request.rest_ms {
        put("rest_ms", Some(checked_rest(rest_ms)?.into()));
    }
    cx.edit(request.workout, &changes).map(drop)
}

pub(crate) fn group_exercises(cx: &mut WriteCx<'_>, request: GroupExercises) -> Result<()> {
    let workout = opened(cx, request.workout)?;
    for key in &request.keys {
        entry(&workout, key)?;
    }
    let letter = match request.keys.len() {
        0 => return Err(Error::invalid("keys", "say which exercises")),
        1 => None,
        _ => Some(free_letter(&workout, &request.keys)),
    };
    let letter = letter.map(Value::from);
    let changes =
        request.keys.iter().map(|key| (format!("ex/{key}/group"), letter.clone())).collect();
    cx.edit(request.workout, &changes).map(drop)
}

/// The first letter that no other exercise has.
fn free_letter(workout: &Workout, keys: &[String]) -> String {
    let taken = |letter: &char| {
        let others = workout.entries.iter().filter(|entry| !keys.contains(&entry.key));
        others.into_iter().any(|entry| entry.group == letter.to_string())
    };
    ('A'..='Z').find(|letter| !taken(letter)).unwrap_or('Z').to_string()
}
