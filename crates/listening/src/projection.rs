//! The read tables of listening.
//!
//! `listening_play` holds every play, in the order of time. What plays are *of* is a spelling: the
//! exact words of a source, which stand for a track, an album and artists by their folded names. All
//! numbers of these are made of their texts, so that tables made anew come out as they were. Sums over
//! months, years and ever are written in the same transaction as the plays: a page reads some thousand
//! rows whatever the length of the life. Start reading at [`settle`].

pub(crate) mod buckets;
mod firsts;
pub(crate) mod packed;
mod part;
mod recount;
mod row;
mod settle;
mod sums;
#[cfg(test)]
mod tests;

use base::error::Result;
use base::id::AnyId;
use store::facts::Fact;
use store::params;
use store::project::Projection;
use store::record::Record;
use store::sql::{Param, Sql, Tables};

pub(crate) use self::part::{medium, merges, name_number, shown, split};
pub(crate) use self::row::flag;
use crate::model::{CountRule, from_hex};
use crate::record::{ALIAS, LABEL, LIST, SETTINGS};

pub(crate) static PROJECTION: Projection = Projection {
    name: "listening",
    version: 2,
    schema: "
        CREATE TABLE listening_setting (
            n INTEGER PRIMARY KEY, id BLOB NOT NULL, rule TEXT NOT NULL, private INTEGER NOT NULL,
            zone TEXT NOT NULL
        ) STRICT;
        CREATE TABLE listening_alias (
            scope INTEGER NOT NULL, source INTEGER NOT NULL, target INTEGER NOT NULL, n INTEGER NOT NULL,
            id BLOB NOT NULL, source_name TEXT NOT NULL, target_name TEXT NOT NULL,
            PRIMARY KEY (scope, source, n)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE listening_label (
            artist INTEGER NOT NULL, genre TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (artist, genre)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX listening_label_genre ON listening_label (genre, artist);
        CREATE INDEX listening_label_n ON listening_label (n);
        CREATE TABLE listening_list (
            n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, name TEXT NOT NULL, note TEXT NOT NULL,
            feeling TEXT NOT NULL, position INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE listening_listed (
            list INTEGER NOT NULL, track INTEGER NOT NULL, added_ms INTEGER NOT NULL,
            PRIMARY KEY (list, track)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX listening_listed_track ON listening_listed (track);
        CREATE TABLE listening_source (
            source INTEGER PRIMARY KEY, name TEXT NOT NULL
        ) STRICT;
        CREATE TABLE listening_told (
            source INTEGER NOT NULL, month INTEGER NOT NULL, plays INTEGER NOT NULL,
            evidence INTEGER NOT NULL, PRIMARY KEY (source, month)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE listening_spelling (
            spelling INTEGER PRIMARY KEY, title TEXT NOT NULL, artists TEXT NOT NULL, album TEXT,
            album_artist TEXT, duration_ms INTEGER, uri TEXT, medium INTEGER NOT NULL,
            track INTEGER NOT NULL, album_number INTEGER
        ) STRICT;
        CREATE INDEX listening_spelling_track ON listening_spelling (track);
        CREATE INDEX listening_spelling_album ON listening_spelling (album_number);
        -- What a spelling stands for without its other words: a third of the pages.
        CREATE INDEX listening_spelling_of ON listening_spelling (spelling, track, album_number, artists);
        CREATE TABLE listening_credit (
            artist INTEGER NOT NULL, spelling INTEGER NOT NULL, PRIMARY KEY (artist, spelling)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE listening_artist (
            artist INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (artist, name)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE listening_play (
            id BLOB PRIMARY KEY, began INTEGER NOT NULL, day INTEGER NOT NULL, minute INTEGER NOT NULL,
            ms INTEGER, spelling INTEGER NOT NULL, source INTEGER NOT NULL, flags INTEGER NOT NULL,
            same BLOB
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE listening_sum (
            n INTEGER PRIMARY KEY, many INTEGER NOT NULL, entries BLOB NOT NULL
        ) STRICT;
        CREATE TABLE listening_hour (
            month INTEGER NOT NULL, weekday INTEGER NOT NULL, hour INTEGER NOT NULL,
            plays INTEGER NOT NULL, ms INTEGER NOT NULL, untimed INTEGER NOT NULL,
            PRIMARY KEY (month, weekday, hour)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE listening_day (
            day INTEGER PRIMARY KEY, plays INTEGER NOT NULL, ms INTEGER NOT NULL, untimed INTEGER NOT NULL,
            uncounted INTEGER NOT NULL, skip_known INTEGER NOT NULL, skipped INTEGER NOT NULL,
            sessions INTEGER NOT NULL
        ) STRICT;",
    tables: &[
        "listening_setting",
        "listening_alias",
        "listening_label",
        "listening_list",
        "listening_listed",
        "listening_source",
        "listening_told",
        "listening_spelling",
        "listening_credit",
        "listening_artist",
        "listening_play",
        "listening_sum",
        "listening_hour",
        "listening_day",
    ],
    put,
    take,
    put_facts,
    take_facts,
};

/// What a sum is over.
pub(crate) mod scope {
    pub(crate) const ARTIST: i64 = 1;
    pub(crate) const ALBUM: i64 = 2;
    pub(crate) const TRACK: i64 = 3;
    /// A spelling: of all plays that sources told, whether they count or not; only ever.
    pub(crate) const SPELLING: i64 = 4;
    /// The exact name of an artist, likewise.
    pub(crate) const NAME: i64 = 5;
}

/// The period of sums over everything; others are 2026 and 202603.
pub(crate) const EVER: i64 = 0;

/// How figures are counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Setting {
    pub(crate) rule: CountRule,
    pub(crate) private: bool,
    /// Where plays were heard whose source does not say; empty: not known yet, so UTC.
    pub(crate) zone: String,
}

/// The settings as the tables hold them; of two records (made on two devices) the first made holds.
pub(crate) fn setting(sql: Sql<'_>) -> Result<Setting> {
    let found = sql.first(
        "SELECT rule, private, zone FROM listening_setting ORDER BY id LIMIT 1",
        &[],
        |row| {
            let rule = match row.text(0)?.as_str() {
                "end" => CountRule::ToTheEnd,
                "all" => CountRule::Everything,
                _ => CountRule::HalfOrThirtySeconds,
            };
            Ok(Setting { rule, private: row.flag(1)?, zone: row.text(2)? })
        },
    )?;
    Ok(found.unwrap_or(Setting { rule: CountRule::default(), private: false, zone: String::new() }))
}

/// The days of a month (202603) and the ids of its plays in any zone, for a query's conditions.
pub(crate) fn month_bounds(month: i64) -> [Param; 4] {
    let first = |month: i64| {
        let date = i16::try_from(month / 100)
            .ok()
            .zip(i8::try_from(month % 100).ok())
            .and_then(|(year, month)| jiff::civil::Date::new(year, month, 1).ok())
            .unwrap_or_default();
        date.to_zoned(jiff::tz::TimeZone::UTC).map_or(0, |at| at.timestamp().as_millisecond())
    };
    // An id holds the instant that a source gave, which may be the end of a play that began in
    // another month elsewhere on earth.
    const SLACK_MS: i64 = 2 * 86_400_000;
    let next = if month % 100 == 12 { month + 89 } else { month + 1 };
    [
        (month * 100).into(),
        (month * 100 + 99).into(),
        id_at(first(month) - SLACK_MS).into(),
        id_at(first(next) + SLACK_MS).into(),
    ]
}

/// The first id of an instant, Unix milliseconds.
pub(crate) fn id_at(ms: i64) -> AnyId {
    AnyId::from_time_and_hash(ms.max(0).unsigned_abs(), &[0; 10])
}

fn put_facts(tables: Tables<'_>, facts: &[Fact]) -> Result<()> {
    settle::settle(tables, facts, settle::Way::In)
}

fn take_facts(tables: Tables<'_>, facts: &[Fact]) -> Result<()> {
    settle::settle(tables, facts, settle::Way::Out)
}

fn put(tables: Tables<'_>, record: &Record) -> Result<()> {
    if record.kind == LIST.name {
        return put_list(tables, record);
    }
    if record.kind == LABEL.name {
        take_record(tables, record)?;
        let Some(artist) = from_hex(record.text("artist")) else { return Ok(()) };
        for genre in record.members("genre/") {
            tables.run(
                "INSERT OR REPLACE INTO listening_label (artist, genre, n) VALUES (?1, ?2, ?3)",
                params![artist, genre, record.n],
            )?;
        }
        return Ok(());
    }
    take_record(tables, record)?;
    if record.kind == SETTINGS.name {
        let rule = Some(record.text("count")).filter(|rule| !rule.is_empty()).unwrap_or("half");
        tables.run(
            "INSERT INTO listening_setting (n, id, rule, private, zone) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![record.n, record.id, rule, record.flag("private"), record.text("zone")],
        )?;
    } else if record.kind == ALIAS.name {
        put_alias(tables, record)?;
    }
    recount::recount(tables)
}

fn put_alias(tables: Tables<'_>, record: &Record) -> Result<()> {
    let scope = match record.text("scope") {
        "artist" => scope::ARTIST,
        "album" => scope::ALBUM,
        "track" => scope::TRACK,
        _ => return Ok(()), // Of a newer program.
    };
    let ends = (from_hex(record.text("from")), from_hex(record.text("into")));
    let (Some(from), Some(into)) = ends else { return Ok(()) };
    tables
        .run(
            "INSERT INTO listening_alias (scope, source, target, n, id, source_name, target_name)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                scope,
                from,
                into,
                record.n,
                record.id,
                record.text("from_name"),
                record.text("into_name")
            ],
        )
        .map(drop)
}

fn put_list(tables: Tables<'_>, record: &Record) -> Result<()> {
    take_record(tables, record)?;
    tables.run(
        "INSERT INTO listening_list (n, id, name, note, feeling, position)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            record.n,
            record.id,
            record.text("name"),
            record.text("note"),
            record.text("feeling"),
            record.int("order").unwrap_or(0)
        ],
    )?;
    for member in record.members("track/") {
        let Some(track) = from_hex(member) else { continue };
        let added = record.int(&format!("track/{member}")).unwrap_or(0);
        tables.run(
            "INSERT INTO listening_listed (list, track, added_ms) VALUES (?1, ?2, ?3)",
            params![record.n, track, added],
        )?;
    }
    Ok(())
}

fn take(tables: Tables<'_>, record: &Record) -> Result<()> {
    take_record(tables, record)?;
    if record.kind == SETTINGS.name || record.kind == ALIAS.name {
        return recount::recount(tables);
    }
    Ok(())
}

fn take_record(tables: Tables<'_>, record: &Record) -> Result<()> {
    for sql in [
        "DELETE FROM listening_setting WHERE n = ?1",
        "DELETE FROM listening_alias WHERE n = ?1",
        "DELETE FROM listening_label WHERE n = ?1",
        "DELETE FROM listening_list WHERE n = ?1",
        "DELETE FROM listening_listed WHERE list = ?1",
    ] {
        tables.run(sql, params![record.n])?;
    }
    Ok(())
}
