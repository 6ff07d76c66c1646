//! Motion without aim that is the same at every frame rate: a sum of sines with random phases.

use std::f64::consts::TAU;

use crate::dice::Dice;

const PARTS: usize = 24;

/// A smooth random function of time with mean 0 and deviation 1.
pub struct Wander {
    /// Frequency in Hz, phase, height.
    parts: Vec<(f64, f64, f64)>,
}

impl Wander {
    /// One that moves between these frequencies; slower parts are larger, as in a body that sways.
    pub fn new(seed: u64, low_hz: f64, high_hz: f64) -> Wander {
        let mut dice = Dice::new(seed);
        let mut parts: Vec<(f64, f64, f64)> = (0..PARTS)
            .map(|_| {
                let hz = low_hz * (high_hz / low_hz).powf(dice.unit());
                (hz, TAU * dice.unit(), hz.powf(-0.7))
            })
            .collect();
        let power: f64 = parts.iter().map(|(_, _, height)| height * height / 2.0).sum();
        parts.iter_mut().for_each(|part| part.2 /= power.sqrt());
        Wander { parts }
    }

    /// Its value at a time in seconds.
    pub fn at(&self, secs: f64) -> f64 {
        self.parts.iter().map(|(hz, phase, height)| height * (TAU * hz * secs + phase).sin()).sum()
    }
}
