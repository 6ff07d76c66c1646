//! What fitness answers: requests and replies, and the bodies of its commands.

mod activities;
mod body;
mod check;
mod days;
mod exercises;
mod goals;
mod live;
mod plates;
mod progress;
mod records;
mod routines;
mod rows;
mod settings;
mod suggest;
mod workouts;

use base::error::Result;
use base::id::AnyId;
use store::record::{Changes, RecordKind};
use store::write::WriteCx;

pub(crate) use self::activities::*;
pub(crate) use self::body::*;
pub(crate) use self::days::*;
pub(crate) use self::exercises::*;
pub(crate) use self::goals::*;
pub(crate) use self::live::*;
pub(crate) use self::plates::*;
pub(crate) use self::progress::*;
pub(crate) use self::routines::*;
pub(crate) use self::settings::*;
pub(crate) use self::suggest::*;
pub(crate) use self::workouts::*;

/// A key of an exercise, set or item: eight hexadecimal digits.
pub(crate) fn new_key(cx: &WriteCx<'_>) -> String {
    let mut bytes = [0; 4];
    cx.read().env().fill(&mut bytes);
    data_encoding::HEXLOWER.encode(&bytes)
}

/// The zone where the person is.
pub(crate) fn zone_name(cx: &WriteCx<'_>) -> String {
    cx.read().env().zone().iana_name().unwrap_or("UTC").to_owned()
}

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
