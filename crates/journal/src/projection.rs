//! The journal's read tables.

use base::error::Result;
use store::params;
use store::project::Projection;
use store::record::{Record, SearchDoc};
use store::sql::{Param, Tables};

use crate::markdown;
use crate::model;
use crate::record::{ENTRY, JOURNAL, TEMPLATE};

pub(crate) static PROJECTION: Projection = Projection {
    name: "journal",
    version: 1,
    schema: "
        CREATE TABLE journal_entry (
            n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE,
            date TEXT NOT NULL, time TEXT, zone TEXT NOT NULL, sort_key TEXT NOT NULL,
            title TEXT NOT NULL, excerpt TEXT NOT NULL, journal BLOB,
            starred INTEGER NOT NULL, pinned INTEGER NOT NULL, mood TEXT, photo TEXT,
            media INTEGER NOT NULL, words INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX journal_entry_sort ON journal_entry (sort_key, n);
        CREATE INDEX journal_entry_date ON journal_entry (date, words);
        CREATE INDEX journal_entry_day ON journal_entry (substr(date, 6), date);
        CREATE INDEX journal_entry_journal ON journal_entry (journal, sort_key, n);
        CREATE TABLE journal_tag (
            tag TEXT NOT NULL, entry INTEGER NOT NULL, PRIMARY KEY (tag, entry)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX journal_tag_entry ON journal_tag (entry);
        CREATE TABLE journal_person (
            person TEXT NOT NULL, entry INTEGER NOT NULL, PRIMARY KEY (person, entry)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX journal_person_entry ON journal_person (entry);
        CREATE TABLE journal_media (
            entry INTEGER NOT NULL, hash TEXT NOT NULL, name TEXT NOT NULL, mime TEXT NOT NULL,
            sort_key TEXT NOT NULL, PRIMARY KEY (entry, hash)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX journal_media_sort ON journal_media (sort_key, entry, hash);
        CREATE TABLE journal_journal (
            n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, name TEXT NOT NULL,
            hue INTEGER NOT NULL, position INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE journal_template (
            n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, name TEXT NOT NULL, body TEXT NOT NULL
        ) STRICT;
        CREATE TABLE journal_prompt (
            n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, text TEXT NOT NULL
        ) STRICT;",
    tables: &[
        "journal_entry",
        "journal_tag",
        "journal_person",
        "journal_media",
        "journal_journal",
        "journal_template",
        "journal_prompt",
    ],
    put,
    take,
    put_facts: |_, _| Ok(()),
    take_facts: |_, _| Ok(()),
};

/// How much of a text a list shows.
const EXCERPT_CHARS: usize = 200;

/// The hue of a journal that was given none: the domain's.
pub(crate) const HUE: i64 = 55;

fn put(tables: Tables<'_>, record: &Record) -> Result<()> {
    if record.kind == ENTRY.name {
        return put_entry(tables, record);
    }
    let (sql, params) = if record.kind == JOURNAL.name {
        (
            "INSERT OR REPLACE INTO journal_journal (n, id, name, hue, position) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                record.n,
                record.id,
                record.text("name"),
                record.int("hue").unwrap_or(HUE),
                record.int("order").unwrap_or(0)
            ]
            .to_vec(),
        )
    } else if record.kind == TEMPLATE.name {
        (
            "INSERT OR REPLACE INTO journal_template (n, id, name, body) VALUES (?1, ?2, ?3, ?4)",
            params![record.n, record.id, record.text("name"), record.text("body")].to_vec(),
        )
    } else {
        (
            "INSERT OR REPLACE INTO journal_prompt (n, id, text) VALUES (?1, ?2, ?3)",
            params![record.n, record.id, record.text("text")].to_vec(),
        )
    };
    tables.run(sql, &params).map(drop)
}

fn put_entry(tables: Tables<'_>, record: &Record) -> Result<()> {
    let text =
        |key: &str| Some(record.text(key)).filter(|text| !text.is_empty()).map(str::to_owned);
    let body = record.text("body");
    let plain = markdown::plain_text(body);
    let media = model::media(record);
    let pictures: Vec<&str> = media
        .iter()
        .filter(|media| media.mime.starts_with("image/"))
        .map(|media| media.hash.as_str())
        .collect();
    // The picture that the text shows first; one that it does not show only if there is no other.
    // Most entries have no picture, and their text need not be read once more for one.
    let shown = if pictures.len() > 1 { markdown::media_in(body) } else { Vec::new() };
    let photo = shown
        .iter()
        .map(String::as_str)
        .find(|hash| pictures.contains(hash))
        .or_else(|| pictures.first().copied());
    let sort_key = sort_key(record);
    let number = |count: usize| Param::Int(i64::try_from(count).unwrap_or(i64::MAX));
    tables.run(
        "INSERT OR REPLACE INTO journal_entry (n, id, date, time, zone, sort_key, title, excerpt,
             journal, starred, pinned, mood, photo, media, words)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        &[
            record.n.into(),
            record.id.into(),
            record.text("date").into(),
            text("time").into(),
            record.text("zone").into(),
            sort_key.as_str().into(),
            record.text("title").into(),
            markdown::clip(&plain, EXCERPT_CHARS).into(),
            record.text("journal").parse::<base::id::AnyId>().ok().into(),
            record.flag("starred").into(),
            record.flag("pinned").into(),
            text("mood").into(),
            photo.into(),
            number(media.len()),
            number(markdown::word_count(&plain)),
        ],
    )?;
    take_parts(tables, record.n)?;
    for tag in record.members("tag/") {
        tables
            .run("INSERT INTO journal_tag (tag, entry) VALUES (?1, ?2)", params![tag, record.n])?;
    }
    for person in record.members("person/") {
        tables.run(
            "INSERT INTO journal_person (person, entry) VALUES (?1, ?2)",
            params![person, record.n],
        )?;
    }
    for media in &media {
        tables.run(
            "INSERT INTO journal_media (entry, hash, name, mime, sort_key) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![record.n, &media.hash, &media.name, &media.mime, &sort_key],
        )?;
    }
    Ok(())
}

/// Local day and time: entries of a day stand in the order of its clock, whole days first.
fn sort_key(record: &Record) -> String {
    format!("{}T{}", record.text("date"), record.text("time"))
}

fn take(tables: Tables<'_>, record: &Record) -> Result<()> {
    if record.kind != ENTRY.name {
        let table = record.kind.replace('.', "_");
        return tables
            .run(&format!("DELETE FROM {table} WHERE n = ?1"), params![record.n])
            .map(drop);
    }
    take_parts(tables, record.n)?;
    tables.run("DELETE FROM journal_entry WHERE n = ?1", params![record.n]).map(drop)
}

fn take_parts(tables: Tables<'_>, n: i64) -> Result<()> {
    for sql in [
        "DELETE FROM journal_tag WHERE entry = ?1",
        "DELETE FROM journal_person WHERE entry = ?1",
        "DELETE FROM journal_media WHERE entry = ?1",
    ] {
        tables.run(sql, params![n])?;
    }
    Ok(())
}

/// What search knows of an entry; of journals and templates it knows nothing.
pub(crate) fn search(record: &Record) -> Option<SearchDoc> {
    if record.kind != ENTRY.name {
        // Named all the same, so that the trash can say what lies in it.
        return (record.trashed_ms.is_some()).then(|| SearchDoc {
            title: [record.text("name"), record.text("text")].concat(),
            ..SearchDoc::default()
        });
    }
    let mut extra = String::new();
    for tag in record.members("tag/") {
        extra.push_str(&format!("{}:{tag}\n", store::search::TAG));
    }
    for person in record.members("person/") {
        extra.push_str(&format!("{person}\n"));
    }
    for key in ["place", "weather", "mood"] {
        extra.push_str(record.text(key));
        extra.push('\n');
    }
    for media in model::media(record) {
        extra.push_str(&format!("{}\n", media.name));
    }
    Some(SearchDoc {
        day: record.text("date").to_owned(),
        title: record.text("title").to_owned(),
        body: markdown::plain_text(record.text("body")),
        extra,
    })
}
