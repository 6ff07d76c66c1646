//! All sessions as a table: one row each, SI units in the headings.

use std::io::Write;

use base::error::{Error, Result};
use store::params;
use store::read::ReadCx;

use super::xml::{decimal, time};
use crate::model::day;
use crate::projection::Stage;

/// Writes the table.
pub(super) fn write(cx: &ReadCx<'_>, out: &mut dyn Write) -> Result<Vec<String>> {
    let failed = |source| Error::internal("writing a table", source);
    let mut table = csv::Writer::from_writer(out);
    table
        .write_record([
            "day",
            "start",
            "zone",
            "sport",
            "name",
            "source",
            "elapsed_s",
            "moving_s",
            "distance_m",
            "ascent_m",
            "energy_kJ",
            "heart_bpm",
            "rpe",
            "sets",
            "reps",
            "volume_kg",
        ])
        .map_err(failed)?;
    cx.sql().each(
        "SELECT day, start_ms, zone, sport, name, source, elapsed_ms, moving_ms, distance_mm,
             ascent_mm, energy_j, heart_bpm, rpe_x2, sets, reps, volume_mg
         FROM fitness_session WHERE state = ?1 AND same IS NULL ORDER BY start_ms, id",
        params![Stage::Done as i64],
        |row| {
            let number = |column, digits| -> Result<String> {
                Ok(row.opt_int(column)?.map_or_else(String::new, |value| decimal(value, digits)))
            };
            let rpe = row.opt_int(12)?.map_or_else(String::new, |rpe| decimal(rpe * 5, 1));
            table
                .write_record([
                    day(row.int(0)?)?.to_string(),
                    time(row.int(1)?),
                    row.text(2)?,
                    row.text(3)?,
                    row.text(4)?,
                    row.text(5)?,
                    number(6, 3)?,
                    number(7, 3)?,
                    number(8, 3)?,
                    number(9, 3)?,
                    number(10, 3)?,
                    number(11, 0)?,
                    rpe,
                    number(13, 0)?,
                    number(14, 0)?,
                    number(15, 6)?,
                ])
                .map_err(failed)
        },
    )?;
    table.flush().map_err(super::failed)?;
    Ok(Vec::new())
}
