//! What fitness shows outside its own pages: workouts on the calendar, the end of a rest, exercises by
//! name in the search over everything.

use std::ops::Range;

use base::day::Span;
use base::error::Result;
use base::id::AnyId;
use domain::view::{AgendaItem, Alarm, Named};
use jiff::Timestamp;
use store::params;
use store::read::ReadCx;

use crate::api::{self, DistanceUnit};
use crate::library::Library;
use crate::model::units::{KM, MI};
use crate::model::{day, day_number, zone_of};
use crate::projection::Stage;
use crate::search::words;

/// A session as the calendar needs it.
struct Session {
    id: AnyId,
    origin: i64,
    stage: i64,
    day: i64,
    start_ms: i64,
    end_ms: Option<i64>,
    zone: String,
    sport: String,
    name: String,
    distance_mm: Option<i64>,
    sets: i64,
}

/// Workouts and activities that were done, go on or are planned, and days by which a goal shall be
/// reached; in the order of days.
pub(crate) fn agenda(cx: &ReadCx<'_>, span: Span) -> Result<Vec<AgendaItem>> {
    let said = api::Said::load(cx.sql())?;
    let unit = api::distance_unit(&said);
    let sessions = cx.sql().rows(
        "SELECT id, origin, state, day, start_ms, coalesce(end_ms, start_ms + elapsed_ms), zone,
             sport, name, distance_mm, sets
         FROM fitness_session WHERE same IS NULL AND state IN (0, 1, 2) AND day BETWEEN ?1 AND ?2",
        params![day_number(span.first), day_number(span.last)],
        |row| {
            Ok(Session {
                id: row.id(0)?,
                origin: row.int(1)?,
                stage: row.int(2)?,
                day: row.int(3)?,
                start_ms: row.int(4)?,
                end_ms: row.opt_int(5)?,
                zone: row.text(6)?,
                sport: row.text(7)?,
                name: row.text(8)?,
                distance_mm: row.opt_int(9)?,
                sets: row.int(10)?,
            })
        },
    )?;
    let mut items = Vec::with_capacity(sessions.len());
    for session in sessions {
        items.push(item(&session, unit)?);
    }
    items.extend(goals(cx, span)?);
    items.sort_by(|a, b| (a.date, &a.time, a.id).cmp(&(b.date, &b.time, b.id)));
    Ok(items)
}

/// `Push, 12 sets`, `Run, 5.2 km`.
fn item(session: &Session, unit: DistanceUnit) -> Result<AgendaItem> {
    let planned = session.stage == Stage::Planned as i64;
    let clock = |at_ms: i64| {
        let at = Timestamp::from_millisecond(at_ms).ok()?.to_zoned(zone_of(&session.zone));
        Some(at.strftime("%H:%M").to_string())
    };
    let name = match session.name.as_str() {
        "" => words(&session.sport),
        name => name.to_owned(),
    };
    let title = match (session.distance_mm.filter(|mm| *mm > 0), session.sets) {
        (Some(mm), _) => format!("{name}, {}", distance(mm, unit)),
        (None, 0) => name,
        (None, 1) => format!("{name}, 1 set"),
        (None, sets) => format!("{name}, {sets} sets"),
    };
    Ok(AgendaItem {
        domain: "fitness".into(),
        kind: if session.origin == 0 { "fitness.workout" } else { "fitness.activity" }.into(),
        id: session.id,
        date: day(session.day)?,
        time: if planned { None } else { clock(session.start_ms) },
        end: if planned { None } else { session.end_ms.and_then(clock) },
        title,
        done: !planned,
        money: None,
    })
}

/// A distance as people say it: `5.2 km`, `3.1 mi`.
pub(crate) fn distance(mm: i64, unit: DistanceUnit) -> String {
    let unit = match unit {
        DistanceUnit::Km => KM,
        DistanceUnit::Mi => MI,
    };
    format!("{} {}", unit.show(mm, 1), unit.sign)
}

fn goals(cx: &ReadCx<'_>, span: Span) -> Result<Vec<AgendaItem>> {
    cx.sql().rows(
        "SELECT id, until, what, note FROM fitness_goal WHERE until BETWEEN ?1 AND ?2",
        params![day_number(span.first), day_number(span.last)],
        |row| {
            let note = row.text(3)?;
            let title = match note.lines().next().filter(|line| !line.trim().is_empty()) {
                Some(line) => line.trim().to_owned(),
                None => format!("Goal: {}", words(&row.text(2)?).to_lowercase()),
            };
            Ok(AgendaItem {
                domain: "fitness".into(),
                kind: "fitness.goal".into(),
                id: row.id(0)?,
                date: day(row.int(1)?)?,
                time: None,
                end: None,
                title,
                done: false,
                money: None,
            })
        },
    )
}

/// A rest that was over so long ago is not told any more, milliseconds.
const STALE_MS: i64 = 60_000;

/// The end of the rest of the workout that goes on.
pub(crate) fn alarms(cx: &ReadCx<'_>, span: Range<i64>) -> Result<Vec<Alarm>> {
    let resting = api::resting(cx)?.into_iter().filter(|(_, until)| span.contains(until));
    let alarm = |(id, at_ms)| Alarm {
        kind: "fitness.workout".into(),
        id,
        at_ms,
        stale_ms: STALE_MS,
        title: "The rest is over".into(),
        body: String::new(),
        of_session: true,
    };
    Ok(resting.map(alarm).collect())
}

/// Shipped exercises by name; full-text search knows the own ones.
pub(crate) fn find(cx: &ReadCx<'_>, text: &str, limit: usize) -> Result<Vec<Named>> {
    let library = Library::load(cx)?;
    let named = |id: AnyId| {
        let exercise = library.get(id).filter(|exercise| !exercise.changed)?;
        Some(Named {
            kind: "fitness.exercise".into(),
            id,
            title: exercise.name.clone(),
            note: words(&exercise.equipment).to_lowercase(),
        })
    };
    Ok(library.like(text, limit).into_iter().filter_map(named).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::*;
    use crate::testing::World;

    #[test]
    fn what_was_done_and_what_is_planned_stand_on_the_calendar() {
        let world = World::new(); // 2026-03-01T18:00Z, London.
        let run = NewWorkout {
            sport: Some("run".into()),
            elapsed_ms: Some(1_510_000),
            distance_mm: Some(5_200_000),
            ..NewWorkout::default()
        };
        world.write(move |cx| create_workout(cx, run));
        let plan: PlanWorkout =
            serde_json::from_value(serde_json::json!({ "day": "2026-03-03", "name": "Legs" }))
                .expect("a request");
        world.write(move |cx| plan_workout(cx, plan));
        let goal: NewFitnessGoal = serde_json::from_value(serde_json::json!({
            "what": "distance_total", "target": 5, "by": "2026-03-31", "note": "March, all of it."
        }))
        .expect("a request");
        world.write(move |cx| create_goal(cx, goal));
        let span = |first: &str, last: &str| Span {
            first: first.parse().expect("a day"),
            last: last.parse().expect("a day"),
        };
        let items = world.read(|cx| agenda(cx, span("2026-03-01", "2026-03-31")));
        let said: Vec<String> = items
            .iter()
            .map(|item| {
                let time = item.time.as_deref().unwrap_or("-");
                let end = item.end.as_deref().unwrap_or("-");
                format!("{} {time} {end} {} {}", item.date, item.title, item.done)
            })
            .collect();
        assert_eq!(
            said,
            [
                "2026-03-01 17:34 18:00 Run, 5.2 km true",
                "2026-03-03 - - Legs false",
                "2026-03-31 - - March, all of it. false",
            ]
        );
        assert_eq!(world.read(|cx| agenda(cx, span("2026-04-01", "2026-04-30"))), []);
    }

    #[test]
    fn a_rest_rings_when_it_is_over() {
        let world = World::new();
        let id = world.write(|cx| start_workout(cx, StartWorkout::default())).id;
        let exercise = world.exercise("back_squat");
        let add = AddWorkoutExercise { workout: id, exercise, after: None, sets: Some(1) };
        world.write(move |cx| add_exercise(cx, add));
        let now = world.read(|cx| Ok(cx.now().as_millisecond()));
        let rings = || world.read(|cx| alarms(cx, now..now + 600_000));
        assert_eq!(rings(), []);
        let live = world.read(|cx| going(cx, domain::command::Nothing {})).expect("it goes on");
        let set = live.exercises[0].sets[0].key.clone();
        let finish = FinishSet { workout: id, set, to: None, undo: false };
        world.write(move |cx| finish_set(cx, finish));
        let alarm = rings().pop().expect("it rings");
        assert_eq!((alarm.id, alarm.at_ms), (id, now + 120_000));
        world.write(move |cx| discard_workout(cx, WorkoutRef { id }));
        assert_eq!(rings(), []);
    }

    #[test]
    fn exercises_are_found_by_name() {
        let world = World::new();
        let names = |text: &str| {
            let found = world.read(|cx| find(cx, text, 3));
            found.into_iter().map(|named| named.title).collect::<Vec<_>>()
        };
        assert_eq!(names("bench pr")[0], "Bench press");
        assert_eq!(names("face pul"), ["Face pull"]);
        assert_eq!(names("tulips"), [""; 0]);
    }
}
