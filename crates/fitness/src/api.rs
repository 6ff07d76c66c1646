//! What fitness answers: requests and replies, and the bodies of its commands.

mod check;
mod settings;

use base::error::Result;
use base::id::AnyId;
use store::record::{Changes, RecordKind};
use store::write::WriteCx;

pub(crate) use self::settings::*;

/// Writes a record whose id follows from what it is about: makes it, or changes these fields of the
/// one that is there, and takes that out of the trash.
///
/// # Errors
/// Those of the store.
pub(crate) fn write_named(
    cx: &mut WriteCx<'_>,
    kind: &'static RecordKind,
    id: AnyId,
    changes: Changes,
) -> Result<()> {
    match cx.read().find(id)? {
        None => {
            let fields = changes.into_iter().filter_map(|(key, value)| Some((key, value?)));
            cx.create(kind, id, fields.collect())
        }
        Some(record) => {
            if record.trashed_ms.is_some() {
                cx.untrash(id)?;
            }
            cx.edit(id, &changes).map(drop)
        }
    }
}
