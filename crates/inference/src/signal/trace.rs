//! Samples as they come: at uneven times, with gaps, kept for a bounded while.

use std::collections::VecDeque;

use super::spline::Spline;

/// Samples kept at most, whatever the window: 2 minutes at 60 a second and some room.
const SAMPLES_MAX: usize = 8_192;
/// Times further from 0 than this (73,000 years) are no clock's; within it differences cannot overflow.
const TIME_US_MAX: i64 = i64::MAX / 4;
/// A hole longer than this is a gap: two and a half frames of the slowest camera (5 a second).
const GAP_US: i64 = 500_000;

/// A window over samples of `N` channels with their times.
// Invariant: times rise strictly; no more than SAMPLES_MAX samples; all values are finite.
pub struct Trace<const N: usize> {
    window_us: i64,
    samples: VecDeque<(i64, [f64; N])>,
}

/// A stretch of a trace at a fixed rate.
pub struct Even<const N: usize> {
    /// When the first sample is, in microseconds.
    pub start_us: i64,
    /// Samples per second.
    pub rate_hz: f64,
    /// One row per channel.
    pub channels: [Vec<f64>; N],
    /// The share of the window's length up to its newest sample in which samples came, 0 to 1.
    pub coverage: f32,
}

impl<const N: usize> Even<N> {
    /// Seconds from the first sample to the last.
    pub fn secs(&self) -> f64 {
        self.channels.first().map_or(0, |row| row.len().saturating_sub(1)) as f64 / self.rate_hz
    }
}

impl<const N: usize> Trace<N> {
    /// An empty window of this length.
    pub fn new(window_secs: f64) -> Trace<N> {
        Trace { window_us: (window_secs * 1e6) as i64, samples: VecDeque::new() }
    }

    /// Takes a sample. One with a value that is not finite or a time not after the newest is left out; a
    /// clock that steps back by more than the window begins a new trace.
    pub fn push(&mut self, at_us: i64, values: [f64; N]) {
        if !(-TIME_US_MAX..=TIME_US_MAX).contains(&at_us) {
            return;
        }
        if let Some(&(newest, _)) = self.samples.back() {
            if at_us.saturating_add(self.window_us) < newest {
                self.samples.clear();
            } else if at_us <= newest {
                return;
            }
        }
        if values.iter().all(|value| value.is_finite()) {
            self.samples.push_back((at_us, values));
        }
        let oldest = at_us.saturating_sub(self.window_us);
        while self.samples.len() > SAMPLES_MAX
            || self.samples.front().is_some_and(|&(at, _)| at < oldest)
        {
            self.samples.pop_front();
        }
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.samples.clear();
    }

    /// The newest sample.
    pub fn newest(&self) -> Option<(i64, [f64; N])> {
        self.samples.back().copied()
    }

    /// Seconds from the oldest sample to the newest.
    pub fn secs(&self) -> f64 {
        match (self.samples.front(), self.samples.back()) {
            (Some((first, _)), Some((last, _))) => (last - first) as f64 / 1e6,
            _ => 0.0,
        }
    }

    /// The mean of the first channel; 0 of nothing.
    pub fn mean(&self) -> f64 {
        let sum: f64 = self.samples.iter().map(|(_, values)| values[0]).sum();
        sum / self.samples.len().max(1) as f64
    }

    /// Samples per second at the median distance; 0 when there are fewer than two.
    pub fn rate_hz(&self) -> f64 {
        let distances: Vec<f64> = self
            .samples
            .iter()
            .zip(self.samples.iter().skip(1))
            .map(|(a, b)| (b.0 - a.0) as f64)
            .collect();
        let median = super::median(&distances);
        if median > 0.0 { 1e6 / median } else { 0.0 }
    }

    /// The share of the `secs` up to the newest sample in which samples came, 0 to 1.
    pub fn coverage(&self, secs: f64) -> f32 {
        let Some((newest, _)) = self.newest() else { return 0.0 };
        let start = newest - (secs * 1e6) as i64;
        let known: i64 = self
            .samples
            .iter()
            .zip(self.samples.iter().skip(1))
            .filter(|(a, b)| start <= a.0 && b.0 - a.0 <= GAP_US)
            .map(|(a, b)| b.0 - a.0)
            .sum();
        ((known as f64 / 1e6 / secs) as f32).clamp(0.0, 1.0)
    }

    /// The newest `secs` (or as much as there is) at a fixed rate: cubic splines between neighbors, straight
    /// lines over gaps. `None` with fewer than four samples or a rate that is not above 0.
    pub fn even(&self, secs: f64, rate_hz: f64) -> Option<Even<N>> {
        let (newest, _) = self.newest()?;
        let start = newest - (secs * 1e6) as i64;
        let kept: Vec<(i64, [f64; N])> =
            self.samples.iter().copied().filter(|&(at, _)| start <= at).collect();
        if kept.len() < 4 || rate_hz.is_nan() || rate_hz <= 0.0 {
            return None;
        }
        let origin = kept[0].0;
        let at: Vec<f64> = kept.iter().map(|(at, _)| (at - origin) as f64 / 1e6).collect();
        let count = (at[at.len() - 1] * rate_hz + 1e-6).floor() as usize + 1;
        let places: Vec<f64> = (0..count).map(|index| index as f64 / rate_hz).collect();
        let channels = std::array::from_fn(|channel| {
            let values: Vec<f64> = kept.iter().map(|(_, values)| values[channel]).collect();
            through_gaps(&at, &values, &places)
        });
        Some(Even { start_us: origin, rate_hz, channels, coverage: self.coverage(secs) })
    }
}

/// The values at `places`, by one spline per run without a gap.
fn through_gaps(at: &[f64], values: &[f64], places: &[f64]) -> Vec<f64> {
    let gap = GAP_US as f64 / 1e6;
    let mut out = Vec::with_capacity(places.len());
    let mut first = 0;
    while first < at.len() {
        let run = at[first..].windows(2).take_while(|pair| pair[1] - pair[0] <= gap).count();
        let end = first + run;
        let here = |place: &&f64| **place <= at[end];
        if let Some(spline) = Spline::new(&at[first..=end], &values[first..=end]) {
            let inside: Vec<f64> = places[out.len()..].iter().take_while(here).copied().collect();
            out.extend(spline.sample(inside.into_iter()));
        }
        if let Some(&next) = at.get(end + 1) {
            for &place in places[out.len()..].iter().take_while(|place| **place < next) {
                let part = (place - at[end]) / (next - at[end]);
                out.push(values[end] + part * (values[end + 1] - values[end]));
            }
        }
        first = end + 1;
    }
    out.resize(places.len(), values.last().copied().unwrap_or(0.0));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uneven_samples_come_out_even() {
        let mut trace = Trace::<1>::new(60.0);
        for index in 0..600_i64 {
            let at_us = index * 50_000 + (index * 7919 % 20_000);
            let secs = at_us as f64 / 1e6;
            trace.push(at_us, [(secs * 2.0).sin()]);
        }
        let even = trace.even(20.0, 10.0).expect("there are samples");
        assert!((even.secs() - 20.0).abs() < 0.2);
        for (index, value) in even.channels[0].iter().enumerate() {
            let secs = even.start_us as f64 / 1e6 + index as f64 / 10.0;
            assert!((value - (secs * 2.0).sin()).abs() < 2e-3, "{index}");
        }
        assert!(even.coverage > 0.98);
    }

    #[test]
    fn a_gap_is_bridged_by_a_line_and_lowers_the_coverage() {
        let mut trace = Trace::<1>::new(60.0);
        for index in (0..100_i64).chain(200..300) {
            trace.push(index * 100_000, [1.0]);
        }
        let even = trace.even(30.0, 10.0).expect("there are samples");
        assert!(even.channels[0].iter().all(|value| (value - 1.0).abs() < 1e-9));
        assert!((0.6..0.7).contains(&even.coverage), "{}", even.coverage);
    }

    #[test]
    fn nothing_grows_without_bound_and_nothing_breaks() {
        let mut trace = Trace::<2>::new(1e9);
        for index in 0..20_000 {
            trace.push(index, [f64::NAN, 0.0]);
            trace.push(index, [0.0, 1.0]);
        }
        assert!(trace.samples.len() <= SAMPLES_MAX);
        trace.push(i64::MIN, [0.0, 0.0]);
        trace.push(i64::MAX, [0.0, 0.0]);
        assert!(trace.samples.len() > 1, "these are no times");
        trace.push(-i64::MAX / 5, [0.0, 0.0]);
        assert_eq!(trace.samples.len(), 1, "a clock that stepped back begins anew");
        assert!(trace.even(10.0, 10.0).is_none());
    }
}
