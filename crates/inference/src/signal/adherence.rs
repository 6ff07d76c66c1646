//! How well a breath that was heard or seen follows the one that was asked for, over the time that is known.

use base::sense::{Estimate, Told, Unknown};
use serde::{Deserialize, Serialize};

use super::Origin;

/// Where in a breath somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Air comes in.
    Inhale,
    /// Air goes out.
    Exhale,
    /// Neither: a hold with full or empty lungs. Which of the two cannot be heard.
    Pause,
    /// It could not be told.
    Unknown,
}

/// A stretch of what was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// When it begins, in microseconds of the same clock as what was observed.
    pub start_us: i64,
    /// Inhale, exhale or pause.
    pub phase: Phase,
}

/// How one followed.
#[derive(Debug, Clone, PartialEq)]
pub struct Adherence {
    /// The share of the known time in which both phases were the same, 0 to 1, at the best constant lag.
    /// Unknown when less than half of the time is.
    pub matched: Estimate<f32>,
    /// That lag in seconds, 0 to 1.
    pub lag_secs: f32,
    /// Seconds in which the phase is known.
    pub known_secs: f32,
    /// Seconds in all.
    pub secs: f32,
}

/// People follow a cue after it: the lag is looked for between 0 and 1 s in these steps.
const LAG_US_MAX: i64 = 1_000_000;
const LAG_US_STEP: i64 = 50_000;
/// The share of the time that must be known.
const KNOWN_MIN: f32 = 0.5;

/// Compares observed phases (each holds from its time to the next one's) with the asked ones. `end_us` ends the
/// last of both.
pub fn adherence(
    observed: &[(i64, Phase)],
    targets: &[Target],
    end_us: i64,
    origin: Origin,
) -> Adherence {
    let ends = observed.iter().skip(1).map(|(at, _)| *at).chain([end_us]);
    let pieces: Vec<(i64, i64, Phase)> = observed
        .iter()
        .zip(ends)
        .filter(|((start, _), end)| start < end)
        .map(|(&(start, phase), end)| (start, end, phase))
        .collect();
    let secs_of = |known: bool| {
        let pieces = pieces.iter().filter(|piece| !known || piece.2 != Phase::Unknown);
        pieces.map(|(start, end, _)| end.saturating_sub(*start) as f32 / 1e6).sum::<f32>()
    };
    let (secs, known_secs) = (secs_of(false), secs_of(true));
    let coverage = if secs > 0.0 { known_secs / secs } else { 0.0 };
    let best = (0..=LAG_US_MAX / LAG_US_STEP)
        .map(|step| {
            (step * LAG_US_STEP, matched_secs(&pieces, targets, end_us, step * LAG_US_STEP))
        })
        // The first of equals: the shortest lag.
        .fold((0, -1.0), |best, one| if one.1 > best.1 { one } else { best });
    let told = if targets.is_empty() || secs <= 0.0 {
        Told::Unknown(Unknown::TooShort)
    } else if coverage < KNOWN_MIN {
        Told::Unknown(Unknown::Unsure)
    } else {
        Told::Value(best.1 / known_secs)
    };
    Adherence {
        matched: origin.told(told, coverage, coverage),
        lag_secs: best.0 as f32 / 1e6,
        known_secs,
        secs,
    }
}

/// Seconds in which the observed phase is what was asked for `lag_us` before.
fn matched_secs(pieces: &[(i64, i64, Phase)], targets: &[Target], end_us: i64, lag_us: i64) -> f32 {
    let mut matched_us = 0_i64;
    let mut first = 0;
    for &(start, end, phase) in pieces {
        while targets
            .get(first + 1)
            .is_some_and(|next| next.start_us.saturating_add(lag_us) <= start)
        {
            first += 1;
        }
        for (index, target) in targets.iter().enumerate().skip(first) {
            let from = target.start_us.saturating_add(lag_us).max(start);
            let to = targets
                .get(index + 1)
                .map_or(end_us, |next| next.start_us.saturating_add(lag_us))
                .min(end);
            if target.start_us.saturating_add(lag_us) >= end {
                break;
            }
            if phase == target.phase && phase != Phase::Unknown && from < to {
                matched_us += to.saturating_sub(from);
            }
        }
    }
    matched_us as f32 / 1e6
}

/// How far the rate is from the one asked for, as a share of that one; `None` when either is not above 0.
pub fn rate_error(rate: f32, asked: f32) -> Option<f32> {
    let error = (rate - asked).abs() / asked;
    (rate > 0.0 && asked > 0.0 && error.is_finite()).then_some(error)
}

/// How constant the distance between two phases (in radians, at equal times) is: the phase-locking value
/// `|mean exp(i (a - b))|` (J.-P. Lachaux et al., Human Brain Mapping 8, 1999), 0 to 1. `None` of nothing.
pub fn phase_locking(a: &[f64], b: &[f64]) -> Option<f32> {
    let (mut real, mut imaginary, mut count) = (0.0, 0.0, 0.0);
    for (a, b) in a.iter().zip(b).filter(|(a, b)| a.is_finite() && b.is_finite()) {
        real += (a - b).cos();
        imaginary += (a - b).sin();
        count += 1.0;
    }
    (count > 0.0).then(|| (real.hypot(imaginary) / count) as f32)
}

/// The phase in radians at a time, from the times at which breaths began: it grows by 2 pi from each to the
/// next. `None` before the first and after the last.
pub fn phase_at(onsets_us: &[i64], at_us: i64) -> Option<f64> {
    let next = onsets_us.partition_point(|onset| *onset <= at_us);
    let (before, after) = (*onsets_us.get(next.checked_sub(1)?)?, *onsets_us.get(next)?);
    let part = at_us.saturating_sub(before) as f64 / after.saturating_sub(before).max(1) as f64;
    Some(std::f64::consts::TAU * ((next - 1) as f64 + part))
}

/// The times at which inhaling began, out of observed phases.
pub fn onsets(observed: &[(i64, Phase)]) -> Vec<i64> {
    let mut last = Phase::Unknown;
    let mut onsets = Vec::new();
    for &(at, phase) in observed {
        if phase == Phase::Inhale && last != Phase::Inhale && last != Phase::Unknown {
            onsets.push(at);
        }
        last = phase;
    }
    onsets
}
