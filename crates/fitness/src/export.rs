//! Formats that others read: GPX and TCX of activities, tables of sessions and of sets.
//!
//! The table of sets has the columns that Hevy exports, because many programs read them. What is
//! deliberately not here: the archive of everything (`app`).

mod gpx;
mod sets;
mod table;
mod tcx;
#[cfg(test)]
mod tests;
mod xml;

use std::io::Write;

use base::error::{Error, Result};
use base::id::AnyId;
use domain::export::Exporter;
use store::params;
use store::read::ReadCx;

use crate::api::track_of;
use crate::model::activity::Activity;
use crate::model::track::Track;
use crate::projection::Stage;

pub(crate) use self::gpx::write_gpx;
pub(crate) use self::tcx::write_tcx;

pub(crate) static EXPORTERS: &[Exporter] = &[
    Exporter {
        format: "gpx",
        title: "GPX: all activities with a way",
        ending: "gpx",
        mime: "application/gpx+xml",
        write: |cx, out| write_gpx(&mut |each| each_activity(cx, each), out),
    },
    Exporter {
        format: "tcx",
        title: "TCX: all activities",
        ending: "tcx",
        mime: "application/vnd.garmin.tcx+xml",
        write: |cx, out| write_tcx(&mut |each| each_activity(cx, each), out),
    },
    Exporter {
        format: "fitness-csv",
        title: "CSV: workouts and activities",
        ending: "csv",
        mime: "text/csv",
        write: table::write,
    },
    Exporter {
        format: "fitness-sets-csv",
        title: "CSV: sets, as Hevy writes them",
        ending: "csv",
        mime: "text/csv",
        write: sets::write,
    },
];

/// Is handed each activity in turn, with its track.
pub(crate) type Each<'e> = &'e mut dyn FnMut(&Activity, &Track) -> Result<()>;

/// Goes through activities.
pub(crate) type Walk<'w> = &'w mut dyn FnMut(Each<'_>) -> Result<()>;

/// Every activity that speaks for itself, the earliest first.
fn each_activity(cx: &ReadCx<'_>, each: Each<'_>) -> Result<()> {
    let ids: Vec<AnyId> = cx.sql().rows(
        "SELECT s.id FROM fitness_session s JOIN fitness_activity a ON a.id = s.id
         WHERE s.state = ?1 AND (s.same IS NULL OR s.same NOT IN (SELECT id FROM fitness_activity))
         ORDER BY s.start_ms, s.id",
        params![Stage::Done as i64],
        |row| row.id(0),
    )?;
    for id in ids {
        let fact = cx.fact(id)?;
        let mut activity: Activity = fact.body()?;
        // What the person says goes before what the source said.
        for (field, target) in [
            ("name", &mut activity.name),
            ("note", &mut activity.note),
            ("sport", &mut activity.sport),
        ] {
            let said = store::record::text(&fact.notes, field);
            if !said.is_empty() {
                said.clone_into(target);
            }
        }
        let track = track_of(cx, &activity)?.unwrap_or_default();
        each(&activity, &track)?;
    }
    Ok(())
}

fn failed(source: std::io::Error) -> Error {
    Error::internal("writing an export", source)
}

/// Writes a text.
fn put(out: &mut dyn Write, text: &str) -> Result<()> {
    out.write_all(text.as_bytes()).map_err(failed)
}
