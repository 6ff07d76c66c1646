//! Daily numbers that a domain declares, for insights over all of them.

use base::day::{Day, Span};
use base::error::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::read::ReadCx;
use ts_rs::TS;

/// What a day without a point means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Gap {
    /// Nothing happened: between the first and the last day that is known at all, it counts as zero.
    Zero,
    /// Nobody knows: a day without a mood is not a day with a mood of zero.
    Unknown,
}

/// Which way is felt as better, where there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// More is better.
    Up,
    /// Less is better.
    Down,
    /// Neither.
    None,
}

/// One number a day.
pub struct Series {
    /// `listening.minutes`.
    pub name: &'static str,
    /// What it is counted in: `min`, `plays`, `%`, `EUR`.
    pub unit: &'static str,
    /// Which way is better.
    pub direction: Direction,
    /// What a day without a point means.
    pub gap: Gap,
    /// Its points between two days, in the order of days, at most one a day.
    pub points: fn(&ReadCx<'_>, Span) -> Result<Vec<SeriesPoint>>,
}

/// A day's number.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS, JsonSchema)]
pub struct SeriesPoint {
    /// The day.
    pub day: Day,
    /// The number, in the series' unit.
    pub value: f64,
}
