//! How loud and how bright the air is over time, and the breaths in that.

use base::sense::{Told, Unknown};

use super::frames::BANDS;
use super::{Phase, Step};
use crate::signal::peaks::maxima;
use crate::signal::rate::{Curve, QUALITY_MIN, RATE_HZ, SECS_MIN, Votes};
use crate::signal::spectrum::autocorrelation;
use crate::signal::{mean, quantile};

/// Bands (120 Hz each from 100 Hz) of breath at all: 220 to 2980 Hz; its dark part to 1060 Hz; its bright part
/// from 1540 Hz.
const AIR: std::ops::Range<usize> = 1..24;
const DARK: std::ops::Range<usize> = 1..8;
const BRIGHT: std::ops::Range<usize> = 12..24;
/// Steps over which loudness and brightness are averaged: 0.6 s.
const SMOOTH: usize = 12;
/// By how much loud air must be louder than quiet air: the natural logarithm of power (1.7 dB). The averaged
/// loudness of a fan or of pink noise stays within 0.15.
const CONTRAST_MIN: f64 = 0.4;
/// Where between quiet and loud a breath begins, and where it ends.
const BEGIN: f64 = 0.4;
const END: f64 = 0.3;
/// In and out differ by at least this in brightness, or they cannot be told apart.
const TIMBRE_MIN: f64 = 0.3;
/// Where in and out sound alike, one sound a breath is only believed if it leaves most of the time quiet.
const LOUD_SHARE_MAX: f64 = 0.45;
/// The first lag that is nearly as high as the highest one counts.
const NEARLY: f64 = 0.8;
/// Lags in seconds: 4 to 30 breaths a minute.
const LAG_SECS: (f64, f64) = (2.0, 15.0);

/// Loudness above the floor and brightness, one of each for 50 ms, as natural logarithms of power.
pub(crate) struct Envelope {
    loud: Vec<f64>,
    bright: Vec<f64>,
}

/// What is loud, and what is bright.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Thresholds {
    begin: f64,
    end: f64,
    /// `None` when in and out sound alike.
    bright: Option<f64>,
}

impl Thresholds {
    /// The phase at the end of a few steps.
    pub(crate) fn phase(&self, newest: &Envelope, before: Phase) -> Phase {
        let (loud, bright) = (mean(&newest.loud), mean(&newest.bright));
        let breathing = matches!(before, Phase::Inhale | Phase::Exhale);
        if loud < if breathing { self.end } else { self.begin } {
            return Phase::Pause;
        }
        match self.bright {
            Some(middle) if bright > middle => Phase::Inhale,
            Some(_) => Phase::Exhale,
            None => Phase::Unknown,
        }
    }
}

impl Envelope {
    pub(crate) fn of(steps: &[Step], floors: &[f32; BANDS]) -> Envelope {
        let gain = |step: &Step, bands: std::ops::Range<usize>| {
            let open = bands.clone().filter(|&band| step.powers[band] > 0.0);
            let count = open.clone().count().max(1);
            let sum: f64 =
                open.map(|band| f64::from((step.powers[band] / floors[band]).max(0.1)).ln()).sum();
            sum / count as f64
        };
        Envelope {
            loud: steps.iter().map(|step| gain(step, AIR)).collect(),
            bright: steps.iter().map(|step| gain(step, BRIGHT) - gain(step, DARK)).collect(),
        }
    }

    /// The last loudness, as the natural logarithm of power over the floor.
    pub(crate) fn newest_loud(&self) -> f64 {
        self.loud.last().copied().unwrap_or(0.0)
    }

    /// With straight lines instead of what was foreign, averaged.
    pub(crate) fn bridged(mut self, foreign: &[bool]) -> Envelope {
        for row in [&mut self.loud, &mut self.bright] {
            bridge(row, foreign);
            *row = smooth(row);
        }
        self
    }

    /// `None` when the air is never much louder than at its quietest.
    pub(crate) fn thresholds(&self) -> Option<Thresholds> {
        let (quiet, loud) = (quantile(&self.loud, 0.1), quantile(&self.loud, 0.9));
        if loud - quiet < CONTRAST_MIN {
            return None;
        }
        let begin = quiet + BEGIN * (loud - quiet);
        let bright: Vec<f64> = self.breathing(begin).map(|(_, bright)| bright).collect();
        let (dark, light) = (quantile(&bright, 0.2), quantile(&bright, 0.8));
        Some(Thresholds {
            begin,
            end: quiet + END * (loud - quiet),
            bright: (light - dark > TIMBRE_MIN).then_some((dark + light) / 2.0),
        })
    }

    fn breathing(&self, begin: f64) -> impl Iterator<Item = (f64, f64)> + '_ {
        self.loud
            .iter()
            .copied()
            .zip(self.bright.iter().copied())
            .filter(move |(loud, _)| *loud > begin)
    }

    /// Breaths a minute and their quality, or why not.
    pub(crate) fn rate(&self) -> (Told<f32>, f32) {
        if (self.loud.len() as f64) < SECS_MIN * RATE_HZ {
            return (Told::Unknown(Unknown::TooShort), 0.0);
        }
        let Some(thresholds) = self.thresholds() else {
            return (Told::Unknown(Unknown::Silent), 0.0);
        };
        let share = self.breathing(thresholds.begin).count() as f64 / self.loud.len() as f64;
        match thresholds.bright {
            Some(middle) => self.by_both(middle, thresholds.begin),
            None if share < LOUD_SHARE_MAX => crate::signal::rate::judge(&self.loud, RATE_HZ),
            None => (Told::Unknown(Unknown::Unsure), 0.0),
        }
    }

    /// In is bright and out is dark: their difference, weighed by loudness, goes up and down once a breath, where
    /// loudness alone does so twice.
    fn by_both(&self, middle: f64, begin: f64) -> (Told<f32>, f32) {
        let top = quantile(&self.loud, 0.9);
        let quiet = quantile(&self.loud, 0.1).min(begin);
        let signed: Vec<f64> = self
            .loud
            .iter()
            .zip(&self.bright)
            .map(|(loud, bright)| (loud.min(top) - quiet).max(0.0) * (bright - middle))
            .map(|value| if value.is_finite() { value } else { 0.0 })
            .collect();
        let unsure = |quality: f64| (Told::Unknown(Unknown::Unsure), quality as f32);
        let Some(curve) = Curve::new(&signed, RATE_HZ) else { return unsure(0.0) };
        let own = curve.votes();
        let votes = Votes { autocorrelation: first_lag(&self.loud, &signed), ..own };
        let Some(rate) = votes.agreed() else { return unsure(0.0) };
        let quality = curve.height(rate);
        if quality <= QUALITY_MIN || !curve.is_breath(rate) {
            return unsure(quality);
        }
        (Told::Value(rate as f32), quality as f32)
    }
}

/// Breaths a minute by the first lag at which loudness and signed loudness together are nearly as alike
/// themselves as at the best one.
fn first_lag(loud: &[f64], signed: &[f64]) -> Option<f64> {
    let (a, b) = (autocorrelation(loud), autocorrelation(signed));
    let both: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a + b).collect();
    let (low, high) = ((LAG_SECS.0 * RATE_HZ) as usize, (LAG_SECS.1 * RATE_HZ) as usize);
    let lags: Vec<usize> =
        maxima(&both).into_iter().filter(|lag| (low..=high).contains(lag)).collect();
    let best = lags.iter().map(|lag| both[*lag]).fold(0.0, f64::max);
    let lag = lags.into_iter().find(|lag| both[*lag] > NEARLY * best)?;
    Some(60.0 * RATE_HZ / lag as f64)
}

fn bridge(row: &mut [f64], foreign: &[bool]) {
    let known: Vec<(usize, f64)> = row
        .iter()
        .copied()
        .enumerate()
        .filter(|(index, value)| value.is_finite() && foreign.get(*index) == Some(&false))
        .collect();
    let Some(&(first, value)) = known.first() else { return row.fill(0.0) };
    row[..first].fill(value);
    for pair in known.windows(2) {
        let ((from, a), (to, b)) = (pair[0], pair[1]);
        for (index, slot) in row.iter_mut().enumerate().take(to).skip(from + 1) {
            *slot = a + (b - a) * (index - from) as f64 / (to - from) as f64;
        }
    }
    if let Some(&(last, value)) = known.last() {
        row[last..].fill(value);
    }
}

/// The running mean over [`SMOOTH`] steps, shorter at the ends.
fn smooth(row: &[f64]) -> Vec<f64> {
    (0..row.len())
        .map(|index| {
            let start = index.saturating_sub(SMOOTH / 2);
            mean(&row[start..(index + SMOOTH / 2 + 1).min(row.len())])
        })
        .collect()
}
