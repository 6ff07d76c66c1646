//! From samples to steps of 50 ms: the power of bands, and whether there is a pitch.

use std::sync::Arc;

use realfft::num_complex::Complex;
use realfft::{ComplexToReal, RealFftPlanner, RealToComplex};

use super::{Kind, Phase, RATE_HZ, Step};

/// A frame of 50 ms every 25 ms; two make a step.
const FRAME: usize = 800;
const HOP: usize = FRAME / 2;
/// The width of a bin, Hz.
const BIN_HZ: f32 = RATE_HZ as f32 / FRAME as f32;
/// Bins of a band: 120 Hz.
const BAND_BINS: usize = 6;
/// The first bin: 100 Hz.
const FIRST_BIN: usize = 5;
/// Bands, up to 3460 Hz.
pub(crate) const BANDS: usize = 28;
const BINS: usize = BANDS * BAND_BINS;
/// Periods of a pitch, in samples: 400 down to 62 Hz.
const PERIODS: std::ops::Range<usize> = 40..258;
/// How alike a sound with a pitch is to itself a period later. Rushing air stays below 0.45.
const PITCH_MIN: f32 = 0.6;
/// How far a lasting tone stands out of its neighbors in power. The averaged power of noise stays below 5.
const TONE_MIN: f32 = 9.0;
/// Weight of a new frame in the averaged power: about a quarter of a second.
const AVERAGE: f32 = 0.12;
/// Bins on each side that are a tone's neighbors.
const NEIGHBORS: usize = 8;
/// A step with this many times the power of the one before begins at once (12 dB in 50 ms).
const KNOCK: f32 = 16.0;
/// The pacer covers what has less than this share of its power (-20 dB): its own ends are heard beside it.
const COVERED: f32 = 1e-2;
/// What is added on both sides of a pacer's band, Hz: the main lobe of the window.
const PACER_MARGIN_HZ: f32 = 60.0;
/// A step of time between samples that is a hole, microseconds.
const HOLE_US: i64 = 200_000;

pub(crate) struct Frames {
    waiting: Vec<f32>,
    /// When the first of `waiting` was taken.
    waiting_us: Option<i64>,
    is_pacer: [bool; BINS],
    window: Vec<f32>,
    forward: Arc<dyn RealToComplex<f32>>,
    inverse: Arc<dyn ComplexToReal<f32>>,
    /// How alike the window is to itself later.
    window_likeness: Vec<f32>,
    average: [f32; BINS],
    half: Option<([f32; BANDS], f32, bool, f32)>,
    before: f32,
}

impl Frames {
    pub(crate) fn new(pacer: &[(f32, f32)]) -> Frames {
        let mut planner = RealFftPlanner::new();
        let (forward, inverse) = (planner.plan_fft_forward(FRAME), planner.plan_fft_inverse(FRAME));
        let window: Vec<f32> = (0..FRAME)
            .map(|i| (std::f32::consts::PI * (i as f32 + 0.5) / FRAME as f32).sin().powi(2))
            .collect();
        let is_pacer = std::array::from_fn(|bin| {
            let hz = (FIRST_BIN + bin) as f32 * BIN_HZ;
            let inside = |low: f32, high: f32| {
                (low - PACER_MARGIN_HZ..=high + PACER_MARGIN_HZ).contains(&hz)
            };
            pacer.iter().any(|&(low, high)| inside(low, high))
        });
        let likeness =
            |lag: usize| (0..FRAME).map(|i| window[i] * window[(i + lag) % FRAME]).sum::<f32>();
        let all = likeness(0);
        let window_likeness = (0..PERIODS.end).map(|lag| likeness(lag) / all).collect();
        Frames {
            waiting: Vec::new(),
            waiting_us: None,
            is_pacer,
            window,
            forward,
            inverse,
            window_likeness,
            average: [0.0; BINS],
            half: None,
            before: 0.0,
        }
    }

    /// Whether sound that begins now does not follow on what came before.
    pub(crate) fn is_hole(&self, at_us: i64) -> bool {
        self.waiting_us.is_some_and(|waiting| {
            self.end_us(waiting).saturating_sub(at_us).saturating_abs() > HOLE_US
        })
    }

    fn end_us(&self, waiting_us: i64) -> i64 {
        waiting_us.saturating_add(Self::us(self.waiting.len()))
    }

    pub(crate) fn push(&mut self, at_us: i64, samples: &[f32], floors: &[f32; BANDS]) -> Vec<Step> {
        if self.waiting_us.is_none() || self.is_hole(at_us) {
            self.waiting.clear();
            self.half = None;
            self.waiting_us = Some(at_us);
        }
        let clean = samples.iter().map(|s| if s.is_finite() { s.clamp(-1.0, 1.0) } else { 0.0 });
        self.waiting.extend(clean);
        let mut steps = Vec::new();
        let mut start = 0;
        let mut frame = vec![0.0; FRAME];
        while start + FRAME <= self.waiting.len() {
            frame.copy_from_slice(&self.waiting[start..start + FRAME]);
            let began_us = self.waiting_us.unwrap_or(at_us).saturating_add(Self::us(start));
            steps.extend(self.frame(&mut frame, began_us, floors));
            start += HOP;
        }
        self.waiting.drain(..start);
        self.waiting_us = self.waiting_us.map(|waiting| waiting.saturating_add(Self::us(start)));
        steps
    }

    fn us(samples: usize) -> i64 {
        samples as i64 * 1_000_000 / i64::from(RATE_HZ)
    }

    /// Takes a frame; a step is full with every second one.
    fn frame(&mut self, frame: &mut [f32], at_us: i64, floors: &[f32; BANDS]) -> Option<Step> {
        let energy = frame.iter().map(|s| s * s).sum::<f32>() / FRAME as f32;
        frame.iter_mut().zip(&self.window).for_each(|(sample, window)| *sample *= window);
        let mut spectrum = self.forward.make_output_vec();
        self.forward.process(frame, &mut spectrum).expect("the lengths are those of the plan");
        // Full scale's power spread over all bins is about 1.
        let scale = 1.0 / (FRAME * FRAME) as f32;
        let mut powers = [0.0; BINS];
        for (power, value) in powers.iter_mut().zip(&spectrum[FIRST_BIN..]) {
            *power = value.norm_sqr() * scale;
        }
        let (mut bands, mut pacer) = ([0.0; BANDS], 0.0);
        for (bin, power) in powers.iter_mut().enumerate() {
            if self.is_pacer[bin] {
                pacer += *power;
                *power = 0.0;
            }
            bands[bin / BAND_BINS] += *power;
            self.average[bin] += AVERAGE * (*power - self.average[bin]);
        }
        for (index, band) in bands.iter_mut().enumerate() {
            let open = (0..BAND_BINS).filter(|i| !self.is_pacer[index * BAND_BINS + i]).count();
            // A band that is closed in part counts as if all of it were like the rest.
            *band = if open == 0 { 0.0 } else { *band * BAND_BINS as f32 / open as f32 };
        }
        let has_pitch = self.periodicity(&powers, floors, frame, &mut spectrum) > PITCH_MIN
            || self.tone() > TONE_MIN;
        let Some((first, first_pacer, first_pitch, first_energy)) = self.half.take() else {
            self.half = Some((bands, pacer, has_pitch, energy));
            return None;
        };
        let powers = std::array::from_fn(|band| (first[band] + bands[band]) / 2.0);
        let sum: f32 = powers.iter().sum();
        let kind = if sum < COVERED * (first_pacer + pacer) / 2.0 {
            Kind::Pacer
        } else if has_pitch || first_pitch {
            Kind::Tone
        } else if self.before > 0.0 && sum > KNOCK * self.before.max(floors.iter().sum()) {
            Kind::Knock
        } else {
            Kind::Air
        };
        self.before = sum;
        let level_db = (10.0 * ((energy + first_energy) / 2.0).max(1e-12).log10()).max(-120.0);
        let at_us = at_us.saturating_sub(Self::us(HOP));
        Some(Step { at_us, level_db, kind, phase: Phase::Unknown, powers })
    }

    /// How alike the frame is to itself a period later at most, after each band was divided by its floor, so that
    /// the hum of a room is not taken for a voice: 0 to 1.
    fn periodicity(
        &self,
        powers: &[f32; BINS],
        floors: &[f32; BANDS],
        frame: &mut [f32],
        spectrum: &mut [Complex<f32>],
    ) -> f32 {
        spectrum.fill(Complex::ZERO);
        for (bin, power) in powers.iter().enumerate() {
            spectrum[FIRST_BIN + bin] = (power / floors[bin / BAND_BINS]).into();
        }
        self.inverse.process(spectrum, frame).expect("a power spectrum is real at its ends");
        let all = frame[0].max(1e-12);
        PERIODS.map(|lag| frame[lag] / all / self.window_likeness[lag]).fold(0.0, f32::max)
    }

    /// How far the highest lasting tone stands out of its neighbors.
    fn tone(&self) -> f32 {
        let mut highest = 0.0_f32;
        for bin in NEIGHBORS..BINS - NEIGHBORS {
            let power = self.average[bin];
            if power <= self.average[bin - 1]
                || power < self.average[bin + 1]
                || power < super::FLOOR_MIN
            {
                continue;
            }
            let around = &self.average[bin - NEIGHBORS..=bin + NEIGHBORS];
            let open = &self.is_pacer[bin - NEIGHBORS..=bin + NEIGHBORS];
            let mut near: Vec<f32> =
                around.iter().zip(open).filter(|(_, pacer)| !**pacer).map(|(p, _)| *p).collect();
            near.sort_by(f32::total_cmp);
            let median = near[near.len() / 2].max(super::FLOOR_MIN);
            highest = highest.max(power / median);
        }
        highest
    }
}
