//! The chest's own curve: how full it is, and when breaths began.

use inference::signal::peaks::peaks;
use inference::signal::rate::{Curve, RATE_HZ};

use super::trace::STEP_MS;

/// What "full" and "empty" are told from, points: half a minute.
const WINDOW: usize = (30_000 / STEP_MS) as usize;
/// The chest moves at least so far in that time, pixels: less is the trembling of the picture.
const RANGE_MIN: f32 = 0.4;
/// A hole of so many points ends a run: one second.
const HOLE: usize = (1_000 / STEP_MS) as usize;
/// A run has at least so many points: 20 s, as long as a rate needs.
const RUN_MIN: usize = (20_000 / STEP_MS) as usize;
/// Breaths begin at least so far apart, seconds, and stand out by so many standard deviations (as in the rate).
const APART_SECS: f64 = 1.2;
const PROMINENCE: f64 = 0.5;

/// How full the chest is at an instant beside the half minute before it, 0 to 1. Positions are pixels down.
pub(super) fn fullness(chest: &[Option<f32>], at_ms: i64) -> Option<f64> {
    let at = usize::try_from(at_ms / STEP_MS).ok()?;
    // The newest point may not have been seen yet.
    let at = at.min(chest.len().checked_sub(1)?);
    let now = (at.saturating_sub(HOLE)..=at).rev().find_map(|at| chest[at])?;
    let window = &chest[at.saturating_sub(WINDOW)..=at];
    let (low, high) = range(window)?;
    Some(f64::from((high - now) / (high - low)).clamp(0.0, 1.0))
}

/// All of the curve, 0 (empty) to 254 (full), beside the half minute around each point.
pub(super) fn normal(chest: &[Option<f32>]) -> Vec<Option<u8>> {
    let mut full = Vec::with_capacity(chest.len());
    // Ranges are looked at once a second; between two they hardly change.
    let mut around = None;
    for (at, now) in chest.iter().enumerate() {
        if at % HOLE == 0 {
            let from = at.saturating_sub(WINDOW / 2);
            around = range(&chest[from..(at + WINDOW / 2).min(chest.len())]);
        }
        let share = now.zip(around).map(|(now, (low, high))| (high - now) / (high - low));
        full.push(share.map(|share| (share.clamp(0.0, 1.0) * 254.0) as u8));
    }
    full
}

fn range(window: &[Option<f32>]) -> Option<(f32, f32)> {
    let known = window.iter().flatten().copied();
    let (low, high) = known
        .fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), now| (low.min(now), high.max(now)));
    (RANGE_MIN <= high - low).then_some((low, high))
}

/// When breaths began, milliseconds, run by run without a hole: where the chest is lowest.
pub(super) fn onsets(chest: &[Option<f32>]) -> Vec<Vec<i64>> {
    let mut runs = Vec::new();
    let mut at = 0;
    while at < chest.len() {
        let Some(first) = (at..chest.len()).find(|at| chest[*at].is_some()) else { break };
        let mut samples: Vec<f64> = Vec::new();
        let (mut end, mut last) = (first, 0.0);
        let mut hole = 0;
        while end < chest.len() && hole <= HOLE {
            match chest[end] {
                Some(now) => {
                    last = f64::from(now);
                    hole = 0;
                }
                None => hole += 1,
            }
            samples.push(last);
            end += 1;
        }
        samples.truncate(samples.len() - hole);
        if RUN_MIN <= samples.len() {
            runs.push(run(&samples, first as i64 * STEP_MS));
        }
        at = end;
    }
    runs
}

fn run(samples: &[f64], start_ms: i64) -> Vec<i64> {
    let Some(curve) = Curve::new(samples, 1000.0 / STEP_MS as f64) else { return Vec::new() };
    let count = curve.samples.len().max(1) as f64;
    let mean = curve.samples.iter().sum::<f64>() / count;
    let squares = curve.samples.iter().map(|sample| (sample - mean).powi(2)).sum::<f64>();
    let deviation = (squares / count).sqrt();
    let apart = (APART_SECS * RATE_HZ) as usize;
    peaks(&curve.samples, PROMINENCE * deviation, apart)
        .into_iter()
        .map(|at| start_ms + (at as f64 / RATE_HZ * 1000.0) as i64)
        .collect()
}
