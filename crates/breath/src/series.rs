//! What breath counts a day.

use base::day::Span;
use base::error::Result;
use domain::series::{Direction, Gap, Series, SeriesPoint};
use store::params;
use store::read::ReadCx;

use crate::model::{day, day_number};
use crate::projection::Stage;

/// Minutes of a day without a session are none; a day without a reading is unknown.
pub(crate) static SERIES: &[Series] = &[
    Series {
        name: "breath.minutes",
        unit: "min",
        direction: Direction::Up,
        gap: Gap::Zero,
        points: |cx, span| minutes(cx, span, ""),
    },
    Series {
        name: "breath.meditation_minutes",
        unit: "min",
        direction: Direction::Up,
        gap: Gap::Zero,
        points: |cx, span| minutes(cx, span, "AND kind = 1"),
    },
    Series {
        name: "breath.rmssd",
        unit: "ms",
        direction: Direction::Up,
        gap: Gap::Unknown,
        points: rmssd,
    },
];

fn minutes(cx: &ReadCx<'_>, span: Span, and: &str) -> Result<Vec<SeriesPoint>> {
    cx.sql().rows(
        &format!(
            "SELECT day, sum(practiced_ms) FROM breath_session
             WHERE state = ?1 AND day BETWEEN ?2 AND ?3 {and} GROUP BY day ORDER BY day"
        ),
        params![Stage::Done as i64, day_number(span.first), day_number(span.last)],
        |row| Ok(SeriesPoint { day: day(row.int(0)?)?, value: row.int(1)? as f64 / 60_000.0 }),
    )
}

/// The first reading of a day: those in the morning compare with each other, those after a run do not.
fn rmssd(cx: &ReadCx<'_>, span: Span) -> Result<Vec<SeriesPoint>> {
    cx.sql().rows(
        "SELECT day, rmssd, min(at_ms) FROM breath_hrv
         WHERE rmssd IS NOT NULL AND day BETWEEN ?1 AND ?2 GROUP BY day ORDER BY day",
        params![day_number(span.first), day_number(span.last)],
        |row| Ok(SeriesPoint { day: day(row.int(0)?)?, value: row.real(1)? }),
    )
}
