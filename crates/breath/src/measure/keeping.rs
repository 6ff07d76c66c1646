//! What was measured goes into the session's record, and its curve into an attachment.

use base::error::Result;
use store::record::{Changes, Value};
use store::write::WriteCx;

use super::Finished;
use super::trace::BYTES_MAX;
use crate::api::{attach, default_keep, session_record};
use crate::model::session::TraceKeep;
use crate::model::summary::Summary;

/// Writes what a session came to into its record, and keeps its curve as long as the person wants. A session
/// that was discarded stays as it is, and so does one of which more is known already: its page was opened
/// again, and listened for less. Answers whether something was written.
///
/// # Errors
/// `NotFound` when the session was thrown away.
pub fn keep(cx: &mut WriteCx<'_>, finished: &Finished) -> Result<bool> {
    let record = session_record(&cx.read(), finished.id)?;
    let practice = crate::model::session::Practice::of(&record.fields);
    let is_discarded = practice.state() == domain::session::SessionState::Discarded;
    let before = Summary::of(&record.fields);
    let knows_more = before.is_some_and(|before| finished.summary.secs < before.secs);
    if is_discarded || knows_more {
        return Ok(false);
    }
    let measured = ["matched", "rate"].map(|key| (key.to_owned(), None));
    let mut changes = Changes::from(measured);
    let fields = finished.summary.fields();
    changes.extend(fields.into_iter().map(|(key, value)| (key, Some(value))));
    let keep = match record.text("trace_keep") {
        "" => default_keep(&cx.read())?,
        said => TraceKeep::read(said),
    };
    changes.insert("trace_keep".to_owned(), Some(keep.word().into()));
    if keep != TraceKeep::None {
        let (hash, key, value) = attach(cx, &finished.trace, "breath.trace", BYTES_MAX)?;
        let other = record.text("trace").to_owned();
        if !other.is_empty() && other != hash.to_string() {
            changes.insert(format!("{}{other}", store::record::MEDIA_PREFIX), None);
        }
        changes.insert("trace".to_owned(), Some(Value::Text(hash.to_string())));
        changes.insert(key, Some(value));
    }
    cx.edit(finished.id, &changes)?;
    Ok(true)
}
