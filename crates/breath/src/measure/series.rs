//! A figure that is told again and again, as one figure over a session.

use std::collections::HashMap;

use base::sense::{Estimate, Source, Told, Unknown};

use crate::model::figure::Figure;

/// Figures are looked at once a second.
const EACH_MS: i64 = 1_000;
/// A figure that was known for less is none, seconds.
const SECS_MIN: usize = 5;
/// Values kept, at most: four hours.
const VALUES_MAX: usize = 14_400;

/// What was told, second by second.
#[derive(Debug, Clone, Default)]
pub(super) struct Series {
    last_ms: Option<i64>,
    values: Vec<f64>,
    quality: f64,
    why: HashMap<Unknown, u32>,
    newest: Option<Figure>,
}

impl Series {
    /// Takes an estimate, if a second has passed since the last one.
    pub(super) fn push(&mut self, at_ms: i64, estimate: Option<&Estimate<f32>>) {
        let Some(estimate) = estimate else { return };
        let is_due = self.last_ms.is_none_or(|last| EACH_MS <= at_ms - last);
        if !is_due || VALUES_MAX <= self.values.len() {
            return;
        }
        self.last_ms = Some(at_ms);
        self.newest = Some(Figure::of(estimate));
        match estimate.told {
            Told::Value(value) => {
                self.values.push(value.into());
                self.quality += f64::from(estimate.quality);
            }
            Told::Unknown(why) => *self.why.entry(why).or_default() += 1,
        }
    }

    /// Seconds in which it was known.
    pub(super) fn known_secs(&self) -> usize {
        self.values.len()
    }

    /// Why it was unknown most of the time that it was; `None` when it was never asked for.
    pub(super) fn reason(&self) -> Option<Unknown> {
        // Of equals the one that comes first in words, so that it is the same every time.
        let most = self.why.iter().max_by_key(|(why, count)| (**count, format!("{why:?}")));
        most.map(|(why, _)| *why)
    }

    /// The median of the values that were known, with the share of so many milliseconds in which they were.
    pub(super) fn figure(&self, total_ms: i64, source: Source, model: &str) -> Figure {
        let Some(newest) = &self.newest else {
            return Figure::unknown(source, model, Unknown::Lost, 0.0);
        };
        let secs = (total_ms as f64 / 1000.0).max(1.0);
        let coverage = (self.values.len() as f64 / secs).min(1.0);
        if self.values.len() < SECS_MIN {
            let why = self.reason().unwrap_or(Unknown::TooShort);
            return Figure::unknown(source, &newest.model, why, coverage);
        }
        let quality = self.quality / self.values.len() as f64;
        let like = Figure { quality, coverage, ..newest.clone() };
        Figure::known(&like, median(&self.values))
    }
}

/// The median; 0 of nothing.
pub(super) fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    match sorted.len() {
        0 => 0.0,
        odd if odd % 2 == 1 => sorted[odd / 2],
        even => (sorted[even / 2 - 1] + sorted[even / 2]) / 2.0,
    }
}
