//! Signal processing without weights: from samples over time to figures, or to why there are none.
//!
//! Everything here is a pure function of the samples it gets (or a bounded window of them): no device,
//! no clock, no model. Start at [`trace`] (samples as they come), [`filter`] and [`spectrum`] (the tools),
//! then [`rate`] (breathing), [`pulse`] (heart rate) and [`breath_sound`] (what a microphone hears).

pub mod adherence;
pub mod arousal;
pub mod breath_sound;
pub mod filter;
pub mod flow;
pub mod hrv;
pub mod peaks;
pub mod pitch;
pub mod pulse;
pub mod rate;
pub mod rhythm;
pub mod skin;
pub mod spectrum;
pub mod spline;
pub mod stillness;
pub mod trace;

use base::sense::{Estimate, Source, Told, Unknown};

/// Who computes a figure and from what: the part of an [`Estimate`] that does not change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// The sensor.
    pub source: Source,
    /// The name of the method.
    pub model: &'static str,
    /// Its version; every change of a formula or a constant is another one.
    pub version: &'static str,
}

impl Origin {
    /// A figure; one that is not finite becomes [`Unknown::Unsure`].
    pub fn value(self, value: f32, quality: f32, coverage: f32) -> Estimate<f32> {
        let told =
            if value.is_finite() { Told::Value(value) } else { Told::Unknown(Unknown::Unsure) };
        self.told(told, quality, coverage)
    }

    /// No figure, and why.
    pub fn unknown<T>(self, why: Unknown, quality: f32, coverage: f32) -> Estimate<T> {
        self.told(Told::Unknown(why), quality, coverage)
    }

    /// What was told; quality and coverage are brought into 0 to 1.
    pub fn told<T>(self, told: Told<T>, quality: f32, coverage: f32) -> Estimate<T> {
        Estimate {
            told,
            quality: share(quality),
            coverage: share(coverage),
            source: self.source,
            model: self.model,
            version: self.version,
        }
    }
}

/// A share, 0 to 1; what is not a number is 0.
fn share(value: f32) -> f32 {
    if value.is_finite() { value.clamp(0.0, 1.0) } else { 0.0 }
}

/// The mean; 0 of nothing.
pub(crate) fn mean(samples: &[f64]) -> f64 {
    if samples.is_empty() { 0.0 } else { samples.iter().sum::<f64>() / samples.len() as f64 }
}

/// The standard deviation over all samples (divided by n); 0 of nothing.
pub(crate) fn deviation(samples: &[f64]) -> f64 {
    let center = mean(samples);
    let squares = samples.iter().map(|sample| (sample - center).powi(2)).sum::<f64>();
    if samples.is_empty() { 0.0 } else { (squares / samples.len() as f64).sqrt() }
}

/// The value below which `part` (0 to 1) of the samples lie, between neighbors linearly; 0 of nothing.
pub(crate) fn quantile(samples: &[f64], part: f64) -> f64 {
    let mut sorted: Vec<f64> =
        samples.iter().copied().filter(|sample| sample.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    let Some(last) = sorted.len().checked_sub(1) else { return 0.0 };
    let place = part.clamp(0.0, 1.0) * last as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(last);
    sorted[below] + (sorted[above] - sorted[below]) * (place - below as f64)
}

/// The median; 0 of nothing.
pub(crate) fn median(samples: &[f64]) -> f64 {
    quantile(samples, 0.5)
}
