//! How still a head is held: the same for a slow and a fast camera, near and far.
//!
//! A displacement per frame would change with the frame rate and the distance. Speed in distances between
//! the eyes does not. Breathing moves the head at 0.05 to 1 Hz and is not punished.

use base::sense::{Estimate, Source, Unknown};

use super::Origin;
use super::filter::Filter;
use super::trace::Trace;

/// The fixed rate at which speed is measured, samples a second.
const RATE_HZ: f64 = 10.0;
/// The rate at which it is filtered before: three times as much, so that nothing folds back.
const FINE_HZ: f64 = 3.0 * RATE_HZ;
/// The quickest motion that the slowest camera (5 frames a second) shows; what is quicker is left out for all.
const FASTEST_HZ: f64 = 2.0;
/// Motion above this is fidgeting, motion below [`DRIFT_HZ`] is sinking; between them lies breathing.
const FIDGET_HZ: f64 = 1.0;
const DRIFT_HZ: f64 = 0.05;
/// Seconds that a figure needs.
const SECS_MIN: f64 = 20.0;
/// The share of the time in which a face must have been seen.
const COVERAGE_MIN: f32 = 0.5;
/// Nobody holds stiller than this, in eye distances a second: what a mesh itself trembles.
const SPEED_MIN: f64 = 1e-4;

const ORIGIN: Origin = Origin { source: Source::Camera, model: "stillness", version: "1" };

/// Where a head was: `[x, y, distance between the eyes]`, all in pixels.
pub type HeadTrace = Trace<3>;

/// The root mean square speed of the head in eye distances a second over the newest `secs`, and the share of
/// that time in which it was seen; `None` when that is too little.
pub fn speed(head: &HeadTrace, secs: f64) -> Option<(f64, f32)> {
    let fine = head.even(secs, FINE_HZ)?;
    if fine.secs() < SECS_MIN.min(secs) * 0.9 || fine.coverage < COVERAGE_MIN {
        return None;
    }
    let lag = (FINE_HZ / head.rate_hz()).round();
    let [x, y, eyes] = &fine.channels;
    let scale = super::median(eyes);
    if scale.is_nan() || scale <= 0.0 {
        return None;
    }
    let squares = [x, y]
        .into_iter()
        .map(|row| {
            let row: Vec<f64> = row.iter().map(|pixels| pixels / scale).collect();
            speeds(&sharpened(&row, lag as usize)).iter().map(|speed| speed * speed).sum::<f64>()
        })
        .sum::<f64>();
    let count = (fine.secs() * RATE_HZ).max(1.0);
    Some(((squares / count).sqrt(), fine.coverage))
}

/// Speeds at 10 Hz of what is left of a motion without breathing.
fn speeds(row: &[f64]) -> Vec<f64> {
    let slow = Filter::low_pass(2, FASTEST_HZ, FINE_HZ).apply(row);
    let fidget = Filter::high_pass(2, FIDGET_HZ, FINE_HZ).apply(&slow);
    let drift = Filter::low_pass(1, DRIFT_HZ, FINE_HZ).apply(&slow);
    let motion: Vec<f64> =
        fidget.iter().zip(&drift).map(|(fidget, drift)| fidget + drift).step_by(3).collect();
    motion.windows(2).map(|pair| (pair[1] - pair[0]) * RATE_HZ).collect()
}

/// Gives back what a cubic spline through points `lag` samples apart took: of a motion that has three points a
/// cycle it leaves 0.95 (`sinc^4(u) 3 / (2 + cos(2 pi u))` at u cycles a point; M. Unser, IEEE Signal Process. Mag.
/// 16, 1999). The correction `1 + 0.018 (1 - cos(2 pi u))^3` is within half a percent of it up to there.
fn sharpened(row: &[f64], lag: usize) -> Vec<f64> {
    // (1 - cos)^3 as a sum of cosines of multiples.
    const PARTS: [f64; 4] = [2.5, -1.875, 0.75, -0.125];
    const STRENGTH: f64 = 0.018;
    let last = row.len().saturating_sub(1);
    (0..row.len())
        .map(|index| {
            let around = PARTS.iter().enumerate().skip(1).map(|(times, part)| {
                let by = times * lag;
                part * (row[index.saturating_sub(by)] + row[(index + by).min(last)])
            });
            let correction = PARTS[0] * row[index] + around.sum::<f64>();
            if lag == 0 { row[index] } else { row[index] + STRENGTH * correction }
        })
        .collect()
}

/// Stillness, 0 to 100: `100 exp(-v / v0)` with the speed `v` of the newest `secs` and the person's own speed
/// `v0` while settling (30 s, by [`speed`]).
pub fn stillness(head: &HeadTrace, secs: f64, settling_speed: Option<f64>) -> Estimate<f32> {
    let coverage = head.coverage(secs);
    let Some(settling) = settling_speed.filter(|speed| speed.is_finite()) else {
        return ORIGIN.unknown(Unknown::NoBaseline, 0.0, coverage);
    };
    match speed(head, secs) {
        Some((speed, coverage)) => {
            let value = 100.0 * (-speed / settling.max(SPEED_MIN)).exp();
            ORIGIN.value(value as f32, coverage, coverage)
        }
        None if coverage < COVERAGE_MIN => ORIGIN.unknown(Unknown::NoFace, 0.0, coverage),
        None => ORIGIN.unknown(Unknown::TooShort, 0.0, coverage),
    }
}
