//! Tables of sessions and readings, and own patterns as signed texts.

use std::io::Write;

use base::error::{Error, Result};
use base::id::AnyId;
use domain::export::Exporter;
use jiff::Timestamp;
use store::params;
use store::read::ReadCx;

use crate::api::shared_text;
use crate::model::session::{PracticeKind, feeling};
use crate::model::{day, hex};
use crate::projection::{Stage, kind_of};
use crate::shown::title;

pub(crate) static EXPORTERS: &[Exporter] = &[
    Exporter {
        format: "breath-csv",
        title: "CSV: breathing and meditation",
        ending: "csv",
        mime: "text/csv",
        write: sessions,
    },
    Exporter {
        format: "breath-hrv-csv",
        title: "CSV: readings of heart-rate variability",
        ending: "csv",
        mime: "text/csv",
        write: readings,
    },
    Exporter {
        format: "breath-patterns",
        title: "Own breathing patterns, signed",
        ending: "breath",
        mime: "text/plain",
        write: patterns,
    },
];

fn failed(source: csv::Error) -> Error {
    Error::internal("writing a table", source)
}

fn flushed(source: std::io::Error) -> Error {
    Error::internal("writing an export", source)
}

fn instant(at_ms: i64) -> String {
    Timestamp::from_millisecond(at_ms).map_or_else(|_| String::new(), |at| at.to_string())
}

/// A number with a point; empty: unknown.
fn number(value: Option<f64>) -> String {
    value.map_or_else(String::new, |value| format!("{value:.3}"))
}

fn sessions(cx: &ReadCx<'_>, out: &mut dyn Write) -> Result<Vec<String>> {
    let mut table = csv::Writer::from_writer(out);
    table
        .write_record([
            "day",
            "start",
            "zone",
            "kind",
            "what",
            "practiced_s",
            "planned_s",
            "cycles",
            "interruptions",
            "matched",
            "breaths_per_min",
            "valence_before",
            "energy_before",
            "valence_after",
            "energy_after",
        ])
        .map_err(failed)?;
    let rows = cx.sql().rows(
        "SELECT id, day, start_ms, zone, kind, pattern, name, course, practiced_ms, planned_ms,
             cycles, interruptions, matched, rate
         FROM breath_session WHERE state = ?1 ORDER BY start_ms, id",
        params![Stage::Done as i64],
        |row| {
            let id: AnyId = row.id(0)?;
            let kind = kind_of(row.int(4)?);
            let what = title(kind, row.text_here(5)?, row.text_here(6)?, row.text_here(7)?);
            let secs = |ms: i64| number(Some(ms as f64 / 1000.0));
            Ok((
                id,
                vec![
                    day(row.int(1)?)?.to_string(),
                    instant(row.int(2)?),
                    row.text(3)?,
                    kind.word().to_owned(),
                    what,
                    secs(row.int(8)?),
                    row.opt_int(9)?.map_or_else(String::new, secs),
                    match kind {
                        PracticeKind::Breathing => row.int(10)?.to_string(),
                        PracticeKind::Meditation => String::new(),
                    },
                    row.int(11)?.to_string(),
                    number(row.opt_real(12)?),
                    number(row.opt_real(13)?),
                ],
            ))
        },
    )?;
    for (id, mut cells) in rows {
        let record = cx.record(id)?;
        for prefix in ["before/", "after/"] {
            let feeling = feeling(&record.fields, prefix);
            let of = |value: fn(&crate::model::session::Feeling) -> i32| {
                feeling.as_ref().map_or_else(String::new, |feeling| value(feeling).to_string())
            };
            cells.extend([of(|feeling| feeling.valence), of(|feeling| feeling.energy)]);
        }
        table.write_record(cells).map_err(failed)?;
    }
    table.flush().map_err(flushed)?;
    Ok(Vec::new())
}

fn readings(cx: &ReadCx<'_>, out: &mut dyn Write) -> Result<Vec<String>> {
    let mut table = csv::Writer::from_writer(out);
    table
        .write_record([
            "day",
            "start",
            "zone",
            "source",
            "beats",
            "seconds",
            "heart_rate",
            "rmssd_ms",
        ])
        .map_err(failed)?;
    cx.sql().each(
        "SELECT day, at_ms, zone, source, beats, secs, heart_rate, rmssd FROM breath_hrv
         ORDER BY at_ms, id",
        &[],
        |row| {
            table
                .write_record([
                    day(row.int(0)?)?.to_string(),
                    instant(row.int(1)?),
                    row.text(2)?,
                    row.text(3)?,
                    row.int(4)?.to_string(),
                    number(Some(row.real(5)?)),
                    number(row.opt_real(6)?),
                    number(row.opt_real(7)?),
                ])
                .map_err(failed)
        },
    )?;
    table.flush().map_err(flushed)?;
    Ok(Vec::new())
}

fn patterns(cx: &ReadCx<'_>, out: &mut dyn Write) -> Result<Vec<String>> {
    let ids: Vec<AnyId> = cx.sql().rows(
        "SELECT id FROM breath_pattern WHERE of = '' ORDER BY name, id",
        &[],
        |row| row.id(0),
    )?;
    for id in ids {
        let text = shared_text(cx, &hex(id))?;
        writeln!(out, "{text}").map_err(flushed)?;
    }
    Ok(Vec::new())
}
