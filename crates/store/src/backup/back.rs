//! Single things out of a backup: what was deleted since comes back, as new changes.
//!
//! What lies in the trash is taken out of it; what was withdrawn by undo gets its fields again. What has
//! left for good cannot come back under its name (every device that hears of it lets it go once more), so
//! it comes under another one, which follows from the first: a second time, or on a second device, nothing
//! comes twice. Names of such records in the fields of others that come back are changed with them. Facts
//! are never erased, and whatever took them back can be undone: they stay out of this.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use base::error::{Code, Error, Result};
use base::id::AnyId;
use rusqlite::{Connection, OptionalExtension};

use super::{Backup, DATABASE, Pool, Stop, copy, pool};
use crate::blobs::ContentHash;
use crate::error::Attempt;
use crate::migrate;
use crate::open::{self, SCHEMA_VERSION};
use crate::project::State;
use crate::read::{self, ReadCx};
use crate::record::{Fields, MEDIA_PREFIX, Record, RecordKind, Value};
use crate::store::Store;
use crate::write::{TRASHED, WITHDRAWN, WriteCx};

/// A backup of this vault whose records can be read.
pub struct Opened {
    db: Connection,
    pool: Pool,
    /// For attachments that the vault has let go since.
    stop: Stop,
}

/// Why a record of a backup is not shown now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// It lies in the trash.
    Trashed,
    /// Its creation was undone.
    Withdrawn,
    /// It has left for good, or never was in this vault.
    Gone,
}

/// A record that a backup has and the vault does not show.
#[derive(Debug, Clone)]
pub struct Lost {
    /// Its identity in the backup.
    pub id: AnyId,
    /// Its kind.
    pub kind: String,
    /// Its title, or how its text begins.
    pub title: String,
    /// The day that it belongs to.
    pub day: String,
    /// Why it is not shown.
    pub why: Why,
}

impl Opened {
    /// Opens a believed backup of this vault; nothing is written to it.
    ///
    /// # Errors
    /// `Locked` when the backup is another vault's; `Invalid` when it is damaged; `Unsupported` when another
    /// Everkept wrote it, in another schema.
    pub fn open(store: &Store, backup: &Backup, stop: &Stop) -> Result<Opened> {
        if let Some(trouble) = &backup.trouble {
            return Err(Error::new(Code::Invalid, format!("this backup is damaged: {trouble}")));
        }
        let path = backup.path.join(DATABASE);
        migrate::known(&path, &store.shared().key, SCHEMA_VERSION)?;
        let db = copy::read_only(&path, &store.shared().key)?;
        let version = open::version(&db)?;
        if version != SCHEMA_VERSION {
            let message = format!(
                "this backup is of an earlier Everkept (schema {version}, this is {SCHEMA_VERSION}): single \
                 records do not come back from it, the whole of it does"
            );
            return Err(Error::new(Code::Unsupported, message));
        }
        let place = backup.path.parent().map(PathBuf::from).unwrap_or_default();
        Ok(Opened { db, pool: Pool::of(&place), stop: stop.clone() })
    }

    fn live(&self) -> Result<Vec<AnyId>> {
        let what = "reading a backup";
        let mut statement =
            self.db.prepare("SELECT id FROM doc WHERE state = 0 ORDER BY n").attempt(what)?;
        let ids: Vec<[u8; 16]> =
            statement.query_map([], |row| row.get(0)).and_then(Iterator::collect).attempt(what)?;
        Ok(ids.into_iter().map(AnyId::from_bytes).collect())
    }

    fn record(&self, id: AnyId) -> Result<Record> {
        let found = read::record(&self.db, id)?;
        found.map(|(_, record)| record).ok_or_else(|| Error::not_found("record", id))
    }

    /// Bytes of an attachment, as noted.
    fn size(&self, hash: &ContentHash) -> Result<Option<u64>> {
        let size: Option<i64> = self
            .db
            .query_row(
                "SELECT size FROM blob WHERE hash = ?1",
                [hash.as_bytes().as_slice()],
                |row| row.get(0),
            )
            .optional()
            .attempt("reading a backup")?;
        Ok(size.map(i64::unsigned_abs))
    }
}

/// Where a record of a backup is now: shown, or under which id and why not.
fn stands(cx: &ReadCx<'_>, id: AnyId) -> Result<Option<(AnyId, Why)>> {
    let now = cx.id_now(id)?;
    Ok(match read::state_of(cx.db, now)? {
        Some(State::Live | State::Quarantined) => None,
        Some(State::Trashed) => Some((now, Why::Trashed)),
        Some(State::Withdrawn) => Some((now, Why::Withdrawn)),
        None => Some((now, Why::Gone)),
    })
}

/// What a backup has and the vault does not show, in the order in which it was written; at most so many.
///
/// # Errors
/// `Internal` when a document cannot be read.
pub fn lost(cx: &ReadCx<'_>, from: &Opened, max: usize) -> Result<Vec<Lost>> {
    let mut lost = Vec::new();
    for id in from.live()? {
        if lost.len() == max {
            break;
        }
        if known(cx, from, id)?.is_none() {
            continue;
        }
        let Some((_, why)) = stands(cx, id)? else { continue };
        let record = from.record(id)?;
        let found = (cx.shared.schema.search)(&record).unwrap_or_default();
        let title = if found.title.is_empty() {
            crate::project::one_line(&found.body).to_owned()
        } else {
            found.title
        };
        lost.push(Lost { id, kind: record.kind, title, day: found.day, why });
    }
    Ok(lost)
}

/// The kind of a record in a backup, when this program knows it in that version.
fn known(cx: &ReadCx<'_>, from: &Opened, id: AnyId) -> Result<Option<(i64, &'static RecordKind)>> {
    let Some((row, ..)) = read::row(&from.db, id)? else { return Ok(None) };
    let kind = cx.shared.schema.kind(&row.kind).filter(|kind| row.version <= kind.version);
    Ok(kind.map(|kind| (row.n, kind)))
}

impl WriteCx<'_> {
    /// Brings back what a backup has and the vault does not show: all of it, or the records that are named
    /// by their ids in the backup. Answers how many came.
    ///
    /// # Errors
    /// `NotFound` at `ids` for one that the backup does not have; `Conflict` when the disk is full.
    pub fn bring_back(&mut self, from: &Opened, ids: Option<&BTreeSet<AnyId>>) -> Result<usize> {
        let live = from.live()?;
        if let Some(ids) = ids {
            let there: BTreeSet<AnyId> = live.iter().copied().collect();
            if let Some(id) = ids.difference(&there).next() {
                return Err(Error::not_found("record in this backup", id).at("ids"));
            }
        }
        let mut comes = Vec::new();
        let mut names = BTreeMap::new();
        for id in live.into_iter().filter(|id| ids.is_none_or(|ids| ids.contains(id))) {
            let cx = self.read();
            let Some((_, kind)) = known(&cx, from, id)? else { continue };
            let Some((now, why)) = stands(&cx, id)? else { continue };
            if now != id {
                names.insert(id.to_string(), now.to_string());
            }
            comes.push((id, now, kind, why));
        }
        for (id, now, kind, why) in &comes {
            let fields = renamed(from.record(*id)?.fields, &names);
            self.attachments_back(from, &fields)?;
            match why {
                Why::Trashed => self.untrash(*now)?,
                // Creating what was withdrawn gives it its fields again.
                Why::Withdrawn | Why::Gone => self.import(kind, *now, fields)?,
            }
        }
        Ok(comes.len())
    }

    /// Attachments that the vault has let go since.
    fn attachments_back(&mut self, from: &Opened, fields: &Fields) -> Result<()> {
        for hash in crate::record::members(fields, MEDIA_PREFIX) {
            let Ok(hash) = hash.parse::<ContentHash>() else { continue };
            let blobs = &self.shared.blobs;
            let name = blobs.disk_name(&hash);
            // What is in neither is shown as missing, as on every device that does not have it yet.
            if !blobs.has(&hash) && from.pool.size(&name).is_some() {
                let to = blobs.blobs.place(&name)?;
                pool::link_or_copy(&from.pool.path_of(&name), &to, &from.stop)?;
            }
            if let Some(size) = from.size(&hash)? {
                self.keep_blob(&hash, size)?;
            }
        }
        Ok(())
    }
}

/// Fields in which other records are called by their new names; what is the store's own stays out.
fn renamed(fields: Fields, names: &BTreeMap<String, String>) -> Fields {
    let own = [TRASHED, WITHDRAWN];
    let name = |text: &str| names.get(text).cloned();
    fields
        .into_iter()
        .filter(|(key, _)| !own.contains(&key.as_str()))
        .map(|(key, value)| {
            let key = match key.rsplit_once('/').and_then(|(set, id)| Some((set, name(id)?))) {
                Some((set, id)) => format!("{set}/{id}"),
                None => key,
            };
            let value = match value {
                Value::Text(text) => Value::Text(name(&text).unwrap_or(text)),
                other => other,
            };
            (key, value)
        })
        .collect()
}
