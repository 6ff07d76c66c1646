//! The read tables of mood.
//!
//! `local_ms` is what the clock on the wall showed ([`crate::model::day::local_ms`]), so that days
//! follow from the setting when they are asked for. What models read lies in tables of its own, which
//! only [`crate::lanes`] reads.

use base::error::Result;
use base::id::AnyId;
use store::params;
use store::project::Projection;
use store::record::{Record, Value};
use store::sql::Tables;

use crate::lanes;
use crate::model::checkin::CheckIn;
use crate::model::day::local_ms;
use crate::model::factor::Answered;
use crate::model::place::number_of;
use crate::record::{CHECKIN, FACTOR, READING, SETTINGS, WHO5, WORD};

pub(crate) static PROJECTION: Projection = Projection {
    name: "mood",
    version: 1,
    schema: SCHEMA,
    tables: TABLES,
    put,
    take,
    put_facts: |_, _| Ok(()),
    take_facts: |_, _| Ok(()),
};

const SCHEMA: &str = "
    CREATE TABLE mood_checkin (
        n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, at_ms INTEGER NOT NULL,
        local_ms INTEGER NOT NULL, zone TEXT NOT NULL, valence INTEGER, energy INTEGER,
        note TEXT NOT NULL, session BLOB, side TEXT NOT NULL, source TEXT NOT NULL
    ) STRICT;
    CREATE INDEX mood_checkin_local ON mood_checkin (local_ms, id);
    CREATE INDEX mood_checkin_at ON mood_checkin (at_ms, id);
    CREATE INDEX mood_checkin_session ON mood_checkin (session) WHERE session IS NOT NULL;
    CREATE TABLE mood_said (
        checkin INTEGER NOT NULL, word TEXT NOT NULL, PRIMARY KEY (checkin, word)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE mood_marked (
        checkin INTEGER NOT NULL, factor BLOB NOT NULL, value INTEGER NOT NULL,
        PRIMARY KEY (checkin, factor)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX mood_marked_factor ON mood_marked (factor, checkin, value);
    CREATE TABLE mood_factor (
        n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, name TEXT NOT NULL, kind TEXT NOT NULL,
        low TEXT NOT NULL, high TEXT NOT NULL, unit TEXT NOT NULL, archived INTEGER NOT NULL,
        position INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE mood_word (
        n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, text TEXT NOT NULL,
        valence INTEGER NOT NULL, energy INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE mood_reading (
        n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, lane TEXT NOT NULL, at_ms INTEGER NOT NULL,
        local_ms INTEGER NOT NULL, zone TEXT NOT NULL, valence INTEGER, energy INTEGER,
        source TEXT NOT NULL, model TEXT NOT NULL, version TEXT NOT NULL, quality REAL NOT NULL,
        coverage REAL NOT NULL, about BLOB
    ) STRICT;
    CREATE INDEX mood_reading_local ON mood_reading (lane, local_ms, id);
    CREATE INDEX mood_reading_moment ON mood_reading (local_ms);
    CREATE INDEX mood_reading_about ON mood_reading (about) WHERE about IS NOT NULL;
    CREATE TABLE mood_label (
        reading INTEGER NOT NULL, label TEXT NOT NULL, probability REAL NOT NULL,
        PRIMARY KEY (reading, label)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE mood_who5 (
        n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, at_ms INTEGER NOT NULL,
        local_ms INTEGER NOT NULL, a1 INTEGER NOT NULL, a2 INTEGER NOT NULL, a3 INTEGER NOT NULL,
        a4 INTEGER NOT NULL, a5 INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX mood_who5_at ON mood_who5 (at_ms, id);
    CREATE TABLE mood_setting (
        n INTEGER NOT NULL, key TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (n, key)
    ) STRICT, WITHOUT ROWID;";

const TABLES: &[&str] = &[
    "mood_checkin",
    "mood_said",
    "mood_marked",
    "mood_factor",
    "mood_word",
    "mood_reading",
    "mood_label",
    "mood_who5",
    "mood_setting",
];

fn put(tables: Tables<'_>, record: &Record) -> Result<()> {
    take(tables, record)?;
    match record.kind.as_str() {
        kind if kind == CHECKIN.name => put_check_in(tables, record),
        kind if kind == FACTOR.name => put_factor(tables, record),
        kind if kind == WORD.name => put_word(tables, record),
        kind if kind == READING.name => lanes::put(tables, record),
        kind if kind == WHO5.name => put_who5(tables, record),
        kind if kind == SETTINGS.name => put_settings(tables, record),
        _ => Ok(()),
    }
}

fn take(tables: Tables<'_>, record: &Record) -> Result<()> {
    let statements: &[&str] = match record.kind.as_str() {
        kind if kind == CHECKIN.name => &[
            "DELETE FROM mood_checkin WHERE n = ?1",
            "DELETE FROM mood_said WHERE checkin = ?1",
            "DELETE FROM mood_marked WHERE checkin = ?1",
        ],
        kind if kind == FACTOR.name => &["DELETE FROM mood_factor WHERE n = ?1"],
        kind if kind == WORD.name => &["DELETE FROM mood_word WHERE n = ?1"],
        kind if kind == READING.name => lanes::TAKE,
        kind if kind == WHO5.name => &["DELETE FROM mood_who5 WHERE n = ?1"],
        kind if kind == SETTINGS.name => &["DELETE FROM mood_setting WHERE n = ?1"],
        _ => &[],
    };
    for statement in statements {
        tables.run(statement, params![record.n])?;
    }
    Ok(())
}

fn put_check_in(tables: Tables<'_>, record: &Record) -> Result<()> {
    let check_in = CheckIn::of(&record.fields);
    let (session, side) = check_in.of.unzip();
    tables.run(
        "INSERT INTO mood_checkin (n, id, at_ms, local_ms, zone, valence, energy, note, session,
             side, source)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            record.n,
            record.id,
            check_in.at_ms,
            local_ms(check_in.at_ms, &check_in.zone),
            check_in.zone,
            check_in.valence,
            check_in.energy,
            check_in.note,
            session,
            side.map_or("", |side| side.word()),
            check_in.source
        ],
    )?;
    tables.run_all(
        "INSERT INTO mood_said (checkin, word) VALUES (?1, ?2)",
        check_in.words.iter().map(|word| [record.n.into(), word.as_str().into()]),
    )?;
    tables.run_all(
        "INSERT OR REPLACE INTO mood_marked (checkin, factor, value) VALUES (?1, ?2, ?3)",
        check_in.factors.iter().map(|(id, value)| [record.n.into(), (*id).into(), (*value).into()]),
    )
}

fn put_factor(tables: Tables<'_>, record: &Record) -> Result<()> {
    tables
        .run(
            "INSERT INTO mood_factor (n, id, name, kind, low, high, unit, archived, position)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                record.n,
                record.id,
                record.text("name"),
                Answered::read(record.text("kind")).word(),
                record.text("low"),
                record.text("high"),
                record.text("unit"),
                record.flag("archived"),
                record.int("order").unwrap_or(0)
            ],
        )
        .map(drop)
}

fn put_word(tables: Tables<'_>, record: &Record) -> Result<()> {
    let at = |key: &str| number_of(record.int(key)).unwrap_or(0);
    tables
        .run(
            "INSERT INTO mood_word (n, id, text, valence, energy) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![record.n, record.id, record.text("text"), at("valence"), at("energy")],
        )
        .map(drop)
}

/// A questionnaire counts when each of its questions was answered; a half one has no sum.
fn put_who5(tables: Tables<'_>, record: &Record) -> Result<()> {
    let answers: Option<Vec<i64>> =
        (1..=5).map(|question| record.int(&format!("answer/{question}"))).collect();
    let Some(answers) = answers.filter(|all| all.iter().all(|one| (0..=5).contains(one))) else {
        return Ok(());
    };
    let at_ms = record.int("at").unwrap_or(0);
    tables
        .run(
            "INSERT INTO mood_who5 (n, id, at_ms, local_ms, a1, a2, a3, a4, a5)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                record.n,
                record.id,
                at_ms,
                local_ms(at_ms, record.text("zone")),
                answers[0],
                answers[1],
                answers[2],
                answers[3],
                answers[4]
            ],
        )
        .map(drop)
}

fn put_settings(tables: Tables<'_>, record: &Record) -> Result<()> {
    let numbers = record.fields.iter().filter_map(|(key, value)| match value {
        Value::Int(number) => Some([record.n.into(), key.as_str().into(), (*number).into()]),
        Value::Bool(_) | Value::Real(_) | Value::Text(_) => None,
    });
    tables.run_all("INSERT INTO mood_setting (n, key, number) VALUES (?1, ?2, ?3)", numbers)
}

/// The kind of a factor that is there.
///
/// # Errors
/// Those of the store.
pub(crate) fn answered(sql: store::sql::Sql<'_>, factor: AnyId) -> Result<Option<Answered>> {
    sql.first("SELECT kind FROM mood_factor WHERE id = ?1", params![factor], |row| {
        Ok(Answered::read(row.text_here(0)?))
    })
}
