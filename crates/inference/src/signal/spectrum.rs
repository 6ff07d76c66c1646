//! Power over frequency, and a series compared with itself later.

use realfft::RealFftPlanner;

use super::peaks::parabola;

/// Points of a transform at most; a window here is minutes at tens of samples a second.
const POINTS_MAX: usize = 1 << 17;

/// Power at evenly spaced frequencies, from 0.
pub struct Spectrum {
    step_hz: f64,
    power: Vec<f64>,
}

/// The highest point of a spectrum.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Peak {
    /// Where, between the points by a parabola.
    pub hz: f64,
    /// How much power at the highest point.
    pub power: f64,
}

impl Spectrum {
    /// The periodogram under a Hann window, padded with zeros until points are at most `step_hz` apart.
    /// The mean is taken away first; an empty or too long series gives an empty spectrum.
    pub fn of(samples: &[f64], rate_hz: f64, step_hz: f64) -> Spectrum {
        let wished = (rate_hz / step_hz).max(samples.len() as f64);
        if samples.len() < 4 || !wished.is_finite() || wished > POINTS_MAX as f64 {
            return Spectrum { step_hz: 1.0, power: Vec::new() };
        }
        let points = (wished as usize).next_power_of_two();
        let mean = super::mean(samples);
        let mut padded = vec![0.0; points];
        for (index, (slot, sample)) in padded.iter_mut().zip(samples).enumerate() {
            *slot = (sample - mean) * hann(index, samples.len());
        }
        Spectrum { step_hz: rate_hz / points as f64, power: powers(&mut padded) }
    }

    /// Welch's average over segments that overlap by half (P. Welch, IEEE Trans. Audio Electroacoust. 15,
    /// 1967). One segment when the series is shorter than two of them overlapping.
    pub fn welch(samples: &[f64], rate_hz: f64, segment_secs: f64, step_hz: f64) -> Spectrum {
        let length = ((segment_secs * rate_hz) as usize).clamp(1, samples.len().max(1));
        let mut sum = Spectrum { step_hz: 1.0, power: Vec::new() };
        let mut start = 0;
        while start + length <= samples.len() {
            let one = Spectrum::of(&samples[start..start + length], rate_hz, step_hz);
            if sum.power.is_empty() {
                sum = one;
            } else {
                sum.power.iter_mut().zip(&one.power).for_each(|(sum, one)| *sum += one);
            }
            start += (length / 2).max(1);
        }
        sum
    }

    fn index(&self, hz: f64) -> usize {
        ((hz / self.step_hz).round().max(0.0) as usize).min(self.power.len())
    }

    /// The highest local peak in a band; `None` when the power only rises or falls through it.
    pub fn peak(&self, low_hz: f64, high_hz: f64) -> Option<Peak> {
        let (low, high) = (self.index(low_hz).max(1), self.index(high_hz));
        let at = (low..high.min(self.power.len().saturating_sub(1)))
            .filter(|&i| self.power[i] > self.power[i - 1] && self.power[i] >= self.power[i + 1])
            .max_by(|a, b| self.power[*a].total_cmp(&self.power[*b]))?;
        let shift = parabola(self.power[at - 1], self.power[at], self.power[at + 1]);
        Some(Peak { hz: (at as f64 + shift) * self.step_hz, power: self.power[at] })
    }

    /// The power in a band, ends included.
    pub fn band(&self, low_hz: f64, high_hz: f64) -> f64 {
        let (low, high) = (self.index(low_hz), self.index(high_hz));
        self.power.iter().take(high + 1).skip(low).sum()
    }

    /// Power near `hz` and its first overtone against all other power of the band, in decibels
    /// (G. de Haan and V. Jeanne, IEEE TBME 60, 2013). -100 when there is none.
    pub fn snr_db(&self, hz: f64, near_hz: f64, band: (f64, f64)) -> f64 {
        let near = |at: f64| self.band((at - near_hz).max(band.0), (at + near_hz).min(band.1));
        let overtone = if 2.0 * hz - near_hz < band.1 { near(2.0 * hz) } else { 0.0 };
        let own = near(hz) + overtone;
        let rest = self.band(band.0, band.1) - own;
        if own <= 0.0 { -100.0 } else { (10.0 * (own / rest.max(own * 1e-10)).log10()).max(-100.0) }
    }
}

/// The Hann window.
fn hann(index: usize, count: usize) -> f64 {
    let part = (index as f64 + 0.5) / count as f64;
    (std::f64::consts::PI * part).sin().powi(2)
}

/// The squared magnitudes of the transform of `samples`, which is used up.
fn powers(samples: &mut [f64]) -> Vec<f64> {
    let plan = RealFftPlanner::<f64>::new().plan_fft_forward(samples.len());
    let mut out = plan.make_output_vec();
    plan.process(samples, &mut out).expect("the lengths are those of the plan");
    out.iter().map(|value| value.norm_sqr()).collect()
}

/// How alike a series is to itself `lag` samples later, for each lag from 0 to two thirds of its length: about -1 to 1, 1 at
/// lag 0. Each lag is divided by the number of its products, so that a rhythm keeps its height. Empty for a
/// series that does not change.
pub fn autocorrelation(samples: &[f64]) -> Vec<f64> {
    let count = samples.len();
    if !(4..=POINTS_MAX / 2).contains(&count) {
        return Vec::new();
    }
    let mean = super::mean(samples);
    let mut padded = vec![0.0; (2 * count).next_power_of_two()];
    padded.iter_mut().zip(samples).for_each(|(slot, sample)| *slot = sample - mean);
    let mut planner = RealFftPlanner::<f64>::new();
    let forward = planner.plan_fft_forward(padded.len());
    let mut spectrum = forward.make_output_vec();
    forward.process(&mut padded, &mut spectrum).expect("the lengths are those of the plan");
    for value in &mut spectrum {
        *value = (value.norm_sqr()).into();
    }
    let inverse = planner.plan_fft_inverse(padded.len());
    inverse.process(&mut spectrum, &mut padded).expect("a power spectrum is real at its ends");
    let scale = padded[0] / count as f64;
    if !scale.is_normal() {
        return Vec::new();
    }
    (0..=count * 2 / 3).map(|lag| padded[lag] / (count - lag) as f64 / scale).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::TAU;

    fn sine(hz: f64, rate: f64, count: usize) -> Vec<f64> {
        (0..count).map(|i| (TAU * hz * i as f64 / rate).sin()).collect()
    }

    #[test]
    fn a_tone_is_found_between_the_points() {
        for hz in [0.71, 1.234, 2.9] {
            let peak = Spectrum::of(&sine(hz, 30.0, 450), 30.0, 0.02).peak(0.5, 3.5);
            let got = peak.expect("a tone has a peak").hz;
            assert!((got - hz).abs() < 0.005, "{hz}: {got}");
        }
    }

    #[test]
    fn a_pure_tone_has_a_high_ratio_and_an_empty_one_the_lowest() {
        let tone = Spectrum::of(&sine(1.2, 30.0, 450), 30.0, 0.01);
        assert!(tone.snr_db(1.2, 0.15, (0.7, 3.0)) > 20.0);
        assert_eq!(Spectrum::of(&[0.0; 100], 30.0, 0.1).snr_db(1.0, 0.1, (0.7, 3.0)), -100.0);
        assert!(Spectrum::of(&[], 30.0, 0.1).peak(0.1, 2.0).is_none());
        assert!(
            Spectrum::of(&[1.0; 8], 1e9, 1e-9).peak(0.1, 2.0).is_none(),
            "too long a transform"
        );
    }

    #[test]
    fn welch_agrees_with_one_long_window() {
        let wave = sine(0.3, 20.0, 1200);
        let peak = Spectrum::welch(&wave, 20.0, 20.0, 0.005).peak(0.05, 1.0);
        assert!((peak.expect("a tone has a peak").hz - 0.3).abs() < 0.002);
    }

    #[test]
    fn a_rhythm_is_like_itself_after_its_period() {
        let likeness = autocorrelation(&sine(0.25, 20.0, 800));
        assert!((likeness[0] - 1.0).abs() < 1e-9);
        assert!((likeness[80] - 1.0).abs() < 0.02, "{}", likeness[80]);
        assert!((likeness[40] + 1.0).abs() < 0.02);
        assert!(autocorrelation(&[1.0; 50]).is_empty(), "what does not change has no rhythm");
    }
}
