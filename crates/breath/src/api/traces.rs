//! The curves of sessions: kept as long as the person wants, and gone when they are not.
//!
//! A curve lies in an attachment, never in the log, so that it can go: its record lets go of it and the file
//! is removed. What was figured from it stays in the record.

use std::io::Cursor;

use base::error::{Code, Error, Result};
use base::id::AnyId;
use domain::retention::{Forgotten, Held, Trace};
use domain::wire;
use store::blobs::ContentHash;
use store::params;
use store::read::ReadCx;
use store::record::{Changes, MEDIA_PREFIX, Value};
use store::write::WriteCx;

use super::sessions::{SessionRef, session_record};
use super::settings::said;
use crate::measure::trace::{self, BYTES_MAX, STEP_MS};
use crate::measure::{HeardPhase, shown};
use crate::model::program::PhaseKind;
use crate::model::session::TraceKeep;

wire! {
    /// How long the curve of a session is kept.
    #[derive(Copy)]
    pub(crate) struct KeepTrace {
        /// The session.
        pub(crate) id: AnyId,
        /// How long; `none`: it goes at once, for good.
        pub(crate) keep: TraceKeep,
    }

    /// A point of the curve of a session.
    #[derive(Copy)]
    pub(crate) struct RibbonPoint {
        /// Milliseconds of the session.
        pub(crate) at_ms: i64,
        /// What the pacer asked for; null: nothing.
        pub(crate) target: Option<PhaseKind>,
        /// What was heard.
        pub(crate) heard: HeardPhase,
        /// How loud the breath was above the room, 0 to 1; null: not known.
        pub(crate) level: Option<f64>,
        /// How full the chest was, 0 to 1; null: not seen.
        pub(crate) chest: Option<f64>,
        /// Whether a face was seen; null: no camera looked.
        pub(crate) face: Option<bool>,
    }
}

/// Points that are shown of a curve, at most.
const SHOWN_MAX: usize = 3_000;

/// Puts bytes into an attachment. Answers its hash, and the field with which a record holds it.
///
/// # Errors
/// `Invalid` when there are more than `bytes_max`; the disk's own.
pub(crate) fn attach(
    cx: &mut WriteCx<'_>,
    bytes: &[u8],
    name: &str,
    bytes_max: u64,
) -> Result<(ContentHash, String, Value)> {
    let blob = cx.read().blobs().put(&mut Cursor::new(bytes), bytes_max)?;
    cx.keep_blob(&blob.hash, blob.size)?;
    let described = serde_json::json!({
        "name": name, "mime": "application/octet-stream", "size": blob.size,
    });
    let value = Value::Text(described.to_string());
    Ok((blob.hash, format!("{MEDIA_PREFIX}{}", blob.hash), value))
}

/// The bytes of an attachment of ours; `None` when they are not on this device.
///
/// # Errors
/// `Invalid` when the file is damaged.
pub(crate) fn attached(cx: &ReadCx<'_>, hash: &str, bytes_max: u64) -> Result<Option<Vec<u8>>> {
    let Ok(hash) = hash.parse::<ContentHash>() else { return Ok(None) };
    match cx.blobs().read(&hash) {
        Ok(mut reader) => reader.read_all(bytes_max).map(Some),
        Err(error) if error.code() == Code::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// How long curves are kept when nothing else is said of a session.
pub(crate) fn default_keep(cx: &ReadCx<'_>) -> Result<TraceKeep> {
    Ok(TraceKeep::read(said(cx, "keep")?.as_deref().unwrap_or_default()))
}

pub(crate) fn keep_trace(cx: &mut WriteCx<'_>, request: KeepTrace) -> Result<()> {
    let record = session_record(&cx.read(), request.id)?;
    let mut changes = Changes::from([("trace_keep".to_owned(), Some(request.keep.word().into()))]);
    if request.keep != TraceKeep::None {
        return cx.edit(request.id, &changes).map(drop);
    }
    // What the person lets go of shall not come back with an undo.
    cx.set_step(store::write::Step::None);
    let Ok(hash) = record.text("trace").parse::<ContentHash>() else {
        return cx.edit(request.id, &changes).map(drop);
    };
    changes.insert(format!("{MEDIA_PREFIX}{hash}"), None);
    cx.edit(request.id, &changes)?;
    remove_unheld(&cx.read(), &hash)
}

/// Removes a file that no record holds.
fn remove_unheld(cx: &ReadCx<'_>, hash: &ContentHash) -> Result<()> {
    match cx.is_referred_to(hash)? {
        true => Ok(()),
        false => cx.blobs().remove(hash),
    }
}

/// Lets go of every curve whose time is over. Answers the curves that no record holds any more: their files
/// go when this is on the disk, also those that another device let go of, or an earlier run left behind.
///
/// # Errors
/// Those of the store.
pub(crate) fn let_go(cx: &mut WriteCx<'_>) -> Result<Vec<ContentHash>> {
    let now_ms = cx.read().now().as_millisecond();
    let over: Vec<(AnyId, Vec<u8>)> = cx.read().sql().rows(
        "SELECT id, trace FROM breath_session
         WHERE trace IS NOT NULL AND kept = 1 AND until_ms <= ?1",
        params![now_ms],
        |row| Ok((row.id(0)?, row.blob(1)?)),
    )?;
    drop_curves(cx, &over)?;
    unheld(&cx.read())
}

/// Raw curves, which a person may want kept for a while only whatever was said of a session.
pub(crate) const CURVES: Trace = Trace {
    name: "breath.curves",
    held: |cx| {
        Held::by(
            cx,
            "SELECT count(*), min(start_ms) FROM breath_session
             WHERE trace IS NOT NULL AND kept = 1",
        )
    },
    forget: |cx, before_ms| {
        let old = cx.read().sql().rows(
            "SELECT id, trace FROM breath_session
             WHERE trace IS NOT NULL AND kept = 1 AND start_ms < ?1",
            params![before_ms],
            |row| Ok((row.id(0)?, row.blob(1)?)),
        )?;
        drop_curves(cx, &old)?;
        Ok(Forgotten { count: old.len() as u64, files: unheld(&cx.read())? })
    },
};

fn drop_curves(cx: &mut WriteCx<'_>, curves: &[(AnyId, Vec<u8>)]) -> Result<()> {
    for (id, hash) in curves {
        let key = format!("{MEDIA_PREFIX}{}", data_encoding::HEXLOWER.encode(hash));
        cx.edit(*id, &Changes::from([(key, None)]))?;
    }
    Ok(())
}

/// Curves whose files are here and that no record holds any more.
fn unheld(cx: &ReadCx<'_>) -> Result<Vec<ContentHash>> {
    let gone = cx.sql().rows(
        "SELECT DISTINCT trace FROM breath_session WHERE trace IS NOT NULL AND kept = 0",
        &[],
        |row| row.blob(0),
    )?;
    let mut hashes = Vec::new();
    for bytes in gone {
        let Ok(bytes) = <[u8; 32]>::try_from(bytes) else { continue };
        let hash = ContentHash::from_bytes(bytes);
        if cx.blobs().has(&hash) && !cx.is_referred_to(&hash)? {
            hashes.push(hash);
        }
    }
    Ok(hashes)
}

pub(crate) fn trace(cx: &ReadCx<'_>, request: SessionRef) -> Result<Vec<RibbonPoint>> {
    let record = session_record(cx, request.id)?;
    let hash = record.text("trace");
    if !record.fields.contains_key(&format!("{MEDIA_PREFIX}{hash}")) {
        return Ok(Vec::new());
    }
    let Some(bytes) = attached(cx, hash, BYTES_MAX)? else {
        return Err(Error::new(Code::NotFound, "the curve of this session is not on this device"));
    };
    let points = trace::read(&bytes)?;
    let each = points.len().div_ceil(SHOWN_MAX).max(1);
    let share = |value: Option<u8>| value.map(|value| f64::from(value) / 254.0);
    let shown = points.iter().enumerate().step_by(each).map(|(at, point)| RibbonPoint {
        at_ms: at as i64 * STEP_MS,
        target: point.target,
        heard: shown(point.heard),
        level: share(point.level),
        chest: share(point.chest),
        face: point.face,
    });
    Ok(shown.collect())
}

#[cfg(test)]
mod tests;
