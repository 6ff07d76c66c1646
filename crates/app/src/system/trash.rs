//! The trash.

use base::error::{Error, Result};
use base::id::AnyId;
use domain::command::Nothing;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::store::Write;
use store::trash::{self, TRASH_DAYS};
use store::write::Step;
use ts_rs::TS;

use crate::app::App;
use crate::system::system;

system! { COMMANDS "trash":
    /// Throws records into the trash.
    write put(Records) -> ();
    /// What lies in the trash, last thrown first.
    read list(Nothing) -> Vec<TrashRow>, reads &["*"];
    /// Takes records out of the trash.
    write restore(Records) -> ();
    /// Removes for good what lies in the trash.
    write empty(Nothing) -> Emptied;
}

/// Names records.
#[derive(Deserialize, Serialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Records {
    /// At most 1000.
    ids: Vec<AnyId>,
}

/// One record in the trash.
#[derive(Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct TrashRow {
    /// Its id.
    id: AnyId,
    /// Its kind.
    kind: String,
    /// Its title, or how its text begins.
    title: String,
    /// The day that it belongs to.
    day: String,
    /// When it was thrown away, RFC 3339.
    trashed_at: String,
    /// The day on which it goes for good.
    purged_on: String,
}

/// How many records went for good.
#[derive(Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct Emptied {
    /// Records.
    records: u32,
}

/// Records in one request.
const RECORDS_MAX: usize = 1000;

fn checked(request: Records) -> Result<Vec<AnyId>> {
    if request.ids.len() > RECORDS_MAX {
        return Err(Error::invalid("ids", format!("at most {RECORDS_MAX} records at once")));
    }
    Ok(request.ids)
}

fn put(app: &App, request: Records) -> Result<()> {
    let ids = checked(request)?;
    app.vault()?
        .store
        .write(Write::new("trash.put"), move |cx| ids.into_iter().try_for_each(|id| cx.trash(id)))
}

fn list(app: &App, _: Nothing) -> Result<Vec<TrashRow>> {
    let items = app.vault()?.store.read(trash::list)?;
    let zone = app.config.env.zone();
    Ok(items
        .into_iter()
        .map(|item| {
            let at = Timestamp::from_millisecond(item.trashed_ms).unwrap_or_default();
            let gone = at.as_millisecond() + TRASH_DAYS * 24 * 60 * 60 * 1000;
            let gone = Timestamp::from_millisecond(gone).unwrap_or_default();
            TrashRow {
                id: item.id,
                kind: item.kind,
                title: item.title,
                day: item.day,
                trashed_at: at.to_string(),
                purged_on: date_in(gone, &zone),
            }
        })
        .collect())
}

fn date_in(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).date().to_string()
}

fn restore(app: &App, request: Records) -> Result<()> {
    let ids = checked(request)?;
    app.vault()?.store.write(Write::new("trash.restore"), move |cx| {
        ids.into_iter().try_for_each(|id| cx.untrash(id))
    })
}

fn empty(app: &App, _: Nothing) -> Result<Emptied> {
    let write = Write::new("trash.empty").step(Step::None);
    let records = app.vault()?.store.write(write, |cx| cx.purge(true))?;
    Ok(Emptied { records: u32::try_from(records).unwrap_or(u32::MAX) })
}
