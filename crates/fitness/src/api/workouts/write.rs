//! Writing workouts down: afterward, planned, changed, thrown away.

use base::day::Day;
use base::error::{Code, Error, Result};
use base::id::AnyId;
use domain::wire;
use serde::Serialize;
use store::blobs::ContentHash;
use store::record::{Changes, Fields, MEDIA_PREFIX, Value};
use store::write::WriteCx;

use super::super::check;
use super::super::live::{add_entries, fill_from_routine};
use super::super::{SetInput, new_key};
use super::{WorkoutMedia, WorkoutRef, WorkoutRefs, workout_row};
use crate::library::Library;
use crate::model::workout::{Entry, Workout};
use crate::model::{hex, order};
use crate::projection::Origin;
use crate::record::WORKOUT;

wire! {
    /// An exercise of a new workout.
    #[ts(optional_fields)]
    pub(crate) struct NewWorkoutExercise {
        /// Which exercise.
        pub(crate) exercise: AnyId,
        /// The letter of its superset.
        #[serde(default)]
        pub(crate) group: Option<String>,
        /// What was noted.
        #[serde(default)]
        pub(crate) note: Option<String>,
        /// The rest after its sets, milliseconds.
        #[serde(default)]
        pub(crate) rest_ms: Option<i64>,
        /// Its sets, in their order.
        #[serde(default)]
        pub(crate) sets: Vec<SetInput>,
    }

    /// A workout that is written down afterward: with sets, or a run, a ride, a game.
    #[derive(Default)]
    #[serde(default)]
    #[ts(optional_fields)]
    pub(crate) struct NewWorkout {
        /// A slug; null: strength.
        pub(crate) sport: Option<String>,
        /// Its name.
        pub(crate) name: Option<String>,
        /// The person's words.
        pub(crate) note: Option<String>,
        /// When it began, Unix milliseconds; null: it has just ended.
        pub(crate) start_ms: Option<i64>,
        /// How long it took, milliseconds.
        pub(crate) elapsed_ms: Option<i64>,
        /// The zone where it happened; null: where the person is.
        pub(crate) zone: Option<String>,
        /// Millimeters.
        pub(crate) distance_mm: Option<i64>,
        /// How long of it was moving, milliseconds.
        pub(crate) moving_ms: Option<i64>,
        /// Joules.
        pub(crate) energy_j: Option<i64>,
        /// Millimeters upward.
        pub(crate) ascent_mm: Option<i64>,
        /// The mean heart rate, beats per minute.
        pub(crate) heart_bpm: Option<i64>,
        /// Twice the RPE of the whole session.
        pub(crate) rpe_x2: Option<i64>,
        /// Tags.
        pub(crate) tags: Option<Vec<String>>,
        /// Photos and files.
        pub(crate) media: Option<Vec<WorkoutMedia>>,
        /// Its exercises, in their order.
        pub(crate) exercises: Option<Vec<NewWorkoutExercise>>,
    }

    /// A number or day of a workout that can be taken back.
    #[derive(Copy, Eq)]
    #[serde(rename_all = "snake_case")]
    pub(crate) enum WorkoutField {
        /// The distance.
        Distance,
        /// The time in motion.
        Moving,
        /// The energy.
        Energy,
        /// The ascent.
        Ascent,
        /// The heart rate.
        Heart,
        /// The RPE.
        Rpe,
        /// The routine.
        Routine,
    }

    /// What a workout becomes; null: leave.
    #[ts(optional_fields)]
    pub(crate) struct EditWorkout {
        /// The workout.
        pub(crate) id: AnyId,
        /// A slug.
        #[serde(default)]
        pub(crate) sport: Option<String>,
        /// Its name.
        #[serde(default)]
        pub(crate) name: Option<String>,
        /// The person's words.
        #[serde(default)]
        pub(crate) note: Option<String>,
        /// When it began, Unix milliseconds.
        #[serde(default)]
        pub(crate) start_ms: Option<i64>,
        /// How long it took, milliseconds.
        #[serde(default)]
        pub(crate) elapsed_ms: Option<i64>,
        /// The zone where it happened.
        #[serde(default)]
        pub(crate) zone: Option<String>,
        /// The day for which it is planned; only of a planned one.
        #[serde(default)]
        pub(crate) planned: Option<Day>,
        /// Millimeters.
        #[serde(default)]
        pub(crate) distance_mm: Option<i64>,
        /// How long of it was moving, milliseconds.
        #[serde(default)]
        pub(crate) moving_ms: Option<i64>,
        /// Joules.
        #[serde(default)]
        pub(crate) energy_j: Option<i64>,
        /// Millimeters upward.
        #[serde(default)]
        pub(crate) ascent_mm: Option<i64>,
        /// The mean heart rate, beats per minute.
        #[serde(default)]
        pub(crate) heart_bpm: Option<i64>,
        /// Twice the RPE of the whole session.
        #[serde(default)]
        pub(crate) rpe_x2: Option<i64>,
        /// What to forget.
        #[serde(default)]
        pub(crate) forget: Option<Vec<WorkoutField>>,
        /// Tags to add.
        #[serde(default)]
        pub(crate) add_tags: Option<Vec<String>>,
        /// Tags to take off.
        #[serde(default)]
        pub(crate) remove_tags: Option<Vec<String>>,
        /// Photos and files to add.
        #[serde(default)]
        pub(crate) add_media: Option<Vec<WorkoutMedia>>,
        /// Hashes of photos and files to take off.
        #[serde(default)]
        pub(crate) remove_media: Option<Vec<String>>,
    }

    /// A workout that is to come.
    #[ts(optional_fields)]
    pub(crate) struct PlanWorkout {
        /// The day.
        pub(crate) day: Day,
        /// The routine that it will follow.
        #[serde(default)]
        pub(crate) routine: Option<AnyId>,
        /// A slug; null: that of the settings.
        #[serde(default)]
        pub(crate) sport: Option<String>,
        /// Its name.
        #[serde(default)]
        pub(crate) name: Option<String>,
        /// The person's words.
        #[serde(default)]
        pub(crate) note: Option<String>,
    }

    /// The same workout once more, planned.
    #[ts(optional_fields)]
    pub(crate) struct DuplicateWorkout {
        /// The workout.
        pub(crate) id: AnyId,
        /// The day; null: today.
        #[serde(default)]
        pub(crate) day: Option<Day>,
    }
}

/// The longest workout, milliseconds: a fortnight.
const LONGEST_MS: i64 = 14 * 24 * 3_600_000;
/// Exercises of one workout.
pub(crate) const EXERCISES_MAX: usize = 100;
/// Sets of one exercise.
pub(crate) const SETS_MAX: usize = 200;

/// The numbers of a workout: field, the highest value that is believed.
const NUMBERS: [(&str, i64); 6] = [
    ("distance_mm", 20_000_000_000),
    ("moving_ms", LONGEST_MS),
    ("energy_j", 200_000_000),
    ("ascent_mm", 50_000_000),
    ("heart_bpm", 260),
    ("rpe_x2", 20),
];

fn put_number(changes: &mut Changes, key: &str, number: Option<i64>) -> Result<()> {
    let Some(number) = number else { return Ok(()) };
    let most = NUMBERS.iter().find(|(known, _)| *known == key).map_or(i64::MAX, |(_, most)| *most);
    let number = check::within(number, 0, most, key)?;
    changes.insert(key.to_owned(), Some(number.into()));
    Ok(())
}

fn zone(text: Option<&str>, cx: &WriteCx<'_>) -> Result<String> {
    match text {
        Some(text) => match jiff::tz::TimeZone::get(text) {
            Ok(_) => Ok(text.to_owned()),
            Err(source) => {
                let message = format!("{text:?} is no zone like Europe/Berlin");
                Err(Error::invalid("zone", message).because(source))
            }
        },
        None => Ok(super::super::zone_name(cx)),
    }
}

fn put_media(changes: &mut Changes, media: &[WorkoutMedia]) -> Result<()> {
    /// What the field of an attachment tells.
    #[derive(Serialize)]
    struct Said<'a> {
        name: &'a str,
        mime: &'a str,
        size: u64,
        width: Option<u32>,
        height: Option<u32>,
    }
    for one in media {
        let hash: ContentHash = one
            .hash
            .parse()
            .map_err(|_| Error::invalid("media", format!("{:?} is no content hash", one.hash)))?;
        let WorkoutMedia { name, mime, size, width, height, .. } = one;
        let said = Said { name, mime, size: *size, width: *width, height: *height };
        let said = serde_json::to_string(&said)
            .map_err(|source| Error::internal("writing an attachment", source))?;
        changes.insert(format!("{MEDIA_PREFIX}{hash}"), Some(said.into()));
    }
    Ok(())
}

/// The fields of new changes.
fn fields(changes: Changes) -> Fields {
    changes.into_iter().filter_map(|(key, value)| Some((key, value?))).collect()
}

pub(crate) fn create_workout(cx: &mut WriteCx<'_>, request: NewWorkout) -> Result<WorkoutRef> {
    let mut changes = Changes::new();
    let mut put = |key: &str, value: Value| changes.insert(key.to_owned(), Some(value));
    let sport = request.sport.as_deref().unwrap_or("strength");
    put("sport", check::slug(sport, "sport")?.into());
    put("zone", zone(request.zone.as_deref(), cx)?.into());
    if let Some(name) = &request.name {
        put("name", check::words(name, "name")?.into());
    }
    if let Some(note) = &request.note {
        put("note", check::note(note)?.into());
    }
    let elapsed = request.elapsed_ms.map(|ms| check::within(ms, 0, LONGEST_MS, "elapsed_ms"));
    let elapsed = elapsed.transpose()?;
    let now = cx.read().now().as_millisecond();
    let start = request.start_ms.unwrap_or(now - elapsed.unwrap_or(0));
    put("start", checked_start(start)?.into());
    if let Some(elapsed) = elapsed {
        put("end", (start + elapsed).into());
    }
    for (key, number) in [
        ("distance_mm", request.distance_mm),
        ("moving_ms", request.moving_ms),
        ("energy_j", request.energy_j),
        ("ascent_mm", request.ascent_mm),
        ("heart_bpm", request.heart_bpm),
        ("rpe_x2", request.rpe_x2),
    ] {
        put_number(&mut changes, key, number)?;
    }
    for tag in request.tags.iter().flatten() {
        changes.insert(format!("tag/{}", check::tag(tag)?), Some(true.into()));
    }
    put_media(&mut changes, request.media.as_deref().unwrap_or_default())?;
    let mut fields = fields(changes);
    let exercises = request.exercises.unwrap_or_default();
    for entry in add_entries(cx, &exercises, None, Some(start))? {
        entry.write(&mut fields);
    }
    let id = cx.new_id();
    cx.create(&WORKOUT, id, fields)?;
    Ok(WorkoutRef { id })
}

/// An instant at which somebody can have trained.
fn checked_start(start_ms: i64) -> Result<i64> {
    const EARLIEST_MS: i64 = -2_208_988_800_000; // 1900-01-01
    const LATEST_MS: i64 = 4_102_444_800_000; // 2100-01-01
    check::within(start_ms, EARLIEST_MS, LATEST_MS, "start_ms")
}

pub(crate) fn edit_workout(cx: &mut WriteCx<'_>, request: EditWorkout) -> Result<()> {
    workout_row(cx.read().sql(), request.id)?;
    let before = Workout::of(&cx.read().record(request.id)?.fields);
    let mut changes = Changes::new();
    let mut put = |key: &str, value: Value| changes.insert(key.to_owned(), Some(value));
    if let Some(sport) = &request.sport {
        put("sport", check::slug(sport, "sport")?.into());
    }
    if let Some(name) = &request.name {
        put("name", check::words(name, "name")?.into());
    }
    if let Some(note) = &request.note {
        put("note", check::note(note)?.into());
    }
    if let Some(given) = &request.zone {
        put("zone", zone(Some(given), cx)?.into());
    }
    if let Some(day) = request.planned {
        if before.start.is_some() || !before.events.is_empty() {
            return Err(Error::new(Code::Conflict, "it has begun and is no plan").at("planned"));
        }
        put("planned", day.to_string().into());
    }
    put_times(&request, &before, &mut changes)?;
    for (key, number) in [
        ("distance_mm", request.distance_mm),
        ("moving_ms", request.moving_ms),
        ("energy_j", request.energy_j),
        ("ascent_mm", request.ascent_mm),
        ("heart_bpm", request.heart_bpm),
        ("rpe_x2", request.rpe_x2),
    ] {
        put_number(&mut changes, key, number)?;
    }
    for field in request.forget.iter().flatten() {
        changes.insert(field.key().to_owned(), None);
    }
    for tag in request.remove_tags.iter().flatten() {
        changes.insert(format!("tag/{tag}"), None);
    }
    for tag in request.add_tags.iter().flatten() {
        changes.insert(format!("tag/{}", check::tag(tag)?), Some(true.into()));
    }
    for hash in request.remove_media.iter().flatten() {
        changes.insert(format!("{MEDIA_PREFIX}{hash}"), None);
    }
    put_media(&mut changes, request.add_media.as_deref().unwrap_or_default())?;
    cx.edit(request.id, &changes).map(drop)
}

/// Beginning and length. What was live keeps its events; what is said here goes before them.
fn put_times(request: &EditWorkout, before: &Workout, changes: &mut Changes) -> Result<()> {
    if request.start_ms.is_none() && request.elapsed_ms.is_none() {
        return Ok(());
    }
    let session = domain::session::Session::of(&before.events);
    let began = before.start.or(session.began_ms);
    let length = match (before.start, before.end) {
        (Some(start), Some(end)) => Some(end - start),
        _ => session.ended_ms.map(|_| session.settled_ms),
    };
    let Some(start) = request.start_ms.or(began) else {
        return Err(Error::invalid("start_ms", "say when it began"));
    };
    changes.insert("start".to_owned(), Some(checked_start(start)?.into()));
    if let Some(elapsed) = request.elapsed_ms.or(length) {
        let elapsed = check::within(elapsed, 0, LONGEST_MS, "elapsed_ms")?;
        changes.insert("end".to_owned(), Some((start + elapsed).into()));
    }
    Ok(())
}

impl WorkoutField {
    fn key(self) -> &'static str {
        match self {
            WorkoutField::Distance => "distance_mm",
            WorkoutField::Moving => "moving_ms",
            WorkoutField::Energy => "energy_j",
            WorkoutField::Ascent => "ascent_mm",
            WorkoutField::Heart => "heart_bpm",
            WorkoutField::Rpe => "rpe_x2",
            WorkoutField::Routine => "routine",
        }
    }
}

pub(crate) fn delete_workouts(cx: &mut WriteCx<'_>, request: WorkoutRefs) -> Result<()> {
    const AT_ONCE_MAX: usize = 1000; // More is no choice but a mistake.
    if request.ids.len() > AT_ONCE_MAX {
        return Err(Error::invalid("ids", format!("more than {AT_ONCE_MAX} at once")));
    }
    for id in request.ids {
        let origin = cx.read().sql().first(
            "SELECT origin FROM fitness_session WHERE id = ?1",
            store::params![id],
            |row| row.int(0),
        )?;
        match origin {
            // What a source told is not destroyed; it would come back with the next import.
            Some(origin) if origin == Origin::Activity as i64 => {
                cx.annotate(id, "hidden", Some(&Value::Bool(true)))?;
            }
            Some(_) => cx.trash(id)?,
            None => return Err(Error::not_found("workout", id)),
        }
    }
    Ok(())
}

pub(crate) fn plan_workout(cx: &mut WriteCx<'_>, request: PlanWorkout) -> Result<WorkoutRef> {
    let mut fields = planned(cx, request.day, request.sport.as_deref())?;
    if let Some(routine) = request.routine {
        // Its sets are made when it begins: by then there may be more to go by.
        fill_from_routine(cx, routine)?;
        fields.insert("routine".to_owned(), hex(routine).into());
    }
    if let Some(name) = &request.name {
        fields.insert("name".to_owned(), check::words(name, "name")?.into());
    }
    if let Some(note) = &request.note {
        fields.insert("note".to_owned(), check::note(note)?.into());
    }
    let id = cx.new_id();
    cx.create(&WORKOUT, id, fields)?;
    Ok(WorkoutRef { id })
}

fn planned(cx: &WriteCx<'_>, day: Day, sport: Option<&str>) -> Result<Fields> {
    let first = super::super::settings(&cx.read(), domain::command::Nothing {})?.first_sport;
    let sport = check::slug(sport.unwrap_or(&first), "sport")?;
    Ok(Fields::from([
        ("sport".to_owned(), sport.into()),
        ("planned".to_owned(), day.to_string().into()),
        ("zone".to_owned(), super::super::zone_name(cx).into()),
    ]))
}

pub(crate) fn duplicate_workout(
    cx: &mut WriteCx<'_>,
    request: DuplicateWorkout,
) -> Result<WorkoutRef> {
    let (_, row) = workout_row(cx.read().sql(), request.id)?;
    let record = cx.read().record(request.id)?;
    let day = request.day.unwrap_or(cx.read().today());
    let mut fields = planned(cx, day, Some(&row.sport))?;
    for key in ["name", "routine"] {
        if !record.text(key).is_empty() {
            fields.insert(key.to_owned(), record.text(key).into());
        }
    }
    for tag in record.members("tag/") {
        fields.insert(format!("tag/{tag}"), true.into());
    }
    let entries = Workout::of(&record.fields).entries;
    let orders = order::after(None, entries.len());
    for (entry, order) in entries.into_iter().zip(orders) {
        again(cx, entry, order).write(&mut fields);
    }
    let id = cx.new_id();
    cx.create(&WORKOUT, id, fields)?;
    Ok(WorkoutRef { id })
}

/// An exercise with the same sets, which are not done yet.
fn again(cx: &WriteCx<'_>, mut entry: Entry, order: String) -> Entry {
    entry.key = new_key(cx);
    entry.order = order;
    for set in &mut entry.sets {
        set.key = new_key(cx);
        set.done = None;
        set.rpe_x2 = None;
    }
    entry
}

/// Exercises of a request that there are.
///
/// # Errors
/// `NotFound` at `exercises`, `Invalid` when there are too many.
pub(crate) fn checked_exercises(library: &Library, given: &[NewWorkoutExercise]) -> Result<()> {
    if given.len() > EXERCISES_MAX {
        let message = format!("a workout has at most {EXERCISES_MAX} exercises");
        return Err(Error::invalid("exercises", message));
    }
    for exercise in given {
        library.known(exercise.exercise, "exercises")?;
        if exercise.sets.len() > SETS_MAX {
            let message = format!("an exercise has at most {SETS_MAX} sets");
            return Err(Error::invalid("exercises", message));
        }
    }
    Ok(())
}
