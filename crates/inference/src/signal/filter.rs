//! Butterworth filters that shift nothing in time, and the removal of a straight trend.

use biquad::{Biquad, Coefficients, DirectForm2Transposed, Type};

/// Sections of second order, one after the other.
pub struct Filter {
    sections: Vec<Coefficients<f64>>,
    /// What becomes of a constant: 1 through a low-pass, 0 through a high-pass.
    constant_gain: f64,
    /// Samples by which a stretch is lengthened on both sides before filtering.
    padding: usize,
}

impl Filter {
    /// A Butterworth low-pass of order 2 x `sections`. A corner at or above half the rate lets everything
    /// pass.
    pub fn low_pass(sections: usize, corner_hz: f64, rate_hz: f64) -> Filter {
        Filter::new(Type::LowPass, sections, corner_hz, rate_hz, 1.0)
    }

    /// A Butterworth high-pass of order 2 x `sections`.
    pub fn high_pass(sections: usize, corner_hz: f64, rate_hz: f64) -> Filter {
        Filter::new(Type::HighPass, sections, corner_hz, rate_hz, 0.0)
    }

    /// A high-pass and a low-pass of order 2 each. For the wide bands used here (more than two octaves) this
    /// is a Butterworth band-pass of that order for all that can be measured.
    pub fn band_pass(low_hz: f64, high_hz: f64, rate_hz: f64) -> Filter {
        let mut filter = Filter::high_pass(1, low_hz, rate_hz);
        filter.sections.extend(Filter::low_pass(1, high_hz, rate_hz).sections);
        filter
    }

    fn new(kind: Type<f64>, sections: usize, corner: f64, rate: f64, gain: f64) -> Filter {
        let order = 2 * sections;
        let sections = (0..sections)
            .filter_map(|index| {
                // The poles of a Butterworth filter lie evenly on a circle (S. Butterworth, On the theory of
                // filter amplifiers, 1930): each pair is a section with this Q.
                let angle = std::f64::consts::PI * (2 * index + 1) as f64 / (2 * order) as f64;
                let q = 1.0 / (2.0 * angle.sin());
                Coefficients::from_normalized_params(kind, 2.0 * corner / rate, q).ok()
            })
            .collect();
        Filter { sections, constant_gain: gain, padding: (rate / corner).ceil() as usize }
    }

    /// Filters forward and backward, so that nothing is shifted in time. The ends are continued by their
    /// point reflection (as SciPy's `sosfiltfilt` does).
    pub fn apply(&self, samples: &[f64]) -> Vec<f64> {
        if samples.len() < 2 {
            return samples.to_vec();
        }
        let padding = self.padding.min(samples.len() - 1);
        let (first, last) = (samples[0], samples[samples.len() - 1]);
        let before = (1..=padding).rev().map(|i| 2.0 * first - samples[i]);
        let after = (1..=padding).map(|i| 2.0 * last - samples[samples.len() - 1 - i]);
        let mut padded: Vec<f64> = before.chain(samples.iter().copied()).chain(after).collect();
        self.forward(&mut padded);
        padded.reverse();
        self.forward(&mut padded);
        padded.reverse();
        padded[padding..padding + samples.len()].to_vec()
    }

    /// One pass. It begins as if the first sample had been there for ever.
    fn forward(&self, samples: &mut [f64]) {
        let Some(&start) = samples.first() else { return };
        let mut sections: Vec<_> = self
            .sections
            .iter()
            .map(|section| DirectForm2Transposed::<f64>::new(*section))
            .collect();
        for sample in samples {
            let rest =
                sections.iter_mut().fold(*sample - start, |value, section| section.run(value));
            *sample = rest + start * self.constant_gain;
        }
    }
}

/// Takes away the straight line of least squares.
pub fn detrend(samples: &mut [f64]) {
    let count = samples.len() as f64;
    let middle = (count - 1.0) / 2.0;
    let mean = super::mean(samples);
    let (mut both, mut own) = (0.0, 0.0);
    for (index, sample) in samples.iter().enumerate() {
        both += (index as f64 - middle) * (sample - mean);
        own += (index as f64 - middle).powi(2);
    }
    let slope = if own > 0.0 { both / own } else { 0.0 };
    for (index, sample) in samples.iter_mut().enumerate() {
        *sample -= mean + slope * (index as f64 - middle);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::TAU;

    fn sine(hz: f64, rate: f64, count: usize) -> Vec<f64> {
        (0..count).map(|i| (TAU * hz * i as f64 / rate).sin()).collect()
    }

    fn height(samples: &[f64]) -> f64 {
        let inner = &samples[samples.len() / 4..samples.len() * 3 / 4];
        (inner.iter().map(|v| v * v).sum::<f64>() / inner.len() as f64 * 2.0).sqrt()
    }

    #[test]
    fn the_band_passes_and_the_rest_does_not() {
        let filter = Filter::band_pass(0.05, 1.0, 20.0);
        for (hz, low, high) in [(0.25, 0.97, 1.01), (1.0, 0.45, 0.55), (5.0, 0.0, 0.01)] {
            let got = height(&filter.apply(&sine(hz, 20.0, 4000)));
            assert!((low..high).contains(&got), "{hz} Hz comes out with {got}");
        }
        let constant = filter.apply(&[3.0; 400]);
        assert!(constant.iter().all(|value| value.abs() < 1e-9));
    }

    #[test]
    fn an_order_of_four_halves_the_power_at_its_corner() {
        let once = height(&Filter::low_pass(2, 2.0, 30.0).apply(&sine(2.0, 30.0, 3000)));
        assert!((once - 0.5).abs() < 0.01, "twice through: half the height, got {once}");
    }

    #[test]
    fn nothing_is_shifted_in_time() {
        let wave = sine(0.3, 20.0, 2000);
        let got = Filter::band_pass(0.05, 1.0, 20.0).apply(&wave);
        let at = |samples: &[f64], shift: usize| -> f64 {
            (500..1500).map(|i| wave[i] * samples[i + shift - 5]).sum()
        };
        let best = (0..11).max_by(|a, b| at(&got, *a).total_cmp(&at(&got, *b)));
        assert_eq!(best, Some(5));
    }

    #[test]
    fn a_line_is_no_signal() {
        let mut line: Vec<f64> = (0..50).map(|i| 3.0 + 0.5 * f64::from(i)).collect();
        detrend(&mut line);
        assert!(line.iter().all(|value| value.abs() < 1e-9));
        detrend(&mut []);
    }
}
