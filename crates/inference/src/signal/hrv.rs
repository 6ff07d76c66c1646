//! Heart-rate variability from the intervals between beats of a chest strap.
//!
//! Never from a camera: the best of them errs by 16 ms in RMSSD. And never a word about stress: at six
//! breaths a minute breathing itself lies at 0.1 Hz, inside the low band, and the ratio rises by itself.

use base::sense::{Estimate, Source, Told, Unknown};

use super::filter::detrend;
use super::spectrum::Spectrum;
use super::spline::Spline;
use super::{deviation, median};

/// Intervals that a heart can have, in milliseconds: 30 to 200 beats a minute.
const INTERVAL_MS: std::ops::RangeInclusive<f64> = 300.0..=2000.0;
/// An interval that differs more than this from the one before is no normal beat (M. Malik et al., Eur. Heart
/// J. 10, 1989).
const JUMP: f64 = 0.2;
/// After so many left out in a row the heart has changed its pace: the newest is compared with from then on.
const JUMPS_IN_A_ROW: usize = 3;
/// The share of beats that must be kept.
const KEPT_MIN: f64 = 0.9;
/// Seconds for a mean heart rate, for variability over beats, and for the ratio of bands (Task Force,
/// Circulation 93, 1996, asks for 5 minutes; below a minute RMSSD has no criterion validity).
const HEART_RATE_SECS: f64 = 10.0;
const VARIABILITY_SECS: f64 = 60.0;
const BANDS_SECS: f64 = 300.0;
/// Intervals looked at, at most: a day and a half of beats.
const INTERVALS_MAX: usize = 200_000;
/// The bands of the Task Force, Hz.
const LOW_HZ: (f64, f64) = (0.04, 0.15);
const HIGH_HZ: (f64, f64) = (0.15, 0.40);
/// Below this many milliseconds there is no variation to speak of: a strap tells intervals in steps of about
/// one millisecond.
pub(crate) const DEVIATION_MS_MIN: f64 = 2.0;
/// Samples per second of the evenly spaced tachogram.
pub(crate) const TACHOGRAM_HZ: f64 = 4.0;

/// Normal beats out of all.
#[derive(Debug, Clone, PartialEq)]
pub struct Beats {
    /// The kept intervals in milliseconds, each with the second at which it ended.
    pub kept: Vec<(f64, f64)>,
    /// Whether the kept interval of this index follows directly on the one before.
    pub follows: Vec<bool>,
    /// The share of intervals kept, 0 to 1.
    pub share: f64,
    /// Seconds from the first beat to the last.
    pub secs: f64,
}

/// What the intervals tell.
#[derive(Debug, Clone, PartialEq)]
pub struct Hrv {
    /// Beats a minute.
    pub heart_rate: Estimate<f64>,
    /// The standard deviation of the intervals (n - 1), milliseconds.
    pub sdnn_ms: Estimate<f64>,
    /// The root of the mean squared difference of neighbors, milliseconds.
    pub rmssd_ms: Estimate<f64>,
    /// The share of neighbors that differ by more than 50 ms, percent.
    pub pnn50: Estimate<f64>,
    /// Power at 0.04 to 0.15 Hz, ms^2.
    pub lf_ms2: Estimate<f64>,
    /// Power at 0.15 to 0.4 Hz, ms^2.
    pub hf_ms2: Estimate<f64>,
    /// The first over the second.
    pub lf_hf: Estimate<f64>,
}

/// Leaves out what is no normal beat: intervals outside of 300 to 2000 ms and jumps of more than 20 %.
pub fn beats(intervals_ms: &[f64]) -> Beats {
    let intervals = &intervals_ms[..intervals_ms.len().min(INTERVALS_MAX)];
    let first: Vec<f64> =
        intervals.iter().copied().filter(|ms| INTERVAL_MS.contains(ms)).take(5).collect();
    let mut reference = median(&first);
    let (mut kept, mut follows) = (Vec::new(), Vec::new());
    let (mut at_secs, mut left_out) = (0.0, 1);
    for &ms in intervals {
        let in_range = INTERVAL_MS.contains(&ms);
        at_secs += if ms.is_finite() { ms.clamp(0.0, 60_000.0) / 1e3 } else { 0.0 };
        let jumps = (ms - reference).abs() > JUMP * reference;
        if in_range && (!jumps || left_out > JUMPS_IN_A_ROW) {
            follows.push(left_out == 0);
            kept.push((at_secs, ms));
            (reference, left_out) = (ms, 0);
        } else {
            left_out += 1;
        }
    }
    let share = if intervals.is_empty() { 0.0 } else { kept.len() as f64 / intervals.len() as f64 };
    Beats { kept, follows, share, secs: at_secs }
}

/// All figures of a list of intervals in milliseconds, in order of time.
pub fn hrv(intervals_ms: &[f64]) -> Hrv {
    let beats = beats(intervals_ms);
    let values: Vec<f64> = beats.kept.iter().map(|(_, ms)| *ms).collect();
    let mean = super::mean(&values);
    let squares = values.iter().map(|ms| (ms - mean).powi(2)).sum::<f64>();
    let steps: Vec<f64> = (1..values.len())
        .filter(|&i| beats.follows[i])
        .map(|i| values[i] - values[i - 1])
        .collect();
    let count = steps.len() as f64;
    // Beats that never differ are those of a strap that is stuck; no heart is a clock.
    let varies = deviation(&values) > 0.0;
    let varying = |value: f64| if varies { value } else { f64::NAN };
    let wide = steps.iter().filter(|step| step.abs() > 50.0).count() as f64;
    Hrv {
        heart_rate: figure(&beats, HEART_RATE_SECS, || 60_000.0 / mean),
        sdnn_ms: figure(&beats, VARIABILITY_SECS, || {
            varying((squares / (values.len() as f64 - 1.0)).sqrt())
        }),
        rmssd_ms: figure(&beats, VARIABILITY_SECS, || {
            varying((steps.iter().map(|step| step * step).sum::<f64>() / count).sqrt())
        }),
        pnn50: figure(&beats, VARIABILITY_SECS, || varying(100.0 * wide / count)),
        lf_ms2: figure(&beats, BANDS_SECS, || band_powers(&beats).0),
        hf_ms2: figure(&beats, BANDS_SECS, || band_powers(&beats).1),
        lf_hf: figure(&beats, BANDS_SECS, || {
            let (low, high) = band_powers(&beats);
            low / high
        }),
    }
}

/// The figure, if the beats last long enough and enough of them are normal.
fn figure(beats: &Beats, secs_min: f64, value: impl FnOnce() -> f64) -> Estimate<f64> {
    let told = if beats.secs < secs_min || beats.kept.len() < 3 && beats.share == 0.0 {
        Told::Unknown(Unknown::TooShort)
    } else if beats.share < KEPT_MIN {
        Told::Unknown(Unknown::Ectopic)
    } else {
        let value = value();
        if value.is_finite() { Told::Value(value) } else { Told::Unknown(Unknown::Unsure) }
    };
    Estimate {
        told,
        quality: beats.share as f32,
        coverage: beats.share as f32,
        source: Source::Strap,
        model: "hrv",
        version: "2",
    }
}

/// The intervals as an evenly spaced curve over the newest `secs`, in milliseconds, [`TACHOGRAM_HZ`] a second.
pub(crate) fn tachogram(beats: &Beats, secs: f64) -> Option<Vec<f64>> {
    let end = beats.kept.last()?.0;
    let kept: Vec<(f64, f64)> =
        beats.kept.iter().copied().filter(|(at, _)| end - secs - 2.0 <= *at).collect();
    let at: Vec<f64> = kept.iter().map(|(at, _)| *at).collect();
    let values: Vec<f64> = kept.iter().map(|(_, ms)| *ms).collect();
    let start = (end - secs).max(*at.first()?);
    let count = ((end - start) * TACHOGRAM_HZ) as usize + 1;
    let places = (0..count).map(|i| start + i as f64 / TACHOGRAM_HZ);
    Some(Spline::new(&at, &values)?.sample(places))
}

/// The power of both bands, ms^2: their shares of the curve's variance, after Welch over segments of 128 s, the
/// slowest wave of the low band five times.
fn band_powers(beats: &Beats) -> (f64, f64) {
    let Some(mut curve) = tachogram(beats, beats.secs.min(3600.0)) else {
        return (f64::NAN, f64::NAN);
    };
    detrend(&mut curve);
    // The ratio of two nothings is a number, too, and means nothing.
    if deviation(&curve) < DEVIATION_MS_MIN {
        return (f64::NAN, f64::NAN);
    }
    let spectrum = Spectrum::welch(&curve, TACHOGRAM_HZ, 128.0, 0.002);
    let all = spectrum.band(0.0, TACHOGRAM_HZ / 2.0);
    let scale = deviation(&curve).powi(2) / all;
    (spectrum.band(LOW_HZ.0, LOW_HZ.1) * scale, spectrum.band(HIGH_HZ.0, HIGH_HZ.1) * scale)
}
