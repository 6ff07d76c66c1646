//! What a write command sees: one transaction, which is one undo step.

use std::collections::BTreeSet;
use std::sync::Arc;

use base::env::{new_id, unix_ms};
use base::error::{Code, Error, Result};
use base::id::{AnyId, Id};
use lru::LruCache;
use rusqlite::{Connection, OptionalExtension, params};

use crate::chain::{Chain, Entry, Hlc, Op};
use crate::doc::{Author, Doc, DocEngine, Heads};
use crate::error::Attempt;
use crate::project::{self, State};
use crate::read::{self, DocRow, ReadCx};
use crate::record::{Changes, Fields, Record, RecordKind};
use crate::store::Shared;

/// The field that says when a record was thrown into the trash (Unix milliseconds).
pub(crate) const TRASHED: &str = "~trashed";
/// The flag of a record whose creation was undone.
pub(crate) const WITHDRAWN: &str = "~withdrawn";

/// How the actor of an imported record's first change begins.
pub(crate) const IMPORT_ACTOR: &[u8; 6] = b"import";
/// How many bytes of an actor tell the device; the rest may differ from change to change.
pub(crate) const DEVICE_BYTES: usize = 8;

/// Changes kept beside a full save before the document is saved whole again: opening a document
/// costs a little per change, saving it whole costs its size.
pub(crate) const CHANGES_MAX: i64 = 64;

/// How a write stands to undo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A step of its own.
    New,
    /// Joins the last step if that has the same key and is recent: saving a text while it is typed.
    Coalesce(String),
    /// Joins the step with this number: the batches of one import.
    Join(i64),
    /// Not undoable: taking in an attachment, emptying the trash.
    None,
}

/// Within this time writes with the same key are one step.
const COALESCE_MS: i64 = 5 * 60 * 1000;

/// One open write transaction.
pub struct WriteCx<'a> {
    pub(crate) db: &'a Connection,
    pub(crate) shared: &'a Arc<Shared>,
    pub(crate) docs: &'a mut LruCache<AnyId, Doc>,
    pub(crate) label: &'a str,
    pub(crate) mode: Step,
    pub(crate) step: Option<i64>,
    pub(crate) chain: Option<Chain>,
    pub(crate) touched: BTreeSet<String>,
}

/// What a merge-aware edit came to.
#[derive(Debug, Clone)]
pub struct Edited {
    /// The record after the edit.
    pub record: Record,
    /// Whether something else had changed since the version that the edit was made on.
    pub merged: bool,
}

impl<'a> WriteCx<'a> {
    /// The reading half, inside the same transaction.
    pub fn read(&self) -> ReadCx<'_> {
        ReadCx { db: self.db, shared: self.shared }
    }

    /// A new identity (UUIDv7).
    pub fn new_id<T: ?Sized>(&self) -> Id<T> {
        new_id(&*self.shared.env)
    }

    /// The number of the undo step that this write belongs to, once it has changed something.
    pub fn step(&self) -> Option<i64> {
        self.step
    }

    /// Says how this write stands to undo, before it has changed anything.
    pub fn set_step(&mut self, step: Step) {
        self.mode = step;
    }

    /// Creates a record.
    ///
    /// # Errors
    /// `Conflict` when a record with this id is there.
    pub fn create(&mut self, kind: &'static RecordKind, id: AnyId, fields: Fields) -> Result<()> {
        let incarnation = self.shared.identity.incarnation;
        let author = Author { actor: &incarnation, at_secs: self.now_ms() / 1000 };
        self.create_as(kind, id, fields, author)
    }

    /// Creates a record that another program had, so that two devices which import the same file
    /// write the same bytes. A record whose earlier import was undone comes back.
    ///
    /// # Errors
    /// `Conflict` when a record with this id is there.
    pub fn import(&mut self, kind: &'static RecordKind, id: AnyId, fields: Fields) -> Result<()> {
        let mut hasher = blake3::Hasher::new_derive_key("everkept 2026 import actor");
        hasher.update(id.as_bytes());
        let content = serde_json::to_vec(&fields)
            .map_err(|source| Error::internal("hashing a record", source))?;
        hasher.update(&content);
        let mut actor = [0; 16];
        actor[..6].copy_from_slice(IMPORT_ACTOR);
        actor[6..].copy_from_slice(&hasher.finalize().as_bytes()[..10]);
        let at_secs = i64::try_from(id.unix_ms() / 1000).unwrap_or(0);
        self.create_as(kind, id, fields, Author { actor: &actor, at_secs })
    }

    fn create_as(
        &mut self,
        kind: &'static RecordKind,
        id: AnyId,
        fields: Fields,
        author: Author<'_>,
    ) -> Result<()> {
        match read::state_of(self.db, id)? {
            None => {}
            Some(State::Withdrawn) => return self.come_back(id, fields),
            Some(_) => {
                return Err(Error::new(
                    Code::Conflict,
                    format!("{} {id} is there already", kind.name),
                ));
            }
        }
        let new = Doc::first(id, kind.prose, author, fields)?;
        let k = self.k(kind.name)?;
        let row = DocRow {
            n: 0,
            id,
            k,
            kind: kind.name.to_owned(),
            version: kind.version,
            heads: new.heads,
            changes: 0,
            state: State::Live,
            trashed_ms: None,
        };
        let log_n = self.append_change(&row, &new.payload)?;
        let row = DocRow { n: self.insert_row(&row)?, changes: 1, ..row };
        let record = project::record(&row, new.fields);
        self.derive(row, &record, None, None, log_n)
    }

    /// A withdrawn record with new content: what an import finds after it was undone.
    fn come_back(&mut self, id: AnyId, fields: Fields) -> Result<()> {
        let (row, mut doc) = self.open(id)?;
        let mut changes: Changes = doc.fields()?.into_keys().map(|key| (key, None)).collect();
        changes.extend(fields.into_iter().map(|(key, value)| (key, Some(value))));
        self.change(row, &mut doc, &changes, None).map(drop)
    }

    /// Changes fields of a record; answers what it is then. Changing nothing writes nothing.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn edit(&mut self, id: AnyId, changes: &Changes) -> Result<Record> {
        let (row, mut doc) = self.open_shown(id)?;
        let edited = self.change(row, &mut doc, changes, None);
        self.cache(id, doc, edited.is_ok());
        edited
    }

    /// Changes fields as they stood at `version` (from [`Record::version`]), then merges with what
    /// came since: nobody's words are lost.
    ///
    /// # Errors
    /// `NotFound`; `Invalid` when the version is not one of this record's.
    pub fn edit_at(&mut self, id: AnyId, version: &str, changes: &Changes) -> Result<Edited> {
        let at = Heads::from_hex(version)?;
        let (row, mut doc) = self.open_shown(id)?;
        let merged = at != row.heads;
        let at = merged.then_some(&at);
        let edited = self.change(row, &mut doc, changes, at);
        self.cache(id, doc, edited.is_ok());
        Ok(Edited { record: edited?, merged })
    }

    /// Keeps something under a name for this device alone: it is not synced and not undone.
    pub fn set_device_value(&mut self, key: &str, value: &str) -> Result<()> {
        self.db
            .execute(
                "INSERT OR REPLACE INTO meta (key, value) VALUES (?1, CAST(?2 AS BLOB))",
                params![format!("device:{key}"), value],
            )
            .attempt("keeping a setting")
            .map(drop)
    }

    /// Opens a document from the writer's few warm ones, or from the file.
    pub(crate) fn open(&mut self, id: AnyId) -> Result<(DocRow, Doc)> {
        if let Some(doc) = self.docs.pop(&id)
            && let Some((row, ..)) = read::row(self.db, id)?
        {
            return Ok((row, doc));
        }
        read::load(self.db, id)?.ok_or_else(|| Error::not_found("record", id))
    }

    pub(crate) fn open_shown(&mut self, id: AnyId) -> Result<(DocRow, Doc)> {
        let (row, doc) = self.open(id)?;
        let known = self.shared.schema.kind(&row.kind);
        if known.is_none_or(|kind| row.version > kind.version) {
            return Err(Error::new(
                Code::Unsupported,
                format!("{} {id} was written by a newer Everkept and is kept as it is", row.kind),
            ));
        }
        match row.state {
            State::Live | State::Trashed | State::Quarantined => Ok((row, doc)),
            State::Withdrawn => Err(Error::not_found("record", id)),
        }
    }

    /// Puts a document back among the warm ones; after an error it may hold what was not written.
    pub(crate) fn cache(&mut self, id: AnyId, doc: Doc, clean: bool) {
        if clean {
            self.docs.put(id, doc);
        }
    }

    /// Writes changes into an open document and keeps it.
    pub(crate) fn change(
        &mut self,
        row: DocRow,
        doc: &mut Doc,
        changes: &Changes,
        at: Option<&Heads>,
    ) -> Result<Record> {
        let incarnation = self.shared.identity.incarnation;
        let at_secs = self.now_ms() / 1000;
        let prose = self.shared.schema.kind(&row.kind).map_or(&[][..], |kind| kind.prose);
        let changed = match at {
            None => doc.change(Author { actor: &incarnation, at_secs }, prose, changes)?,
            Some(heads) => {
                // A change made on an older state needs an actor of its own: this device's has
                // already used the sequence numbers that follow that state. It begins alike, so that
                // the history still tells whose it was.
                let mut actor = incarnation;
                self.shared.env.fill(&mut actor[DEVICE_BYTES..]);
                doc.change_at(heads, Author { actor: &actor, at_secs }, prose, changes)?
            }
        };
        let before = row.heads.clone();
        if !changed {
            return project::record_of(&row, doc);
        }
        self.keep(row, doc, before)
    }

    /// Writes a changed document to the log, its row, the read tables and the undo step.
    pub(crate) fn keep(&mut self, mut row: DocRow, doc: &mut Doc, before: Heads) -> Result<Record> {
        let payload = doc.save_after(&before)?;
        row.heads = doc.heads();
        let log_n = self.append_change(&row, &payload)?;
        row.changes += 1;
        let record = project::record_of(&row, doc)?;
        let whole = (row.changes > CHANGES_MAX).then(|| doc.save());
        self.derive(row, &record, Some(&before), whole, log_n)?;
        Ok(record)
    }

    fn append_change(&mut self, row: &DocRow, payload: &[u8]) -> Result<i64> {
        let entry = Entry {
            op: Op::Change,
            k: Some(row.k),
            kind: &row.kind,
            target: Some(row.id.as_bytes()),
            payload,
        };
        self.append(&entry).map(|(log_n, _)| log_n)
    }

    pub(crate) fn insert_row(&self, row: &DocRow) -> Result<i64> {
        self.db
            .prepare_cached(
                "INSERT INTO doc (id, k, version, heads, state) VALUES (?1, ?2, ?3, ?4, 0)",
            )
            .and_then(|mut statement| {
                statement.execute(params![row.id.as_bytes(), row.k, row.version, row.heads.0])
            })
            .attempt("writing a document")?;
        Ok(self.db.last_insert_rowid())
    }

    /// Brings everything that follows from a document up to date; `whole`: its full save, if it is
    /// time for one.
    pub(crate) fn derive(
        &mut self,
        mut row: DocRow,
        record: &Record,
        before: Option<&Heads>,
        whole: Option<Vec<u8>>,
        log_n: i64,
    ) -> Result<()> {
        row.state = project::state(self.shared, record, row.version);
        row.trashed_ms = record.trashed_ms;
        if row.state == State::Withdrawn {
            // Withdrawn records leave with the trash.
            row.trashed_ms = Some(self.now_ms());
        }
        self.store_row(&row, whole, log_n)?;
        project::apply(self.shared, self.db, record, row.k, row.state)?;
        self.remember(row.n, before, &row.heads)?;
        self.touched.insert(row.kind);
        Ok(())
    }

    fn store_row(&mut self, row: &DocRow, whole: Option<Vec<u8>>, log_n: i64) -> Result<()> {
        let changes = if whole.is_some() { 0 } else { row.changes };
        self.db
            .prepare_cached(
                "UPDATE doc SET heads = ?2, state = ?3, trashed_ms = ?4, changes = ?5,
                     base = coalesce(?6, base), base_log = iif(?6 IS NULL, base_log, ?7)
                 WHERE n = ?1",
            )
            .and_then(|mut statement| {
                statement.execute(params![
                    row.n,
                    row.heads.0,
                    row.state as i64,
                    row.trashed_ms,
                    changes,
                    whole,
                    log_n
                ])
            })
            .attempt("writing a document")?;
        Ok(())
    }

    /// Notes in the undo step what the document was before and is after.
    fn remember(&mut self, n: i64, before: Option<&Heads>, after: &Heads) -> Result<()> {
        let Some(step) = self.ensure_step()? else { return Ok(()) };
        self.db
            .prepare_cached(
                "INSERT INTO step_doc (step, doc, before, after) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (step, doc) DO UPDATE SET after = excluded.after",
            )
            .and_then(|mut statement| {
                statement.execute(params![step, n, before.map(|heads| &heads.0), after.0])
            })
            .attempt("noting an undo step")?;
        Ok(())
    }

    /// The undo step of this write, made with its first change.
    pub(crate) fn ensure_step(&mut self) -> Result<Option<i64>> {
        if self.step.is_some() {
            return Ok(self.step);
        }
        let now = self.now_ms();
        self.step = match &self.mode {
            Step::None => return Ok(None),
            Step::Join(step) => Some(*step),
            Step::Coalesce(key) => self
                .db
                .query_row(
                    "SELECT n FROM step WHERE n = (SELECT max(n) FROM step)
                     AND state = 0 AND coalesce_key = ?1 AND at_ms > ?2",
                    params![key, now - COALESCE_MS],
                    |row| row.get(0),
                )
                .optional()
                .attempt("looking for the undo step")?,
            Step::New => None,
        };
        if self.step.is_none() {
            // What was undone before this write can no longer be redone after it.
            self.db
                .execute("UPDATE step SET state = 2 WHERE state = 1", [])
                .attempt("making an undo step")?;
            let key = match &self.mode {
                Step::Coalesce(key) => Some(key.as_str()),
                Step::New | Step::Join(_) | Step::None => None,
            };
            self.db
                .prepare_cached(
                    "INSERT INTO step (label, at_ms, state, coalesce_key) VALUES (?1, ?2, 0, ?3)",
                )
                .and_then(|mut statement| statement.execute(params![self.label, now, key]))
                .attempt("making an undo step")?;
            self.step = Some(self.db.last_insert_rowid());
        }
        Ok(self.step)
    }

    pub(crate) fn append(&mut self, entry: &Entry<'_>) -> Result<(i64, Hlc)> {
        if self.chain.is_none() {
            let now = self.now_ms();
            self.chain = Some(Chain::at_end(self.db, self.shared.identity, now)?);
        }
        let chain = self.chain.as_mut().expect("it was just made");
        chain.append(self.db, entry)
    }

    /// The number of a kind in this file.
    pub(crate) fn k(&self, name: &str) -> Result<i64> {
        let known = self
            .db
            .prepare_cached("SELECT k FROM kind WHERE name = ?1")
            .and_then(|mut statement| statement.query_row([name], |row| row.get(0)).optional())
            .attempt("looking for a kind")?;
        if let Some(k) = known {
            return Ok(k);
        }
        self.db.execute("INSERT INTO kind (name) VALUES (?1)", [name]).attempt("naming a kind")?;
        Ok(self.db.last_insert_rowid())
    }

    pub(crate) fn now_ms(&self) -> i64 {
        i64::try_from(unix_ms(self.shared.env.now())).unwrap_or(i64::MAX)
    }
}
