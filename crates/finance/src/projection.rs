//! The read tables of finance.
//!
//! Every transaction stands in `finance_txn` as it was told, beside what follows from it: who it is
//! with, what it is for, which postings it makes. Two that are one stand there both; one of them
//! speaks for both and the other has no postings. Sums of postings by account and month are written
//! in the same transaction. Everything follows from the records and facts that are there, never from
//! the order in which they came.

mod rates;
mod schema;

use base::error::Result;
use store::facts::Fact;
use store::params;
use store::project::Projection;
use store::record::Record;
use store::sql::Tables;

pub(crate) use self::rates::rates;
use crate::model::day_number;
use crate::record::{PROFILE, RATE, SETTINGS};

pub(crate) static PROJECTION: Projection = Projection {
    name: "finance",
    version: 1,
    schema: schema::SCHEMA,
    tables: schema::TABLES,
    put,
    take,
    put_facts,
    take_facts,
};

fn put_facts(_: Tables<'_>, _: &[Fact]) -> Result<()> {
    Ok(())
}

fn take_facts(_: Tables<'_>, _: &[Fact]) -> Result<()> {
    Ok(())
}

fn put(tables: Tables<'_>, record: &Record) -> Result<()> {
    take(tables, record)?;
    match record.kind.as_str() {
        kind if kind == RATE.name => put_rate(tables, record),
        kind if kind == PROFILE.name => put_profile(tables, record),
        kind if kind == SETTINGS.name => put_settings(tables, record),
        _ => Ok(()),
    }
}

fn take(tables: Tables<'_>, record: &Record) -> Result<()> {
    match record.kind.as_str() {
        kind if kind == RATE.name => {
            tables.run("DELETE FROM finance_rate WHERE n = ?1", params![record.n])?;
        }
        kind if kind == PROFILE.name => {
            tables.run("DELETE FROM finance_profile WHERE n = ?1", params![record.n])?;
        }
        kind if kind == SETTINGS.name => {
            tables.run("DELETE FROM finance_setting WHERE n = ?1", params![record.n])?;
            tables.run("DELETE FROM finance_dismissed WHERE n = ?1", params![record.n])?;
        }
        _ => {}
    }
    Ok(())
}

fn put_rate(tables: Tables<'_>, record: &Record) -> Result<()> {
    let numbers = (record.int("num"), record.int("den"));
    let (Some(num), Some(den)) = numbers else { return Ok(()) };
    let Ok(day) = record.text("day").parse() else { return Ok(()) };
    tables
        .run(
            "INSERT INTO finance_rate (n, id, source_ccy, target_ccy, day, num, den, source)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                record.n,
                record.id,
                record.text("from"),
                record.text("to"),
                day_number(day),
                num,
                den,
                record.text("source")
            ],
        )
        .map(drop)
}

fn put_profile(tables: Tables<'_>, record: &Record) -> Result<()> {
    let fields = serde_json::to_string(&record.fields)
        .map_err(|source| base::error::Error::internal("writing a profile", source))?;
    tables
        .run(
            "INSERT INTO finance_profile (n, id, name, fields) VALUES (?1, ?2, ?3, ?4)",
            params![record.n, record.id, record.text("name"), fields],
        )
        .map(drop)
}

fn put_settings(tables: Tables<'_>, record: &Record) -> Result<()> {
    tables.run(
        "INSERT INTO finance_setting (n, id, base) VALUES (?1, ?2, ?3)",
        params![record.n, record.id, record.text("base")],
    )?;
    for key in record.members("dismissed/") {
        tables.run(
            "INSERT INTO finance_dismissed (key, n) VALUES (?1, ?2)",
            params![key, record.n],
        )?;
    }
    Ok(())
}
