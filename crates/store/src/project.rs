//! Projections: read tables that follow the documents and facts, and can be rebuilt from them.

use base::error::Result;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, params};

use crate::conflict;
use crate::doc::{Doc, DocEngine};
use crate::error::Attempt;
use crate::facts::{self, Fact};
use crate::meaning;
use crate::read::{self, DocRow};
use crate::record::{Fields, MEDIA_PREFIX, Record, RecordKind};
use crate::search;
use crate::sql::Tables;
use crate::store::Shared;
use crate::write::{TRASHED, WITHDRAWN};

/// The read tables of one domain. They are disposable: raise `version` and they are made anew.
pub struct Projection {
    /// The domain; kinds `<name>.*` are handed to it.
    pub name: &'static str,
    /// Raised with every change of schema or of what is written.
    pub version: u32,
    /// `CREATE` statements. Tables are STRICT; whatever takes its number from the record uses
    /// [`Record::n`], which survives a rebuild.
    pub schema: &'static str,
    /// The tables' names, for dropping and comparing.
    pub tables: &'static [&'static str],
    /// Writes a live record, whether it was there before or not.
    pub put: fn(Tables<'_>, &Record) -> Result<()>,
    /// Removes a record that was trashed or withdrawn; it may not be there.
    pub take: fn(Tables<'_>, &Record) -> Result<()>,
    /// Writes facts of one kind that are not in the tables.
    pub put_facts: fn(Tables<'_>, &[Fact]) -> Result<()>,
    /// Removes facts of one kind that are in the tables.
    pub take_facts: fn(Tables<'_>, &[Fact]) -> Result<()>,
}

/// What a document's state means for the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Live = 0,
    Trashed = 1,
    /// Its creation was undone.
    Withdrawn = 2,
    /// Of a kind or version that this program does not know: kept, synced, not shown.
    Quarantined = 3,
}

impl State {
    pub(crate) fn from_number(number: i64) -> State {
        match number {
            0 => State::Live,
            1 => State::Trashed,
            2 => State::Withdrawn,
            _ => State::Quarantined,
        }
    }
}

/// The state that a record's own fields give it.
pub(crate) fn state(shared: &Shared, record: &Record, version: u32) -> State {
    match shared.schema.kind(&record.kind) {
        Some(RecordKind { version: known, .. }) if version <= *known => {}
        _ => return State::Quarantined,
    }
    if record.version.is_empty() {
        // Nothing of it is here yet but changes that wait for its beginning.
        return State::Quarantined;
    }
    if record.flag(WITHDRAWN) {
        State::Withdrawn
    } else if record.trashed_ms.is_some() {
        State::Trashed
    } else {
        State::Live
    }
}

/// Brings every derived table up to date with one document.
pub(crate) fn apply(
    shared: &Shared,
    db: &Connection,
    record: &Record,
    k: i64,
    state: State,
) -> Result<()> {
    let tables = Tables(db);
    if let Some(projection) = shared.schema.projection_of(&record.kind) {
        match state {
            State::Live => (projection.put)(tables, record)?,
            State::Trashed | State::Withdrawn => (projection.take)(tables, record)?,
            State::Quarantined => {}
        }
    }
    let found = match state {
        State::Live | State::Trashed => (shared.schema.search)(record),
        State::Withdrawn | State::Quarantined => None,
    };
    let shown = if state == State::Live { found.as_ref() } else { None };
    search::put(db, record.n * 2, record.id, k, shown)?;
    db.prepare_cached("DELETE FROM trash WHERE n = ?1")
        .and_then(|mut statement| statement.execute([record.n]))
        .attempt("updating the trash")?;
    if state == State::Trashed {
        let found = found.unwrap_or_default();
        let title =
            if found.title.is_empty() { one_line(&found.body) } else { found.title.as_str() };
        db.prepare_cached(
            "INSERT INTO trash (n, id, k, title, day, trashed_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )
        .and_then(|mut statement| {
            let id = record.id.as_bytes();
            statement.execute(params![record.n, id, k, title, found.day, record.trashed_ms])
        })
        .attempt("updating the trash")?;
    }
    conflict::put(db, record, state)?;
    references(db, record)
}

/// The longest title that is taken from a text without one.
const TITLE_CHARS_MAX: usize = 80;

/// The first line of a text, as a title.
pub(crate) fn one_line(body: &str) -> &str {
    let line = body.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().trim();
    match line.char_indices().nth(TITLE_CHARS_MAX) {
        Some((end, _)) => &line[..end],
        None => line,
    }
}

/// Which attachments the record refers to. A withdrawn or trashed one still does: it may come back.
fn references(db: &Connection, record: &Record) -> Result<()> {
    db.prepare_cached("DELETE FROM blob_ref WHERE doc = ?1")
        .and_then(|mut statement| statement.execute([record.n]))
        .attempt("updating attachment references")?;
    for hash in record.members(MEDIA_PREFIX) {
        let Ok(hash) = data_encoding::HEXLOWER.decode(hash.as_bytes()) else { continue };
        db.prepare_cached("INSERT OR IGNORE INTO blob_ref (hash, doc) VALUES (?1, ?2)")
            .and_then(|mut statement| statement.execute(params![hash, record.n]))
            .attempt("updating attachment references")?;
    }
    Ok(())
}

/// Makes the tables of every projection whose version is not the stored one.
///
/// Answers whether anything was rebuilt.
pub(crate) fn prepare(shared: &Shared, db: &Connection) -> Result<bool> {
    let mut stale = false;
    for projection in &shared.schema.projections {
        let stored: Option<u32> = db
            .query_row("SELECT version FROM projection WHERE name = ?1", [projection.name], |row| {
                row.get(0)
            })
            .ok();
        stale |= stored != Some(projection.version);
    }
    if stale {
        rebuild(shared, db)?;
    }
    Ok(stale)
}

/// Drops every derived row and writes all of them again from the documents and facts, each document
/// opened once. Runs inside the caller's transaction.
pub(crate) fn rebuild(shared: &Shared, db: &Connection) -> Result<()> {
    let mut script = String::from(
        "DELETE FROM projection; DELETE FROM blob_ref; DELETE FROM trash; DELETE FROM conflict;
         INSERT INTO search_fts (search_fts) VALUES ('delete-all'); DELETE FROM search_doc;",
    );
    for projection in &shared.schema.projections {
        for table in projection.tables.iter().rev() {
            script.push_str(&format!("DROP TABLE IF EXISTS {table};"));
        }
        script.push_str(projection.schema);
        script.push_str(&format!(
            ";INSERT INTO projection (name, version) VALUES ('{}', {});",
            projection.name, projection.version
        ));
    }
    db.execute_batch(&script).attempt("making the read tables")?;
    let ids: Vec<[u8; 16]> = db
        .prepare("SELECT id FROM doc ORDER BY n")
        .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
        .attempt("listing the documents")?;
    for id in ids {
        let Some((row, record)) = read::record(db, base::id::Id::from_bytes(id))? else { continue };
        let state = state(shared, &record, row.version);
        if state != row.state || record.trashed_ms != row.trashed_ms {
            db.execute(
                "UPDATE doc SET state = ?2, trashed_ms = ?3 WHERE n = ?1",
                params![row.n, state as i64, record.trashed_ms],
            )
            .attempt("updating a document's state")?;
        }
        apply(shared, db, &record, row.k, state)?;
    }
    rebuild_facts(shared, db)?;
    meaning::compare(db)
}

/// Facts that are handed to a projection at once when it is rebuilt: many, because it counts them
/// before it writes.
const FACTS_AT_ONCE: usize = 16_000;
/// Bytes of bodies that are handed over at once: tracks are long.
const BYTES_AT_ONCE: usize = 32 << 20;

fn rebuild_facts(shared: &Shared, db: &Connection) -> Result<()> {
    for kind in &shared.schema.facts {
        let Some(k) = facts::k_of(db, kind.name)? else { continue };
        let mut waiting: Vec<Fact> = Vec::new();
        facts::each(db, Some(kind.name), |some| {
            waiting.extend(some.into_iter().filter(|fact| !fact.retracted));
            let bytes: usize = waiting.iter().map(|fact| fact.body.len()).sum();
            if waiting.len() < FACTS_AT_ONCE && bytes < BYTES_AT_ONCE {
                return Ok(());
            }
            facts::apply(shared, db, k, &std::mem::take(&mut waiting), true)
        })?;
        facts::apply(shared, db, k, &waiting, true)?;
    }
    Ok(())
}

/// The record that a document holds now.
pub(crate) fn record_of(row: &DocRow, doc: &Doc) -> Result<Record> {
    Ok(Record { conflicts: doc.conflicts()?, ..record(row, doc.fields()?) })
}

/// The record with these fields.
pub(crate) fn record(row: &DocRow, fields: Fields) -> Record {
    let mut record = Record {
        n: row.n,
        id: row.id,
        kind: row.kind.clone(),
        trashed_ms: None,
        version: row.heads.hex(),
        conflicts: Vec::new(),
        fields,
    };
    record.trashed_ms = record.int(TRASHED);
    record
}

/// A hash of every derived row, for comparing before and after a rebuild.
pub(crate) fn digest(shared: &Shared, db: &Connection) -> Result<String> {
    let own = ["blob_ref", "trash", "conflict", "search_doc"];
    let domains = shared.schema.projections.iter().flat_map(|projection| projection.tables);
    let mut hasher = blake3::Hasher::new();
    for table in own.iter().chain(domains) {
        hasher.update(table.as_bytes());
        let mut statement =
            db.prepare(&format!("SELECT * FROM {table}")).attempt("reading a table")?;
        let columns = statement.column_count();
        let order: Vec<String> = (1..=columns).map(|column| column.to_string()).collect();
        statement = db
            .prepare(&format!("SELECT * FROM {table} ORDER BY {}", order.join(", ")))
            .attempt("reading a table")?;
        let mut rows = statement.query([]).attempt("reading a table")?;
        while let Some(row) = rows.next().attempt("reading a table")? {
            for column in 0..columns {
                let value = row.get_ref(column).attempt("reading a table")?;
                let (kind, bytes): (u8, &[u8]) = match value {
                    ValueRef::Null => (0, &[]),
                    ValueRef::Integer(number) => (1, &number.to_be_bytes()),
                    ValueRef::Real(number) => (2, &number.to_be_bytes()),
                    ValueRef::Text(text) => (3, text),
                    ValueRef::Blob(blob) => (4, blob),
                };
                let length = (bytes.len() as u64).to_be_bytes();
                hasher.update(&[kind]).update(&length).update(bytes);
            }
        }
    }
    db.execute_batch("INSERT INTO search_fts (search_fts, rank) VALUES ('integrity-check', 1)")
        .attempt("comparing the search index with its text")?;
    Ok(hasher.finalize().to_hex().to_string())
}
