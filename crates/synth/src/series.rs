//! Series of numbers: what wanders without aim, and intervals between heart beats.

use std::f64::consts::TAU;

use crate::dice::Dice;

/// The sum of independent normal steps of deviation 1.
pub fn random_walk(seed: u64, count: usize) -> Vec<f64> {
    let mut dice = Dice::new(seed);
    (0..count)
        .scan(0.0, |sum, _| {
            *sum += dice.normal();
            Some(*sum)
        })
        .collect()
}

/// Independent normal numbers of deviation 1.
pub fn white(seed: u64, count: usize) -> Vec<f64> {
    let mut dice = Dice::new(seed);
    (0..count).map(|_| dice.normal()).collect()
}

/// A heart over time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Heart {
    /// Chance.
    pub seed: u64,
    /// The mean interval in milliseconds.
    pub mean_ms: f64,
    /// By how much the breath lengthens and shortens it, milliseconds.
    pub breath_ms: f64,
    /// How often a second one breathes.
    pub breath_hz: f64,
    /// Chance in each interval, milliseconds (deviation).
    pub noise_ms: f64,
    /// The share of beats that come too early, each followed by a pause.
    pub ectopic: f64,
}

/// The intervals of so many seconds, in milliseconds.
pub fn intervals(heart: Heart, secs: f64) -> Vec<f64> {
    let mut dice = Dice::new(heart.seed);
    let (mut at, mut intervals) = (0.0, Vec::new());
    let mut pause = 0.0;
    while at < secs {
        let breath = heart.breath_ms * (TAU * heart.breath_hz * at).sin();
        let mut ms = heart.mean_ms + breath + heart.noise_ms * dice.normal() + pause;
        pause = 0.0;
        if dice.unit() < heart.ectopic {
            pause = 0.35 * ms;
            ms -= pause;
        }
        let ms = ms.max(250.0);
        at += ms / 1e3;
        intervals.push(ms);
    }
    intervals
}
