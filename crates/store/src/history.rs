//! Every version of a record, from the document's own changes.

use base::error::{Error, Result};
use base::id::AnyId;

use crate::doc::{DocEngine, Heads};
use crate::read::{self, ReadCx};
use crate::record::{Changes, Fields};
use crate::write::{DEVICE_BYTES, IMPORT_ACTOR, WriteCx};

/// One version of a record: what it was after a change.
#[derive(Debug, Clone)]
pub struct Version {
    /// What [`at`] and [`WriteCx::restore_version`] take.
    pub version: String,
    /// When, Unix seconds.
    pub at_secs: i64,
    /// Who made it.
    pub by: By,
    /// How many operations it holds.
    pub ops: usize,
}

/// Who made a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum By {
    /// This device.
    ThisDevice,
    /// Another device: the beginning of its identity as hex.
    Device(String),
    /// An import, here or on another device.
    Import,
}

fn by(actor: &[u8], own: &[u8]) -> By {
    let device = &actor[..DEVICE_BYTES.min(actor.len())];
    if actor.starts_with(IMPORT_ACTOR) {
        By::Import
    } else if own.starts_with(device) {
        By::ThisDevice
    } else {
        By::Device(data_encoding::HEXLOWER.encode(&device[..3.min(device.len())]))
    }
}

/// All versions, oldest first. The empty beginning of a document is not a version.
///
/// # Errors
/// `NotFound`.
pub fn versions(cx: &ReadCx<'_>, id: AnyId) -> Result<Vec<Version>> {
    let (_, mut doc) = read::load(cx.db, id)?.ok_or_else(|| Error::not_found("record", id))?;
    let own = cx.shared.identity.incarnation;
    Ok(doc
        .history()
        .into_iter()
        .filter(|revision| revision.actor != id.as_bytes())
        .map(|revision| Version {
            version: revision.heads.hex(),
            at_secs: revision.at_secs,
            by: by(&revision.actor, &own),
            ops: revision.ops,
        })
        .collect())
}

/// The fields of a record as they were.
///
/// # Errors
/// `NotFound`; `Invalid` when the version is not one of this record's.
pub fn at(cx: &ReadCx<'_>, id: AnyId, version: &str) -> Result<Fields> {
    let heads = Heads::from_hex(version)?;
    let (_, mut doc) = read::load(cx.db, id)?.ok_or_else(|| Error::not_found("record", id))?;
    if heads.0.chunks(32).any(|head| !doc.history().iter().any(|known| known.heads.0 == head)) {
        return Err(Error::invalid("version", "this record has no such version"));
    }
    doc.fields_at(&heads)
}

impl WriteCx<'_> {
    /// Makes a record what it was; the way there stays in its history.
    ///
    /// # Errors
    /// `NotFound`; `Invalid` when the version is not one of this record's.
    pub fn restore_version(&mut self, id: AnyId, version: &str) -> Result<()> {
        let then = at(&self.read(), id, version)?;
        let now = self.read().record(id)?.fields;
        // Where it lies (trash or not) is not part of what it says.
        let own = |key: &&String| !key.starts_with('~');
        let mut changes: Changes = now.keys().filter(own).map(|key| (key.clone(), None)).collect();
        for (key, value) in then.iter().filter(|(key, _)| own(key)) {
            changes.insert(key.clone(), Some(value.clone()));
        }
        self.edit(id, &changes).map(drop)
    }
}
