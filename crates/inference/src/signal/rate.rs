//! How fast somebody breathes, from any curve that rises and falls with the breath: a belt, a chest in a
//! picture, the sound's envelope.
//!
//! Three ways that fail differently are asked; a figure needs two that agree. On a belt where spectrum and
//! peaks agreed on 21 breaths a minute, autocorrelation alone said 8.

use base::sense::{Estimate, Told, Unknown};

use super::filter::{Filter, detrend};
use super::peaks::{maxima, parabola, peaks};
use super::spectrum::{Spectrum, autocorrelation};
use super::spline::Spline;
use super::{Origin, deviation, mean, median};

/// The fixed rate at which curves are judged, samples a second.
pub const RATE_HZ: f64 = 20.0;
/// The band of breathing, Hz (as NeuroKit's cleaning after Khodadad et al., Physiol. Meas. 39, 2018, with the
/// upper corner at 1 Hz, because a resting breath has nothing above it).
const BAND_HZ: (f64, f64) = (0.05, 1.0);
/// Spectral peaks are looked for between 4 and 40 breaths a minute.
const SPECTRUM_HZ: (f64, f64) = (4.0 / 60.0, 40.0 / 60.0);
/// Lags looked at: 4 to 30 breaths a minute.
const LAG_SECS: (f64, f64) = (2.0, 15.0);
/// Two troughs lie at least this far apart: 50 breaths a minute.
const TROUGHS_SECS_MIN: f64 = 1.2;
/// A trough stands out by at least this many standard deviations.
const PROMINENCE: f64 = 0.5;
/// Votes within this share of each other agree.
const AGREEMENT: f64 = 0.15;
/// A shorter lag wins if the curve is nearly as alike itself there as at the highest one.
const SHORTER_LAG: f64 = 0.85;
/// Shown only above this height of the autocorrelation (35 of 40 windows kept on recordings of breath, with
/// the error down from 1.65 to 0.96 a minute).
pub const QUALITY_MIN: f64 = 0.3;
/// Seconds that a curve must have at least.
pub const SECS_MIN: f64 = 20.0;
/// From this many seconds on a curve counts as long.
const LONG_SECS: f64 = 44.0;
/// Cycles that a curve must hold at least.
const CYCLES_MIN: f64 = 2.0;

/// What the three ways say, in breaths a minute.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Votes {
    /// 60 over the median seconds from trough to trough.
    pub troughs: Option<f64>,
    /// 60 over the lag at which the curve is most alike itself.
    pub autocorrelation: Option<f64>,
    /// The highest peak of the spectrum.
    pub spectrum: Option<f64>,
}

impl Votes {
    /// The median of the votes within 15 % of each other; `None` when fewer than two agree.
    pub fn agreed(&self) -> Option<f64> {
        let mut votes: Vec<f64> =
            [self.troughs, self.autocorrelation, self.spectrum].into_iter().flatten().collect();
        votes.sort_by(f64::total_cmp);
        let agree = |a: f64, b: f64| (a - b).abs() <= AGREEMENT * a.min(b);
        match votes[..] {
            [a, b, c] => match (agree(a, b), agree(b, c)) {
                (true, true) => Some(b),
                (true, false) => Some((a + b) / 2.0),
                (false, true) => Some((b + c) / 2.0),
                (false, false) => None,
            },
            [a, b] if agree(a, b) => Some((a + b) / 2.0),
            _ => None,
        }
    }
}

/// A curve made ready: 20 samples a second, without trend, within the band of breathing.
pub struct Curve {
    /// The samples.
    pub samples: Vec<f64>,
    likeness: Vec<f64>,
}

impl Curve {
    /// Makes evenly spaced samples ready; `None` when they are fewer than eight or not finite.
    pub fn new(samples: &[f64], rate_hz: f64) -> Option<Curve> {
        if samples.len() < 8
            || !samples.iter().all(|v| v.is_finite())
            || !(1.0..=1e4).contains(&rate_hz)
        {
            return None;
        }
        let at: Vec<f64> = (0..samples.len()).map(|i| i as f64 / rate_hz).collect();
        // Against the folding of what is quicker than a breath into its band.
        let slow = if rate_hz > RATE_HZ {
            Filter::low_pass(2, BAND_HZ.1 * 2.0, rate_hz).apply(samples)
        } else {
            samples.to_vec()
        };
        let count = ((samples.len() - 1) as f64 / rate_hz * RATE_HZ) as usize + 1;
        let places = (0..count).map(|i| i as f64 / RATE_HZ);
        let mut even = Spline::new(&at, &slow)?.sample(places);
        detrend(&mut even);
        let samples = Filter::band_pass(BAND_HZ.0, BAND_HZ.1, RATE_HZ).apply(&even);
        let likeness = autocorrelation(&samples);
        Some(Curve { samples, likeness })
    }

    /// Seconds.
    pub fn secs(&self) -> f64 {
        self.samples.len() as f64 / RATE_HZ
    }

    /// What each of the three ways says.
    pub fn votes(&self) -> Votes {
        Votes {
            troughs: self.by_troughs(),
            autocorrelation: self.by_autocorrelation(),
            spectrum: self.by_spectrum(),
        }
    }

    /// Where the curve turns: places of its peaks, or of its troughs, in `samples`.
    fn turns(&self, up: bool) -> Vec<usize> {
        let sign = if up { 1.0 } else { -1.0 };
        let turned: Vec<f64> = self.samples.iter().map(|value| sign * value).collect();
        let distance = (TROUGHS_SECS_MIN * RATE_HZ) as usize;
        peaks(&turned, PROMINENCE * deviation(&self.samples), distance)
    }

    /// How regular the breaths are.
    pub fn regularity(&self, rate_per_min: f64) -> Regularity {
        let (peaks, troughs) = (self.turns(true), self.turns(false));
        let heights: Vec<f64> = troughs
            .iter()
            .filter_map(|&low| {
                let high = peaks.iter().copied().find(|high| low < *high)?;
                Some(self.samples[high] - self.samples[low])
            })
            .collect();
        let (first, second) = self.samples.split_at(self.samples.len() / 2);
        let off = [first, second].map(|half| {
            let peak = Spectrum::of(half, RATE_HZ, 0.002).peak(BAND_HZ.0, SPECTRUM_HZ.1);
            peak.map_or(1.0, |peak| (60.0 * peak.hz / rate_per_min - 1.0).abs())
        });
        Regularity {
            cycles: self.secs() * rate_per_min / 60.0,
            intervals: variation(&intervals(&peaks)).max(variation(&intervals(&troughs))),
            heights: variation(&heights),
            halves: off[0].max(off[1]),
        }
    }

    /// Whether the rhythm is regular enough to be breath: see [`Regularity`].
    pub fn is_breath(&self, rate_per_min: f64) -> bool {
        self.regularity(rate_per_min).is_breath(self.secs(), self.height(rate_per_min))
    }

    fn by_troughs(&self) -> Option<f64> {
        let intervals = intervals(&self.turns(false));
        (!intervals.is_empty()).then(|| 60.0 / median(&intervals))
    }

    fn by_autocorrelation(&self) -> Option<f64> {
        let low = (LAG_SECS.0 * RATE_HZ) as usize;
        let high = ((LAG_SECS.1 * RATE_HZ) as usize).min(self.likeness.len().saturating_sub(2));
        let lags: Vec<usize> =
            maxima(&self.likeness).into_iter().filter(|lag| (low..=high).contains(lag)).collect();
        let highest =
            *lags.iter().max_by(|a, b| self.likeness[**a].total_cmp(&self.likeness[**b]))?;
        // A rhythm is alike itself after two and three of its periods, too.
        let shorter = [3.0, 2.0].into_iter().find_map(|part| {
            let wished = highest as f64 / part;
            lags.iter().copied().find(|lag| {
                (*lag as f64 - wished).abs() <= 0.1 * wished
                    && self.likeness[*lag] >= SHORTER_LAG * self.likeness[highest]
            })
        });
        let lag = shorter.unwrap_or(highest);
        let [before, at, after] = [lag - 1, lag, lag + 1].map(|lag| self.likeness[lag]);
        (at > 0.0).then(|| 60.0 * RATE_HZ / (lag as f64 + parabola(before, at, after)))
    }

    fn by_spectrum(&self) -> Option<f64> {
        let spectrum = Spectrum::welch(&self.samples, RATE_HZ, self.secs().min(40.0), 0.002);
        spectrum.peak(SPECTRUM_HZ.0, SPECTRUM_HZ.1).map(|peak| 60.0 * peak.hz)
    }

    /// How alike the curve is to itself one breath later at this rate: the highest value within 15 % of the
    /// lag, at least 0.
    pub fn height(&self, rate_per_min: f64) -> f64 {
        let lag = 60.0 * RATE_HZ / rate_per_min;
        let (low, high) = ((lag * 0.85) as usize, (lag * 1.15) as usize + 1);
        self.likeness.iter().take(high).skip(low).fold(0.0, |best, value| best.max(*value))
    }

    /// Power at the rate and its overtone against the rest of the band, in decibels.
    pub fn snr_db(&self, rate_per_min: f64) -> f64 {
        let hz = rate_per_min / 60.0;
        // Two bins of the window's own resolution: the width of the Hann window's main lobe.
        let near = (2.0 / self.secs()).max(0.04);
        Spectrum::of(&self.samples, RATE_HZ, 0.002).snr_db(hz, near, BAND_HZ)
    }
}

/// Breaths a minute from a curve with a rhythm, and the quality (the height of the autocorrelation); or
/// why there is none: [`Unknown::TooShort`], [`Unknown::Silent`] (it does not change) or [`Unknown::Unsure`].
pub fn judge(samples: &[f64], rate_hz: f64) -> (Told<f32>, f32) {
    let unsure = |why, quality: f64| (Told::Unknown(why), quality as f32);
    if rate_hz.is_nan() || samples.len() as f64 + 1.0 < SECS_MIN * rate_hz {
        return unsure(Unknown::TooShort, 0.0);
    }
    let Some(curve) = Curve::new(samples, rate_hz) else { return unsure(Unknown::Unsure, 0.0) };
    if deviation(&curve.samples) <= 1e-9 * mean(samples).abs().max(1e-9) {
        return unsure(Unknown::Silent, 0.0);
    }
    let Some(rate) = curve.votes().agreed() else { return unsure(Unknown::Unsure, 0.0) };
    let quality = curve.height(rate);
    if curve.secs() < CYCLES_MIN * 60.0 / rate {
        return unsure(Unknown::TooShort, quality);
    }
    if quality <= QUALITY_MIN || !curve.is_breath(rate) {
        return unsure(Unknown::Unsure, quality);
    }
    (Told::Value(rate as f32), quality as f32)
}

/// As [`judge`], with where the curve comes from.
pub fn respiratory_rate(
    samples: &[f64],
    rate_hz: f64,
    origin: Origin,
    coverage: f32,
) -> Estimate<f32> {
    let (told, quality) = judge(samples, rate_hz);
    origin.told(told, quality, coverage)
}

/// How regular a rhythm is. What wanders without aim has stretches that look like a few slow breaths and pass
/// the votes; it does not keep its pace and depth, and its halves do not agree.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Regularity {
    /// Breaths in the curve.
    pub cycles: f64,
    /// Deviation over mean of the seconds from peak to peak, and from trough to trough: the larger one.
    pub intervals: f64,
    /// Deviation over mean of the heights from trough to peak.
    pub heights: f64,
    /// By which share the rate of one half is off: the larger one.
    pub halves: f64,
}

impl Regularity {
    /// Bounds for a curve of this many seconds and this quality. Measured on random walks: of 4,480 windows of
    /// 20 s the votes alone let 1,115 pass and the strict bounds 3, of 3,840 windows of 60 s the votes let 594
    /// pass and the wide bounds none; breath with a third of its height in noise passes both.
    fn is_breath(&self, secs: f64, quality: f64) -> bool {
        if secs < LONG_SECS {
            self.cycles > 3.8
                && self.intervals < 0.25
                && self.heights < 0.35
                && self.halves < 0.15
                && quality > 0.6
        } else {
            // Two or three breaths in a half do not tell its rate any better.
            let halves = if self.cycles < 7.0 { 0.35 } else { 0.2 };
            self.cycles > 3.9 && self.intervals < 0.3 && self.heights < 0.4 && self.halves < halves
        }
    }
}

fn intervals(places: &[usize]) -> Vec<f64> {
    places.windows(2).map(|pair| (pair[1] - pair[0]) as f64 / RATE_HZ).collect()
}

/// Deviation over mean; 1 of fewer than two values, which show no regularity.
fn variation(values: &[f64]) -> f64 {
    if values.len() < 2 { 1.0 } else { deviation(values) / mean(values).max(1e-12) }
}
