//! Sound like music: chords and arpeggios; and the tones that pace a breath.

use std::f64::consts::TAU;

use base::sense::Sound;

use crate::dice::Dice;
use crate::sound::{leveled, told};

/// Steps of a major scale in semitones.
const SCALE: [i32; 7] = [0, 2, 4, 5, 7, 9, 11];

/// Chords that change every two seconds and a broken chord above them.
pub fn music(seed: u64, secs: f64, rate: u32) -> Sound {
    let mut dice = Dice::new(seed);
    let mut samples = vec![0.0; (secs * f64::from(rate)) as usize];
    let mut at = 0.0;
    while at < secs {
        let root = dice.bits() as usize % SCALE.len();
        for third in 0..3 {
            add_note(&mut samples, rate, (at, 2.2), hertz(root + 2 * third), 0.4);
        }
        for beat in 0..8 {
            let step = root + 7 + 2 * (beat % 4);
            add_note(&mut samples, rate, (at + 0.25 * beat as f64, 0.5), hertz(step), 0.5);
        }
        at += 2.0;
    }
    told(rate, leveled(samples, 0.05))
}

/// The pitch of a step of the scale above A at 220 Hz.
fn hertz(step: usize) -> f64 {
    let semitones = SCALE[step % SCALE.len()] + 12 * (step / SCALE.len()) as i32;
    220.0 * 2_f64.powf(f64::from(semitones) / 12.0)
}

fn add_note(samples: &mut [f64], rate: u32, (start, length): (f64, f64), hz: f64, loud: f64) {
    let rate = f64::from(rate);
    let (from, count) = ((start * rate) as usize, (length * rate) as usize);
    for index in from..(from + count).min(samples.len()) {
        let secs = (index - from) as f64 / rate;
        let fade = (secs / 0.01).min(1.0) * (-2.5 * secs / length).exp();
        let wave: f64 =
            (1..=4).map(|n| (TAU * hz * f64::from(n) * secs).sin() / f64::from(n * n)).sum();
        samples[index] += loud * fade * wave;
    }
}

/// The tones of a pacer: one while breathing in, another while breathing out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pacer {
    /// Breaths a minute.
    pub per_min: f64,
    /// The tone of the inhale, Hz.
    pub inhale_hz: f64,
    /// The tone of the exhale, Hz.
    pub exhale_hz: f64,
    /// Seconds that each sounds; what is longer than half a breath is cut.
    pub secs: f64,
    /// Loudness as root mean square of full scale.
    pub level: f64,
}

/// So many seconds of a pacer.
pub fn pacer(pacer: Pacer, secs: f64, rate: u32) -> Sound {
    let cycle = 60.0 / pacer.per_min;
    let length = pacer.secs.min(cycle / 2.0);
    let samples = (0..(secs * f64::from(rate)) as usize)
        .map(|index| {
            let at = index as f64 / f64::from(rate);
            let half = (at / (cycle / 2.0)) as usize;
            let since = at - half as f64 * cycle / 2.0;
            let hz = if half.is_multiple_of(2) { pacer.inhale_hz } else { pacer.exhale_hz };
            // 50 ms of fading: an abrupt tone is heard at all pitches.
            let fade = (since.min(length - since) / 0.05).clamp(0.0, 1.0);
            let smooth = fade * fade * (3.0 - 2.0 * fade);
            pacer.level * std::f64::consts::SQRT_2 * smooth * (TAU * hz * at).sin()
        })
        .collect();
    told(rate, samples)
}
