//! The read tables of breath: patterns, sessions, readings, settings.
//!
//! Ids are 16-byte BLOBs, days numbers (20260301), instants Unix milliseconds, lengths milliseconds. `n` is
//! the number of the record that a row comes from.

mod sessions;

pub(crate) use self::sessions::{Stage, kind_number, kind_of};

use base::error::Result;
use store::params;
use store::project::Projection;
use store::record::{Record, Value};
use store::sql::Tables;

use crate::record::{HRV, PATTERN, SESSION};

const SCHEMA: &str = "
    CREATE TABLE breath_pattern (
        n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, of TEXT NOT NULL, name TEXT NOT NULL,
        program TEXT NOT NULL, minutes INTEGER NOT NULL, favorite INTEGER NOT NULL,
        signer TEXT NOT NULL
    ) STRICT;
    CREATE TABLE breath_session (
        n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, kind INTEGER NOT NULL,
        state INTEGER NOT NULL, day INTEGER NOT NULL, start_ms INTEGER NOT NULL, end_ms INTEGER,
        zone TEXT NOT NULL, pattern TEXT NOT NULL, name TEXT NOT NULL,
        practiced_ms INTEGER NOT NULL, planned_ms INTEGER, cycles INTEGER NOT NULL,
        interruptions INTEGER NOT NULL, course TEXT NOT NULL, course_day INTEGER,
        matched REAL, rate REAL, trace BLOB, kept INTEGER NOT NULL, until_ms INTEGER
    ) STRICT;
    CREATE INDEX breath_session_day ON breath_session (state, day, start_ms, id);
    CREATE INDEX breath_session_start ON breath_session (state, start_ms, id);
    CREATE INDEX breath_session_trace ON breath_session (trace) WHERE trace IS NOT NULL;
    CREATE TABLE breath_hrv (
        n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, at_ms INTEGER NOT NULL,
        day INTEGER NOT NULL, zone TEXT NOT NULL, source TEXT NOT NULL, beats INTEGER NOT NULL,
        secs REAL NOT NULL, rmssd REAL, heart_rate REAL
    ) STRICT;
    CREATE INDEX breath_hrv_at ON breath_hrv (at_ms, id);
    CREATE TABLE breath_setting (
        n INTEGER NOT NULL, key TEXT NOT NULL, number INTEGER, text TEXT NOT NULL,
        PRIMARY KEY (n, key)
    ) STRICT, WITHOUT ROWID;";

pub(crate) static PROJECTION: Projection = Projection {
    name: "breath",
    version: 1,
    schema: SCHEMA,
    tables: &["breath_pattern", "breath_session", "breath_hrv", "breath_setting"],
    put,
    take,
    put_facts: |_, _| Ok(()),
    take_facts: |_, _| Ok(()),
};

fn put(tables: Tables<'_>, record: &Record) -> Result<()> {
    take(tables, record)?;
    match record.kind.as_str() {
        kind if kind == PATTERN.name => put_pattern(tables, record),
        kind if kind == SESSION.name => sessions::put(tables, record),
        kind if kind == HRV.name => put_hrv(tables, record),
        _ => put_settings(tables, record),
    }
}

fn take(tables: Tables<'_>, record: &Record) -> Result<()> {
    let table = match record.kind.as_str() {
        kind if kind == PATTERN.name => "breath_pattern",
        kind if kind == SESSION.name => "breath_session",
        kind if kind == HRV.name => "breath_hrv",
        _ => "breath_setting",
    };
    tables.run(&format!("DELETE FROM {table} WHERE n = ?1"), params![record.n]).map(drop)
}

fn put_pattern(tables: Tables<'_>, record: &Record) -> Result<()> {
    tables
        .run(
            "INSERT INTO breath_pattern (n, id, of, name, program, minutes, favorite, signer)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                record.n,
                record.id,
                record.text("of"),
                record.text("name"),
                record.text("program"),
                record.int("minutes").unwrap_or(5),
                record.flag("favorite"),
                record.text("by")
            ],
        )
        .map(drop)
}

fn put_hrv(tables: Tables<'_>, record: &Record) -> Result<()> {
    let at_ms = record.int("at").unwrap_or(0);
    let zone = record.text("zone");
    tables
        .run(
            "INSERT INTO breath_hrv (n, id, at_ms, day, zone, source, beats, secs, rmssd, heart_rate)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                record.n,
                record.id,
                at_ms,
                crate::model::day_number(crate::model::local_day(at_ms, zone)),
                zone,
                record.text("source"),
                record.int("beats").unwrap_or(0),
                record.real("secs").unwrap_or(0.0),
                record.real("rmssd"),
                record.real("heart_rate")
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
            "INSERT INTO breath_setting (n, key, number, text) VALUES (?1, ?2, ?3, ?4)",
            params![record.n, key.as_str(), number, text],
        )?;
    }
    Ok(())
}
