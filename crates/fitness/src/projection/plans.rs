//! Routines, measures of the body, goals and settings as rows.
//!
//! None of these says anything about another row: each record is its own rows, and nothing follows.

use base::day::Day;
use base::error::Result;
use base::id::AnyId;
use store::params;
use store::record::{Record, Value};
use store::sql::Tables;

use crate::model::{day_number, local_day, routine};
use crate::record::{GOAL, MEASURE, ROUTINE, SETTINGS};

/// Writes the rows of a plan, whether it was there before or not; of another kind nothing.
pub(super) fn put(tables: Tables<'_>, record: &Record) -> Result<()> {
    take(tables, record)?;
    match record.kind.as_str() {
        kind if kind == ROUTINE.name => put_routine(tables, record),
        kind if kind == MEASURE.name => put_measure(tables, record),
        kind if kind == GOAL.name => put_goal(tables, record),
        kind if kind == SETTINGS.name => put_settings(tables, record),
        _ => Ok(()),
    }
}

/// Removes the rows of a plan; of another kind nothing.
pub(super) fn take(tables: Tables<'_>, record: &Record) -> Result<()> {
    let statements: &[&str] = match record.kind.as_str() {
        kind if kind == ROUTINE.name => &[
            "DELETE FROM fitness_routine WHERE n = ?1",
            "DELETE FROM fitness_item WHERE routine = ?1",
        ],
        kind if kind == MEASURE.name => &["DELETE FROM fitness_measure WHERE n = ?1"],
        kind if kind == GOAL.name => &["DELETE FROM fitness_goal WHERE n = ?1"],
        kind if kind == SETTINGS.name => &["DELETE FROM fitness_setting WHERE n = ?1"],
        _ => &[],
    };
    for statement in statements {
        tables.run(statement, params![record.n])?;
    }
    Ok(())
}

fn put_routine(tables: Tables<'_>, record: &Record) -> Result<()> {
    tables.run(
        "INSERT INTO fitness_routine (n, id, name, note, folder, position, closed)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            record.n,
            record.id,
            record.text("name"),
            record.text("note"),
            record.text("folder"),
            record.text("order"),
            record.flag("closed")
        ],
    )?;
    for item in routine::items(&record.fields) {
        tables.run(
            "INSERT INTO fitness_item (routine, key, exercise, position, sets, low, high, time_ms,
                 distance_mm, rest_ms, superset, rule, step_mg, note)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
            params![
                record.n,
                item.key,
                item.exercise,
                item.order,
                item.sets,
                item.low,
                item.high,
                item.time_ms,
                item.distance_mm,
                item.rest_ms,
                item.group,
                item.rule.word(),
                item.step_mg,
                item.note
            ],
        )?;
    }
    Ok(())
}

fn put_measure(tables: Tables<'_>, record: &Record) -> Result<()> {
    let (Some(at), Some(value)) = (record.int("at"), record.int("value")) else { return Ok(()) };
    let zone = record.text("zone");
    tables
        .run(
            "INSERT INTO fitness_measure (n, id, what, at_ms, day, zone, value, unit, text, note)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                record.n,
                record.id,
                record.text("what"),
                at,
                day_number(local_day(at, zone)),
                zone,
                value,
                record.text("unit"),
                record.text("text"),
                record.text("note")
            ],
        )
        .map(drop)
}

fn put_goal(tables: Tables<'_>, record: &Record) -> Result<()> {
    let day = |key: &str| record.text(key).parse::<Day>().ok().map(day_number);
    let (Some(target), Some(from)) = (record.int("target"), day("from")) else { return Ok(()) };
    tables
        .run(
            "INSERT INTO fitness_goal (n, id, what, exercise, sport, measure, target, start_value,
                 unit, since, until, note)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            params![
                record.n,
                record.id,
                record.text("what"),
                record.text("exercise").parse::<AnyId>().ok(),
                record.text("sport"),
                record.text("measure"),
                target,
                record.int("start_value"),
                record.text("unit"),
                from,
                day("by"),
                record.text("note")
            ],
        )
        .map(drop)
}

fn put_settings(tables: Tables<'_>, record: &Record) -> Result<()> {
    for (key, value) in &record.fields {
        let (number, text) = match value {
            Value::Int(number) => (Some(*number), ""),
            Value::Bool(flag) => (Some(i64::from(*flag)), ""),
            Value::Text(text) => (None, text.as_str()),
            Value::Real(_) => continue,
        };
        tables.run(
            "INSERT INTO fitness_setting (n, key, number, text) VALUES (?1, ?2, ?3, ?4)",
            params![record.n, key, number, text],
        )?;
    }
    Ok(())
}
