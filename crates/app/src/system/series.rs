//! The numbers that domains count day by day.

use base::day::{Day, Span};
use base::error::{Error, Result};
use domain::command::Nothing;
use domain::series::{Direction, Gap, Series, SeriesPoint};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::app::App;
use crate::domains::DOMAINS;
use crate::system::system;

system! { COMMANDS "series":
    /// Every number that is counted day by day.
    read list(Nothing) -> Vec<SeriesShape>;
    /// One of them between two days.
    read points(SeriesOf) -> Vec<SeriesPoint>, reads &["*"];
}

/// What a series is.
#[derive(Serialize, Deserialize, TS, JsonSchema)]
pub(crate) struct SeriesShape {
    /// `listening.minutes`.
    name: String,
    /// What it is counted in.
    unit: String,
    /// Which way is better.
    direction: Direction,
    /// What a day without a point means.
    gap: Gap,
}

/// Which series, and when.
#[derive(Deserialize, Serialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SeriesOf {
    /// `listening.minutes`.
    name: String,
    /// The first day.
    from: Day,
    /// The last day.
    to: Day,
}

fn all() -> impl Iterator<Item = &'static Series> {
    DOMAINS.iter().flat_map(|domain| domain.series())
}

fn list(_: &App, _: Nothing) -> Result<Vec<SeriesShape>> {
    let shape = |series: &Series| SeriesShape {
        name: series.name.into(),
        unit: series.unit.into(),
        direction: series.direction,
        gap: series.gap,
    };
    Ok(all().map(shape).collect())
}

fn points(app: &App, request: SeriesOf) -> Result<Vec<SeriesPoint>> {
    let series = all()
        .find(|series| series.name == request.name)
        .ok_or_else(|| Error::not_found("series", &request.name))?;
    let span = Span { first: request.from, last: request.to };
    app.vault()?.store.read(|cx| (series.points)(cx, span))
}
