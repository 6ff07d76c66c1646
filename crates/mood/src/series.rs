//! What mood counts a day: the middle of what the person said. A day without a check-in is unknown,
//! not neutral, and what a model read counts for nothing.

use base::day::Span;
use base::error::Result;
use domain::series::{Direction, Gap, Series, SeriesPoint};

use crate::api::by_day;
use crate::model::spread::median;
use crate::own::{Said, SelfReports};

pub(crate) static SERIES: &[Series] = &[
    Series {
        name: "mood.valence",
        unit: "points",
        direction: Direction::Up,
        gap: Gap::Unknown,
        points: |cx, span| points(&SelfReports::of(cx)?, span, |said| said.valence),
    },
    Series {
        name: "mood.energy",
        unit: "points",
        direction: Direction::None,
        gap: Gap::Unknown,
        points: |cx, span| points(&SelfReports::of(cx)?, span, |said| said.energy),
    },
];

fn points(
    own: &SelfReports<'_>,
    span: Span,
    number: fn(&Said) -> Option<i64>,
) -> Result<Vec<SeriesPoint>> {
    let days = by_day(own, span)?.into_iter();
    let point = |(day, said): (_, Vec<Said>)| {
        let numbers = said.iter().filter_map(number).map(|number| number as f64);
        Some(SeriesPoint { day, value: median(numbers.collect())? })
    };
    Ok(days.filter_map(point).collect())
}
