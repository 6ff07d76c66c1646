//! The read tables of fitness.
//!
//! `fitness_session` holds what was done, goes on or is planned, one row each: workouts that people
//! wrote (origin 0) and activities that a source told (origin 1). Of several that are the same, one
//! speaks and the others name it in `same`. Everything follows from the records and facts that are
//! there, never from the order in which they came.

pub(crate) mod activities;
mod library;
mod plans;
pub(crate) mod samples;
mod schema;
mod workouts;

use base::error::Result;
use store::facts::Fact;
use store::project::Projection;
use store::record::Record;
use store::sql::Tables;

use crate::record::{EXERCISE, SAMPLES, WORKOUT};

pub(crate) static PROJECTION: Projection = Projection {
    name: "fitness",
    version: 1,
    schema: schema::SCHEMA,
    tables: schema::TABLES,
    put,
    take,
    put_facts,
    take_facts,
};

/// Where a session comes from: `fitness_session.origin`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A workout that a person wrote.
    Record = 0,
    /// An activity that a source told.
    Activity = 1,
}

/// How a session stands: `fitness_session.state`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// It is to come.
    Planned = 0,
    /// It goes on.
    Going = 1,
    /// It was done.
    Done = 2,
    /// It does not count.
    Discarded = 3,
}

fn put(tables: Tables<'_>, record: &Record) -> Result<()> {
    match record.kind.as_str() {
        kind if kind == WORKOUT.name => around(tables, record, workouts::put),
        kind if kind == EXERCISE.name => library::put(tables, record),
        _ => plans::put(tables, record),
    }
}

fn take(tables: Tables<'_>, record: &Record) -> Result<()> {
    match record.kind.as_str() {
        kind if kind == WORKOUT.name => around(tables, record, workouts::take),
        kind if kind == EXERCISE.name => library::take(tables, record),
        _ => plans::take(tables, record),
    }
}

/// Changes a workout's rows, and decides anew what is the same where it was and where it is.
fn around(
    tables: Tables<'_>,
    record: &Record,
    change: fn(Tables<'_>, &Record) -> Result<()>,
) -> Result<()> {
    let before = activities::start_of(tables.sql(), record.id)?;
    change(tables, record)?;
    let after = activities::start_of(tables.sql(), record.id)?;
    activities::settle(tables, before.into_iter().chain(after).collect())
}

fn put_facts(tables: Tables<'_>, facts: &[Fact]) -> Result<()> {
    match facts.first() {
        Some(first) if &*first.kind == SAMPLES.name => samples::put_facts(tables, facts),
        _ => activities::put_facts(tables, facts),
    }
}

fn take_facts(tables: Tables<'_>, facts: &[Fact]) -> Result<()> {
    match facts.first() {
        Some(first) if &*first.kind == SAMPLES.name => samples::take_facts(tables, facts),
        _ => activities::take_facts(tables, facts),
    }
}
