//! One believable year of a made-up person's training, the same for the same seed.
//!
//! Strength three times a week after two routines whose weights follow the real rules, runs before work,
//! rides in the summer, weight on some mornings, goals, and a week that is planned. From the summer on
//! a watch tells runs and rides with their tracks, steps, sleep and heart. It fits the journal's year: a silent first week of February and a quiet month after it, nine days in Portugal,
//! three nights under canvas. Start reading at [`demo`], then [`year`].

mod dice;
mod lifts;
#[cfg(test)]
mod tests;
mod watch;
mod year;

use base::error::Result;
use base::id::AnyId;
use domain::DemoLife;
use domain::import::{Imported, Sink};
use store::record::{Fields, Value};

use self::lifts::{ROUTINES, Routine};
use self::year::{HOME_ZONE, Year};
use crate::model::hex;
use crate::model::order;
use crate::model::routine::{Item, Rule};
use crate::record::{EXERCISE, GOAL, ROUTINE};

/// The demo year's routines, workouts, measures, goals and plans.
///
/// # Errors
/// The sink's own.
pub(crate) fn demo(life: &DemoLife, sink: &mut dyn Sink) -> Result<()> {
    let mut ids: Vec<AnyId> = Vec::new();
    for (place, routine) in ROUTINES.iter().enumerate() {
        let exercise = |slug: &str| sink.id_of(&EXERCISE, 0, slug);
        let made = routine_record(life, place, routine, &exercise);
        ids.push(sink.record(made)?);
    }
    sink.progress(0.1)?;
    let exercise = |slug: &str| sink.id_of(&EXERCISE, 0, slug);
    let (records, outings) = Year::new(life, &ids, &exercise).lived();
    let goals = goal_records(life, &exercise);
    let count = records.len().max(1) as f64;
    for (at, record) in records.into_iter().enumerate() {
        sink.record(record)?;
        if at % 64 == 0 {
            sink.progress(0.1 + 0.6 * at as f64 / count)?;
        }
    }
    for goal in goals {
        sink.record(goal)?;
    }
    watch::outings(&outings, sink)?;
    sink.progress(0.9)?;
    watch::days(life, sink)?;
    sink.progress(1.0)
}

/// A key that is the same for the same life.
fn natural_key(life: &DemoLife, what: &str) -> String {
    format!("demo:{}:{what}", life.seed)
}

fn routine_record(
    life: &DemoLife,
    place: usize,
    routine: &Routine,
    exercise: &dyn Fn(&str) -> AnyId,
) -> Imported {
    let mut fields = Fields::from([
        ("name".to_owned(), Value::from(routine.name)),
        ("note".to_owned(), Value::from(routine.note)),
        ("folder".to_owned(), Value::from("Three times a week")),
        ("order".to_owned(), Value::from(order::after(None, place + 1).pop().unwrap_or_default())),
    ]);
    let orders = order::after(None, routine.lifts.len());
    for (at, (lift, order)) in routine.lifts.iter().zip(orders).enumerate() {
        let item = Item {
            key: format!("{place:04x}{at:04x}"),
            exercise: exercise(lift.slug),
            order,
            sets: lift.sets,
            low: Some(lift.low),
            high: Some(lift.high),
            time_ms: None,
            distance_mm: None,
            rest_ms: Some(lift.rest_s * 1000),
            group: lift.group.to_owned(),
            rule: if lift.start_kg > 0 { Rule::Double } else { Rule::None },
            step_mg: None,
            note: String::new(),
        };
        item.write(&mut fields);
    }
    Imported { kind: &ROUTINE, natural_key: natural_key(life, routine.name), at_ms: 0, fields }
}

fn goal_records(life: &DemoLife, exercise: &dyn Fn(&str) -> AnyId) -> Vec<Imported> {
    let first = life.last_day.plus(-364);
    let date = life.last_day.date();
    let year_end = format!("{:04}-12-31", date.year());
    let goal = |name: &str, pairs: &[(&str, Value)]| {
        let mut fields: Fields =
            pairs.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
        fields.insert("from".to_owned(), first.to_string().into());
        Imported { kind: &GOAL, natural_key: natural_key(life, name), at_ms: 0, fields }
    };
    vec![
        goal(
            "goal of the bench",
            &[
                ("what", "e1rm".into()),
                ("exercise", hex(exercise("bench_press")).into()),
                ("target", 100_000_000_i64.into()),
                ("unit", "kg".into()),
                ("by", year_end.as_str().into()),
                ("note", "A hundred, once, with a pause.".into()),
            ],
        ),
        goal("goal of the weeks", &[("what", "workouts_week".into()), ("target", 3_i64.into())]),
        goal(
            "goal of the runs",
            &[
                ("what", "distance_total".into()),
                ("sport", "run".into()),
                ("target", 1_000_000_000_i64.into()),
                ("unit", "km".into()),
                ("by", year_end.as_str().into()),
                ("note", "A thousand kilometers along the river.".into()),
            ],
        ),
        goal(
            "goal of the scales",
            &[
                ("what", "body".into()),
                ("measure", "weight".into()),
                ("target", 76_000_000_i64.into()),
                ("start_value", 79_800_000_i64.into()),
                ("unit", "kg".into()),
            ],
        ),
    ]
}

/// Fields that every workout of this life has.
fn workout_fields(sport: &str, start: i64, length_ms: i64) -> Fields {
    Fields::from([
        ("sport".to_owned(), Value::from(sport)),
        ("zone".to_owned(), Value::from(HOME_ZONE)),
        ("start".to_owned(), Value::from(start)),
        ("end".to_owned(), Value::from(start + length_ms)),
    ])
}
