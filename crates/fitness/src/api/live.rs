//! A workout that goes on: begun, paused, completed, and its exercises and sets.
//!
//! What a live workout is follows from events with instants ([`domain::session`]); elapsed time is
//! computed, never counted. The commands on exercises and sets work on every workout, also on one that
//! was over long ago.

mod entries;
mod sets;
mod start;
#[cfg(test)]
mod tests;

use base::error::{Code, Error, Result};
use base::id::AnyId;
use domain::command::Nothing;
use domain::session::{Happening, Session, SessionEvent, Stamp};
use domain::wire;
use store::params;
use store::read::ReadCx;
use store::record::{Changes, Value};
use store::sql::Row;
use store::write::WriteCx;

pub(crate) use self::entries::*;
pub(crate) use self::sets::*;
pub(crate) use self::start::*;
use super::check;
use super::rows::{WorkoutExercise, entries as table_entries, shown};
use super::workouts::{WorkoutRef, workout_row};
use crate::library::Library;
use crate::model::workout::Workout;

wire! {
    /// A rest that goes on.
    #[derive(Copy, Eq)]
    pub(crate) struct Rest {
        /// When it is over, Unix milliseconds.
        pub(crate) until_ms: i64,
        /// How long it is, milliseconds.
        pub(crate) rest_ms: i64,
        /// How long it still lasts, milliseconds; below zero: it is over.
        pub(crate) left_ms: i64,
    }

    /// The workout that goes on.
    pub(crate) struct LiveWorkout {
        /// The workout.
        pub(crate) id: AnyId,
        /// Its name, or nothing.
        pub(crate) name: String,
        /// A slug.
        pub(crate) sport: String,
        /// The routine that it follows.
        pub(crate) routine: Option<AnyId>,
        /// The person's words.
        pub(crate) note: String,
        /// Whether it stands still.
        pub(crate) paused: bool,
        /// When it began, Unix milliseconds.
        pub(crate) began_ms: i64,
        /// How long it has gone on now, pauses left out; milliseconds.
        pub(crate) elapsed_ms: i64,
        /// Whether a clock was set meanwhile: instants of it may be off, its length is not.
        pub(crate) stepped: bool,
        /// The rest that goes on, or was the last.
        pub(crate) rest: Option<Rest>,
        /// Its exercises, in their order, each with its last time.
        pub(crate) exercises: Vec<WorkoutExercise>,
        /// Others that go on too: begun on another device.
        pub(crate) others: Vec<AnyId>,
    }

    /// How a workout ends.
    #[ts(optional_fields)]
    pub(crate) struct CompleteWorkout {
        /// The workout.
        pub(crate) id: AnyId,
        /// Twice the RPE of the whole session.
        #[serde(default)]
        pub(crate) rpe_x2: Option<i64>,
        /// The person's words; null: leave.
        #[serde(default)]
        pub(crate) note: Option<String>,
        /// Sets that were not done stay; without, they are taken out.
        #[serde(default)]
        pub(crate) keep_open: bool,
    }

    /// A longer or shorter rest.
    #[derive(Copy)]
    pub(crate) struct ExtendRest {
        /// The workout.
        pub(crate) id: AnyId,
        /// By how much, milliseconds; below zero: shorter.
        pub(crate) ms: i64,
    }
}

/// A row of `fitness_live`.
struct Going {
    n: i64,
    id: AnyId,
    began_ms: i64,
    session: Session,
    rest: Option<(i64, i64)>,
}

const GOING: &str =
    "SELECT n, id, began_ms, settled_ms, since_ms, since_boot, since_up_ms, stepped,
    rest_until, rest_ms FROM fitness_live";

fn read_going(row: &Row<'_>) -> Result<Going> {
    let (boot, up_ms) = (row.int(5)?.cast_unsigned(), row.int(6)?);
    let since = row.opt_int(4)?.map(|at_ms| Stamp { at_ms, boot, up_ms });
    let session = Session {
        state: match since {
            Some(_) => domain::session::SessionState::Active,
            None => domain::session::SessionState::Paused,
        },
        began_ms: Some(row.int(2)?),
        ended_ms: None,
        settled_ms: row.int(3)?,
        since,
        spans: Vec::new(),
        stepped: row.flag(7)?,
    };
    let rest = row.opt_int(8)?.zip(row.opt_int(9)?);
    Ok(Going { n: row.int(0)?, id: row.id(1)?, began_ms: row.int(2)?, session, rest })
}

/// The workouts that go on: the one begun last first.
fn all_going(cx: &ReadCx<'_>) -> Result<Vec<Going>> {
    cx.sql().rows(&format!("{GOING} ORDER BY began_ms DESC, id DESC"), &[], read_going)
}

pub(crate) fn going(cx: &ReadCx<'_>, _: Nothing) -> Result<Option<LiveWorkout>> {
    let mut all = all_going(cx)?.into_iter();
    let Some(live) = all.next() else { return Ok(None) };
    let sql = cx.sql();
    let library = Library::load(cx)?;
    let (_, row) = workout_row(sql, live.id)?;
    let now = cx.now().as_millisecond();
    let exercises = shown(sql, &library, table_entries(sql, live.n)?, row.start_ms)?;
    Ok(Some(LiveWorkout {
        id: live.id,
        name: row.name,
        sport: row.sport,
        routine: row.routine,
        note: cx.record(live.id)?.text("note").to_owned(),
        paused: live.session.since.is_none(),
        began_ms: live.began_ms,
        elapsed_ms: live.session.elapsed_ms(Stamp::now(cx.env())),
        stepped: live.session.stepped,
        rest: live.rest.map(|(until_ms, rest_ms)| Rest {
            until_ms,
            rest_ms,
            left_ms: until_ms - now,
        }),
        exercises,
        others: all.map(|other| other.id).collect(),
    }))
}

/// The rest of the workout that goes on, while it lasts or just ended: the workout, its name, and when
/// it is over, Unix milliseconds.
pub(crate) fn resting(cx: &ReadCx<'_>) -> Result<Vec<(AnyId, i64)>> {
    let resting = |live: Going| live.rest.map(|(until, _)| (live.id, until));
    Ok(all_going(cx)?.into_iter().filter_map(resting).collect())
}

/// Writes what happened to a workout that goes on, and what else changes with it.
fn happen(
    cx: &mut WriteCx<'_>,
    id: AnyId,
    happening: Happening,
    mut changes: Changes,
) -> Result<()> {
    let going = "SELECT count(*) FROM fitness_live WHERE id = ?1";
    if cx.read().sql().number(going, params![id])? == 0 {
        workout_row(cx.read().sql(), id)?;
        return Err(Error::new(Code::Conflict, "this workout does not go on").at("id"));
    }
    let event = SessionEvent::now(cx.read().env(), happening);
    changes.insert(event.key(), Some(event.value()));
    cx.edit(id, &changes).map(drop)
}

fn no_rest() -> Changes {
    Changes::from([("rest_until".to_owned(), None), ("rest_ms".to_owned(), None)])
}

pub(crate) fn pause_workout(cx: &mut WriteCx<'_>, request: WorkoutRef) -> Result<()> {
    happen(cx, request.id, Happening::Pause, Changes::new())
}

pub(crate) fn resume_workout(cx: &mut WriteCx<'_>, request: WorkoutRef) -> Result<()> {
    happen(cx, request.id, Happening::Resume, Changes::new())
}

pub(crate) fn complete_workout(cx: &mut WriteCx<'_>, request: CompleteWorkout) -> Result<()> {
    let mut changes = no_rest();
    if let Some(rpe_x2) = request.rpe_x2 {
        let rpe_x2 = check::within(rpe_x2, 0, 20, "rpe_x2")?;
        changes.insert("rpe_x2".to_owned(), Some(rpe_x2.into()));
    }
    if let Some(note) = &request.note {
        changes.insert("note".to_owned(), Some(check::note(note)?.into()));
    }
    if !request.keep_open {
        let workout = Workout::of(&cx.read().record(request.id)?.fields);
        for entry in &workout.entries {
            let open = entry.sets.iter().filter(|set| set.done.is_none());
            for set in open {
                changes.insert(format!("set/{}/gone", set.key), Some(Value::Bool(true)));
            }
        }
    }
    happen(cx, request.id, Happening::Complete, changes)
}

pub(crate) fn discard_workout(cx: &mut WriteCx<'_>, request: WorkoutRef) -> Result<()> {
    happen(cx, request.id, Happening::Discard, no_rest())
}

pub(crate) fn skip_rest(cx: &mut WriteCx<'_>, request: WorkoutRef) -> Result<()> {
    workout_row(cx.read().sql(), request.id)?;
    cx.edit(request.id, &no_rest()).map(drop)
}

pub(crate) fn extend_rest(cx: &mut WriteCx<'_>, request: ExtendRest) -> Result<()> {
    const STEP_MS_MAX: i64 = 3_600_000; // An hour is no rest but another day.
    check::within(request.ms, -STEP_MS_MAX, STEP_MS_MAX, "ms")?;
    let record = cx.read().record(request.id)?;
    let now = cx.read().now().as_millisecond();
    let Some((until, rest)) = record.int("rest_until").zip(record.int("rest_ms")) else {
        return Err(Error::new(Code::Conflict, "there is no rest to extend").at("id"));
    };
    let until = (until.max(now) + request.ms).max(now);
    let changes = Changes::from([
        ("rest_until".to_owned(), Some(until.into())),
        ("rest_ms".to_owned(), Some((rest + request.ms).max(0).into())),
    ]);
    cx.edit(request.id, &changes).map(drop)
}
