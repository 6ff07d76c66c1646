//! How much of the heart's variation goes in one rhythm: the share of one narrow peak.
//!
//! The idea is that of the peak power ratio (R. McCraty et al.); the formula is our own and has no claim to
//! any product's score. Chest strap only.

use base::sense::{Estimate, Source, Unknown};

use super::filter::detrend;
use super::hrv::{Beats, DEVIATION_MS_MIN, TACHOGRAM_HZ, beats, tachogram};
use super::spectrum::Spectrum;
use super::{Origin, deviation};

/// Seconds looked at.
const WINDOW_SECS: f64 = 64.0;
/// Where the peak may lie, Hz: 2.4 to 15.6 breaths a minute.
const PEAK_HZ: (f64, f64) = (0.04, 0.26);
/// Half the width of the peak.
const NEAR_HZ: f64 = 0.015;
/// All variation that counts.
const ALL_HZ: (f64, f64) = (0.0033, 0.4);
const KEPT_MIN: f64 = 0.9;

const ORIGIN: Origin = Origin { source: Source::Strap, model: "rhythm", version: "1" };

/// The share of the variation that lies within 0.015 Hz of the highest peak, 0 to 1, over the newest 64 s of
/// intervals (milliseconds).
pub fn rhythm(intervals_ms: &[f64]) -> Estimate<f32> {
    let Beats { kept, follows, share, secs } = beats(newest(intervals_ms));
    let beats = Beats { kept, follows, share, secs };
    let quality = beats.share as f32;
    if beats.secs < WINDOW_SECS {
        return ORIGIN.unknown(Unknown::TooShort, quality, quality);
    }
    if beats.share < KEPT_MIN {
        return ORIGIN.unknown(Unknown::Ectopic, quality, quality);
    }
    let Some(mut curve) = tachogram(&beats, WINDOW_SECS) else {
        return ORIGIN.unknown(Unknown::TooShort, quality, quality);
    };
    detrend(&mut curve);
    if deviation(&curve) < DEVIATION_MS_MIN {
        return ORIGIN.unknown(Unknown::Unsure, 0.0, quality);
    }
    let spectrum = Spectrum::of(&curve, TACHOGRAM_HZ, 0.001);
    let all = spectrum.band(ALL_HZ.0, ALL_HZ.1);
    match spectrum.peak(PEAK_HZ.0, PEAK_HZ.1) {
        Some(peak) => {
            let near = spectrum.band(peak.hz - NEAR_HZ, peak.hz + NEAR_HZ);
            ORIGIN.value((near / all) as f32, quality, quality)
        }
        None => ORIGIN.unknown(Unknown::Unsure, 0.0, quality),
    }
}

/// The last intervals that together last a little longer than the window.
fn newest(intervals_ms: &[f64]) -> &[f64] {
    let mut secs = 0.0;
    let count = intervals_ms
        .iter()
        .rev()
        .take_while(|ms| {
            let wanted = secs < WINDOW_SECS + 4.0;
            secs += if ms.is_finite() { ms.clamp(0.0, 60_000.0) / 1e3 } else { 0.0 };
            wanted
        })
        .count();
    &intervals_ms[intervals_ms.len() - count..]
}
