//! The read tables of fitness.
//!
//! `fitness_session` holds what was done, goes on or is planned, one row each: workouts that people
//! wrote (origin 0) and activities that a source told (origin 1). Of several that are the same, one
//! speaks and the others name it in `same`. Everything follows from the records and facts that are
//! there, never from the order in which they came.

mod library;
mod plans;
mod schema;
mod workouts;

use base::error::Result;
use store::facts::Fact;
use store::project::Projection;
use store::record::Record;
use store::sql::Tables;

use crate::record::{EXERCISE, WORKOUT};

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
        kind if kind == WORKOUT.name => workouts::put(tables, record),
        kind if kind == EXERCISE.name => library::put(tables, record),
        _ => plans::put(tables, record),
    }
}

fn take(tables: Tables<'_>, record: &Record) -> Result<()> {
    match record.kind.as_str() {
        kind if kind == WORKOUT.name => workouts::take(tables, record),
        kind if kind == EXERCISE.name => library::take(tables, record),
        _ => plans::take(tables, record),
    }
}

fn put_facts(_tables: Tables<'_>, _facts: &[Fact]) -> Result<()> {
    Ok(())
}

fn take_facts(_tables: Tables<'_>, _facts: &[Fact]) -> Result<()> {
    Ok(())
}
