//! Conflicts: fields for which several devices have said different things at once.
//!
//! Nothing is lost in one: the document keeps every value, all devices show the same one of them, and a
//! person may choose. Prose merges word by word and is no conflict. What is deliberately not here: how such
//! a value came to be several (the CRDT), and words for fields and devices (the faces).

use base::error::{Code, Error, Result};
use base::id::AnyId;
use rusqlite::{Connection, params};

use crate::doc::{Author, DocEngine};
use crate::error::Attempt;
use crate::history::{By, Writers};
use crate::project::State;
use crate::read::{self, ReadCx};
use crate::record::{Record, Value};
use crate::write::WriteCx;

/// Derived, like the tables of `schema.sql`; made whenever a vault is opened that does not have it yet.
pub(crate) const TABLE: &str = "
CREATE TABLE IF NOT EXISTS conflict (
    doc INTEGER NOT NULL, field TEXT NOT NULL, PRIMARY KEY (doc, field)
) STRICT, WITHOUT ROWID;
";

/// A record of which fields wait for a choice.
#[derive(Debug, Clone)]
pub struct Conflicted {
    /// The record.
    pub id: AnyId,
    /// The name of its kind.
    pub kind: String,
    /// Its title, or how its text begins; may be empty.
    pub title: String,
    /// The local day it belongs to; empty when it has none.
    pub day: String,
    /// The fields, by name.
    pub fields: Vec<ConflictedField>,
}

/// A field with several values.
#[derive(Debug, Clone)]
pub struct ConflictedField {
    /// Its name.
    pub name: String,
    /// What devices said, the value that holds last.
    pub told: Vec<ToldValue>,
}

/// One of the values.
#[derive(Debug, Clone)]
pub struct ToldValue {
    /// What [`WriteCx::choose`] takes; the same on every device.
    pub told: String,
    /// The value.
    pub value: Value,
    /// Who said it.
    pub by: By,
    /// When, Unix seconds.
    pub at_secs: i64,
}

/// Whether a person is asked about this field. Not about the store's own flags: two devices that threw a
/// record away, or undid it, at different times do not disagree. Nor about a place in a list, which anybody
/// can see and move.
fn is_asked(field: &str) -> bool {
    let name = field.rsplit('/').next().unwrap_or(field);
    !field.starts_with('~') && name != "order"
}

/// Notes of which fields of a record a person is to be asked. Only what is shown is asked about.
pub(crate) fn put(db: &Connection, record: &Record, state: State) -> Result<()> {
    let what = "noting what devices disagree about";
    db.prepare_cached("DELETE FROM conflict WHERE doc = ?1")
        .and_then(|mut statement| statement.execute([record.n]))
        .attempt(what)?;
    let asked = record.conflicts.iter().filter(|field| is_asked(field));
    for field in asked.filter(|_| state == State::Live) {
        db.prepare_cached("INSERT INTO conflict (doc, field) VALUES (?1, ?2)")
            .and_then(|mut statement| statement.execute(params![record.n, field]))
            .attempt(what)?;
    }
    Ok(())
}

/// The records of which fields wait for a choice, the newest first: of one record, or at most `records_max`.
///
/// # Errors
/// `Internal` when a document cannot be read.
pub fn list(cx: &ReadCx<'_>, of: Option<AnyId>, records_max: u32) -> Result<Vec<Conflicted>> {
    let ids = cx.sql().rows(
        "SELECT id FROM doc WHERE n IN (SELECT doc FROM conflict) AND (?1 IS NULL OR id = ?1)
         ORDER BY id DESC LIMIT ?2",
        crate::params![of, i64::from(records_max)],
        |row| row.id(0),
    )?;
    let writers = Writers::read(cx)?;
    ids.into_iter().filter_map(|id| conflicted(cx, id, &writers).transpose()).collect()
}

fn conflicted(cx: &ReadCx<'_>, id: AnyId, writers: &Writers) -> Result<Option<Conflicted>> {
    let Some((row, mut doc)) = read::load(cx.db, id)? else { return Ok(None) };
    let record = crate::project::record_of(&row, &doc)?;
    let mut fields = Vec::new();
    for name in record.conflicts.iter().filter(|field| is_asked(field)) {
        let told = doc.told(name)?.into_iter().map(|told| ToldValue {
            by: writers.by(&told.actor),
            told: told.op,
            value: told.value,
            at_secs: told.at_secs,
        });
        fields.push(ConflictedField { name: name.clone(), told: told.collect() });
    }
    let found = (cx.shared.schema.search)(&record).unwrap_or_default();
    let title = match found.title.is_empty() {
        true => crate::project::one_line(&found.body).to_owned(),
        false => found.title,
    };
    Ok(Some(Conflicted { id, kind: row.kind, title, day: found.day, fields }))
}

impl WriteCx<'_> {
    /// Ends a conflict by one of the values that were said; `told` is one of [`ToldValue::told`].
    ///
    /// # Errors
    /// `NotFound` when there is no such record; `Conflict` when nobody says that of the field any more.
    pub fn choose(&mut self, id: AnyId, field: &str, told: &str) -> Result<()> {
        let (row, mut doc) = self.open_shown(id)?;
        let said = doc.told(field)?;
        let chosen = said.iter().find(|one| one.op == told).filter(|_| 1 < said.len());
        let Some(chosen) = chosen else {
            self.cache(id, doc, true);
            let words = "that was settled or changed meanwhile: look at it again";
            return Err(Error::new(Code::Conflict, words).at("told"));
        };
        let (before, at_secs) = (row.heads.clone(), self.now_ms() / 1000);
        let actor = self.shared.identity.incarnation;
        doc.settle(Author { actor: &actor, at_secs }, field, &chosen.value)?;
        let kept = self.keep(row, &mut doc, before);
        self.cache(id, doc, kept.is_ok());
        kept.map(drop)
    }
}
