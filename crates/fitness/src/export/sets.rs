//! All sets as a table with the columns that Hevy exports. Times are those of the clock on the wall
//! where it was.

use std::io::Write;

use base::error::{Error, Result};
use store::read::ReadCx;

use super::xml::decimal;
use crate::library::Library;
use crate::model::workout::{Set, SetKind, Workout};
use crate::model::zone_of;
use crate::record::WORKOUT;

const HEADINGS: [&str; 14] = [
    "title",
    "start_time",
    "end_time",
    "description",
    "exercise_title",
    "superset_id",
    "exercise_notes",
    "set_index",
    "set_type",
    "weight_kg",
    "reps",
    "distance_km",
    "duration_seconds",
    "rpe",
];

/// Writes the table.
pub(super) fn write(cx: &ReadCx<'_>, out: &mut dyn Write) -> Result<Vec<String>> {
    let failed = |source| Error::internal("writing a table", source);
    let library = Library::load(cx)?;
    let mut table = csv::Writer::from_writer(out);
    table.write_record(HEADINGS).map_err(failed)?;
    let mut undone = 0;
    cx.each(WORKOUT.name, |record| {
        let workout = Workout::of(&record.fields);
        let session = domain::session::Session::of(&workout.events);
        let Some(start) = workout.start.or(session.began_ms) else { return Ok(()) };
        let end = workout.end.or(session.ended_ms).unwrap_or(start);
        for entry in &workout.entries {
            let group =
                entry.group.bytes().next().map(|letter| letter.wrapping_sub(b'a').to_string());
            let done = entry.sets.iter().filter(|set| set.done.is_some());
            undone += entry.sets.len() - done.clone().count();
            for (index, set) in done.enumerate() {
                let head = [
                    record.text("name").to_owned(),
                    wall(start, &workout.zone),
                    wall(end, &workout.zone),
                    record.text("note").to_owned(),
                    library.name(entry.exercise),
                    group.clone().unwrap_or_default(),
                    entry.note.clone(),
                    index.to_string(),
                ];
                let row = head.into_iter().chain(measured(set));
                table.write_record(row).map_err(failed)?;
            }
        }
        Ok(())
    })?;
    table.flush().map_err(super::failed)?;
    let words = format!("{undone} sets that were not done are left out");
    Ok(if undone > 0 { vec![words] } else { Vec::new() })
}

fn measured(set: &Set) -> [String; 6] {
    let kind = match set.kind {
        SetKind::Warmup => "warmup",
        SetKind::Work => "normal",
        SetKind::Drop => "dropset",
        SetKind::Failure => "failure",
    };
    let number =
        |value: Option<i64>, digits| value.map_or_else(String::new, |value| decimal(value, digits));
    [
        kind.to_owned(),
        number(set.mg, 6),
        number(set.reps, 0),
        number(set.mm, 6),
        number(set.ms, 3),
        number(set.rpe_x2.map(|rpe| rpe * 5), 1),
    ]
}

/// `2026-03-01 18:05:00`, where it was.
fn wall(at_ms: i64, zone: &str) -> String {
    let at = jiff::Timestamp::from_millisecond(at_ms).unwrap_or_default().to_zoned(zone_of(zone));
    at.strftime("%Y-%m-%d %H:%M:%S").to_string()
}
