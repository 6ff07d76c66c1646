//! What listening counts a day: how much, how widely, how much of it new.

use std::collections::BTreeMap;

use base::day::Span;
use base::error::Result;
use domain::series::{Direction, Gap, Series, SeriesPoint};
use store::params;
use store::read::ReadCx;
use store::sql::Param;

use crate::api::{Days, day, instants, number};
use crate::projection::{EVER, buckets, id_at, scope};

pub(crate) static SERIES: &[Series] = &[
    Series {
        name: "listening.plays",
        unit: "plays",
        direction: Direction::None,
        gap: Gap::Zero,
        points: plays,
    },
    Series {
        name: "listening.minutes",
        unit: "min",
        direction: Direction::None,
        gap: Gap::Zero,
        points: minutes,
    },
    Series {
        name: "listening.diversity",
        unit: "%",
        direction: Direction::None,
        gap: Gap::Unknown,
        points: diversity,
    },
    Series {
        name: "listening.discovery",
        unit: "artists",
        direction: Direction::None,
        gap: Gap::Zero,
        points: discovery,
    },
];

fn points(cx: &ReadCx<'_>, query: &str, params: &[Param]) -> Result<Vec<SeriesPoint>> {
    cx.sql()
        .rows(query, params, |row| Ok(SeriesPoint { day: day(row.int(0)?)?, value: row.real(1)? }))
}

/// Plays that count.
fn plays(cx: &ReadCx<'_>, span: Span) -> Result<Vec<SeriesPoint>> {
    points(
        cx,
        "SELECT day, CAST(plays AS REAL) FROM listening_day
         WHERE day BETWEEN ?1 AND ?2 AND plays > 0 ORDER BY day",
        params![number(span.first), number(span.last)],
    )
}

/// Minutes, on the days of which every play says how long it sounded: others are not known.
fn minutes(cx: &ReadCx<'_>, span: Span) -> Result<Vec<SeriesPoint>> {
    points(
        cx,
        "SELECT day, ms / 60000.0 FROM listening_day
         WHERE day BETWEEN ?1 AND ?2 AND plays > 0 AND untimed = 0 ORDER BY day",
        params![number(span.first), number(span.last)],
    )
}

/// Of a hundred plays, how many were the day's first of their track.
fn diversity(cx: &ReadCx<'_>, span: Span) -> Result<Vec<SeriesPoint>> {
    let (from, to) = (number(span.first), number(span.last));
    let [first, last] = instants(Days { from, to });
    points(
        cx,
        "SELECT day, 100.0 * count(DISTINCT track) / count(*)
         FROM listening_play JOIN listening_spelling USING (spelling)
         WHERE id >= ?1 AND id < ?2 AND day BETWEEN ?3 AND ?4 AND flags & 128
         GROUP BY day ORDER BY day",
        params![id_at(first), id_at(last), from, to],
    )
}

/// Artists that had never been heard before.
fn discovery(cx: &ReadCx<'_>, span: Span) -> Result<Vec<SeriesPoint>> {
    let days = number(span.first)..=number(span.last);
    let mut found: BTreeMap<i64, f64> = BTreeMap::new();
    buckets::each(cx.sql(), scope::ARTIST, EVER, |sum| {
        let first = i64::from(sum.first);
        if days.contains(&first) {
            *found.entry(first).or_default() += 1.0;
        }
    })?;
    found.into_iter().map(|(on, value)| Ok(SeriesPoint { day: day(on)?, value })).collect()
}
