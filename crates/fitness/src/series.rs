//! What fitness counts a day. Where several sources tell of a day, one speaks (see [`crate::api`]);
//! same sessions count once. Figures are for statistics: they become floating point here, after the
//! last sum.

use std::collections::BTreeMap;

use base::day::Span;
use base::error::Result;
use domain::series::{Direction, Gap, Series, SeriesPoint};
use store::params;
use store::read::ReadCx;

use crate::api::spoken;
use crate::model::sample::What;
use crate::model::{day, day_number};
use crate::projection::Stage;

macro_rules! series {
    ($($name:literal, $unit:literal, $direction:ident, $gap:ident, $points:expr;)*) => {
        pub(crate) static SERIES: &[Series] = &[$(Series {
            name: $name,
            unit: $unit,
            direction: Direction::$direction,
            gap: Gap::$gap,
            points: $points,
        }),*];
    };
}

// A day without a measurement is unknown; a day without a workout is one without a workout.
series! {
    "fitness.steps", "steps", Up, Unknown, |cx, span| measured(cx, span, What::Steps, 1.0);
    "fitness.sleep", "min", Up, Unknown, |cx, span| measured(cx, span, What::Sleep, 60_000.0);
    "fitness.resting_heart", "bpm", Down, Unknown,
        |cx, span| with_own(cx, span, What::RestingHeart, 1.0);
    "fitness.hrv", "ms", Up, Unknown, |cx, span| measured(cx, span, What::Hrv, 1000.0);
    "fitness.weight", "kg", None, Unknown, |cx, span| with_own(cx, span, What::Weight, 1_000_000.0);
    "fitness.energy", "kcal", Up, Unknown, |cx, span| measured(cx, span, What::Energy, 4184.0);
    "fitness.workouts", "workouts", Up, Zero, |cx, span| sessions(cx, span, "count(*)", 1.0);
    "fitness.minutes", "min", Up, Zero,
        |cx, span| sessions(cx, span, "sum(coalesce(moving_ms, elapsed_ms, 0))", 60_000.0);
    "fitness.distance", "km", Up, Zero,
        |cx, span| sessions(cx, span, "sum(coalesce(distance_mm, 0))", 1_000_000.0);
    "fitness.load", "RPE min", None, Unknown, load;
}

/// What the source that speaks says of each day.
fn measured(cx: &ReadCx<'_>, span: Span, what: What, unit: f64) -> Result<Vec<SeriesPoint>> {
    let (from, to) = (day_number(span.first), day_number(span.last));
    let days = spoken(cx.sql(), what, from, to)?.into_iter();
    days.map(|one| Ok(SeriesPoint { day: day(one.day)?, value: one.figure.value as f64 / unit }))
        .collect()
}

/// The same; what the person wrote down goes before what a source says, the last of a day before the
/// others.
fn with_own(cx: &ReadCx<'_>, span: Span, what: What, unit: f64) -> Result<Vec<SeriesPoint>> {
    let told = measured(cx, span, what, unit)?;
    let mut points: BTreeMap<_, f64> = told.into_iter().map(|one| (one.day, one.value)).collect();
    cx.sql().each(
        "SELECT day, value FROM fitness_measure WHERE what = ?1 AND day BETWEEN ?2 AND ?3
         ORDER BY at_ms, id",
        params![what.slug(), day_number(span.first), day_number(span.last)],
        |row| {
            points.insert(day(row.int(0)?)?, row.int(1)? as f64 / unit);
            Ok(())
        },
    )?;
    Ok(points.into_iter().map(|(day, value)| SeriesPoint { day, value }).collect())
}

/// What the sessions that were done come to, day by day.
fn sessions(cx: &ReadCx<'_>, span: Span, sum: &str, unit: f64) -> Result<Vec<SeriesPoint>> {
    let query = format!(
        "SELECT day, {sum} FROM fitness_session
         WHERE same IS NULL AND state = ?1 AND day BETWEEN ?2 AND ?3 GROUP BY day ORDER BY day"
    );
    let params = params![Stage::Done as i64, day_number(span.first), day_number(span.last)];
    cx.sql().rows(&query, params, |row| {
        Ok(SeriesPoint { day: day(row.int(0)?)?, value: row.int(1)? as f64 / unit })
    })
}

/// Training load: minutes times RPE (session RPE, Foster et al. 2001). A day with a session of which
/// nobody said how hard it was is unknown; one between sessions without any is 0.
fn load(cx: &ReadCx<'_>, span: Span) -> Result<Vec<SeriesPoint>> {
    let done = Stage::Done as i64;
    let (first, last) = (
        "SELECT min(day) FROM fitness_session WHERE state = ?1 AND same IS NULL",
        "SELECT max(day) FROM fitness_session WHERE state = ?1 AND same IS NULL",
    );
    let edge = |query| cx.sql().first(query, params![done], |row| row.opt_int(0));
    let (Some(first), Some(last)) = (edge(first)?.flatten(), edge(last)?.flatten()) else {
        return Ok(Vec::new());
    };
    let mut known: BTreeMap<i64, Option<f64>> = BTreeMap::new();
    cx.sql().each(
        "SELECT day, rpe_x2, coalesce(moving_ms, elapsed_ms) FROM fitness_session
         WHERE same IS NULL AND state = ?1 AND day BETWEEN ?2 AND ?3",
        params![done, day_number(span.first), day_number(span.last)],
        |row| {
            let load = row.opt_int(1)?.zip(row.opt_int(2)?);
            let load = load.map(|(rpe, ms)| rpe as f64 / 2.0 * ms as f64 / 60_000.0);
            let sum = known.entry(row.int(0)?).or_insert(Some(0.0));
            *sum = sum.zip(load).map(|(sum, load)| sum + load);
            Ok(())
        },
    )?;
    let mut points = Vec::new();
    let mut at = span.first.max(day(first)?);
    let end = span.last.min(day(last)?);
    while at <= end {
        if let Some(value) = known.get(&day_number(at)).copied().unwrap_or(Some(0.0)) {
            points.push(SeriesPoint { day: at, value });
        }
        let next = at.plus(1);
        if next == at {
            break; // The calendar ends here.
        }
        at = next;
    }
    Ok(points)
}
