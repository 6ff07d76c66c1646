//! When a day begins.

use base::error::{Error, Result};
use base::id::AnyId;
use domain::command::Nothing;
use domain::wire;
use store::read::ReadCx;
use store::record::{Changes, Fields, Value};
use store::sql::Sql;
use store::write::WriteCx;

use crate::model::day::{DayStart, STARTS_MINUTES, STARTS_MINUTES_MAX};
use crate::record::SETTINGS;

wire! {
    /// How moods are counted.
    #[derive(Copy, Eq)]
    pub(crate) struct MoodSettings {
        /// Minutes after midnight at which a day begins: what is said before is of the day before.
        pub(crate) day_starts: i64,
    }

    /// What to change; null: leave.
    #[derive(Copy, Default)]
    #[serde(default)]
    #[ts(optional_fields)]
    pub(crate) struct EditMoodSettings {
        /// Minutes after midnight, 0 to 720. No record changes: days are counted anew.
        pub(crate) day_starts: Option<i64>,
    }
}

/// When days begin.
///
/// # Errors
/// Those of the store.
pub(crate) fn day_start(sql: Sql<'_>) -> Result<DayStart> {
    let query = "SELECT number FROM mood_setting WHERE key = 'day_starts' ORDER BY n LIMIT 1";
    let minutes = sql.first(query, &[], |row| row.int(0))?;
    Ok(DayStart::after(minutes.unwrap_or(STARTS_MINUTES)))
}

/// How moods are counted.
pub(crate) fn settings(cx: &ReadCx<'_>, _: Nothing) -> Result<MoodSettings> {
    Ok(MoodSettings { day_starts: day_start(cx.sql())?.minutes() })
}

/// Changes how moods are counted.
///
/// # Errors
/// `Invalid` at `day_starts`.
pub(crate) fn edit_settings(cx: &mut WriteCx<'_>, request: EditMoodSettings) -> Result<()> {
    let Some(minutes) = request.day_starts else { return Ok(()) };
    if !(0..=STARTS_MINUTES_MAX).contains(&minutes) {
        let message = format!("{minutes} is not between 0 and {STARTS_MINUTES_MAX}");
        return Err(Error::invalid("day_starts", message));
    }
    let id: AnyId = cx.read().natural_id(SETTINGS.name, 0, "settings");
    let value = Value::Int(minutes);
    match cx.read().find(id)? {
        None => cx.create(&SETTINGS, id, Fields::from([("day_starts".to_owned(), value)])),
        Some(_) => cx.edit(id, &Changes::from([("day_starts".to_owned(), Some(value))])).map(drop),
    }
}
