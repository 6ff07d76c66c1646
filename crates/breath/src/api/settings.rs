//! What is set: how long curves are kept, the rhythm, the person's own stillness.

use base::error::Result;
use base::id::AnyId;
use domain::command::Nothing;
use domain::wire;
use store::params;
use store::read::ReadCx;
use store::record::{Changes, Value};
use store::write::WriteCx;

use super::traces::default_keep;
use crate::model::session::TraceKeep;
use crate::record::SETTINGS;

wire! {
    /// What is set.
    pub(crate) struct BreathSettings {
        /// How long curves of sessions are kept when nothing else is said of one.
        pub(crate) keep: TraceKeep,
    }

    /// What to change; null: leave.
    #[derive(Default)]
    #[serde(default)]
    #[ts(optional_fields)]
    pub(crate) struct EditBreathSettings {
        /// How long curves are kept from now on.
        pub(crate) keep: Option<TraceKeep>,
    }
}

/// A text that is set, if it is.
pub(crate) fn said(cx: &ReadCx<'_>, key: &str) -> Result<Option<String>> {
    let query = "SELECT text FROM breath_setting WHERE key = ?1 ORDER BY n LIMIT 1";
    cx.sql().first(query, params![key], |row| row.text(0))
}

/// A number that is set, if it is.
pub(crate) fn number(cx: &ReadCx<'_>, key: &str) -> Result<Option<i64>> {
    let query = "SELECT number FROM breath_setting WHERE key = ?1 ORDER BY n LIMIT 1";
    Ok(cx.sql().first(query, params![key], |row| row.opt_int(0))?.flatten())
}

/// Changes the one record of settings, and makes it when there is none.
pub(crate) fn set(cx: &mut WriteCx<'_>, changes: Changes) -> Result<()> {
    let id: AnyId = cx.read().natural_id(SETTINGS.name, 0, "settings");
    match cx.read().find(id)? {
        Some(_) => cx.edit(id, &changes).map(drop),
        None => {
            let fields = changes.into_iter().filter_map(|(key, value)| Some((key, value?)));
            cx.create(&SETTINGS, id, fields.collect())
        }
    }
}

pub(crate) fn settings(cx: &ReadCx<'_>, _: Nothing) -> Result<BreathSettings> {
    Ok(BreathSettings { keep: default_keep(cx)? })
}

pub(crate) fn edit_settings(cx: &mut WriteCx<'_>, request: EditBreathSettings) -> Result<()> {
    let keep = request.keep.map(|keep| ("keep".to_owned(), Some(Value::from(keep.word()))));
    set(cx, keep.into_iter().collect())
}
