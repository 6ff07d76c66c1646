//! Sound like speech: syllables of a voice with formants, hissing consonants, phrases with pauses.

use std::f64::consts::TAU;

use base::sense::Sound;

use crate::dice::Dice;
use crate::sound::{band, leveled, told};

/// First and second formants of vowels, Hz (G. E. Peterson and H. L. Barney, JASA 24, 1952).
const VOWELS: [(f64, f64); 5] =
    [(730.0, 1090.0), (530.0, 1840.0), (270.0, 2290.0), (570.0, 840.0), (300.0, 870.0)];

/// How somebody speaks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Speaker {
    /// Chance.
    pub seed: u64,
    /// The voice's middle pitch, Hz.
    pub pitch_hz: f64,
    /// How far it rises and falls, as a share.
    pub liveliness: f64,
    /// Loudness as root mean square of full scale.
    pub level: f64,
}

/// So many seconds of a voice.
pub fn speech(speaker: Speaker, secs: f64, rate: u32) -> Sound {
    let mut dice = Dice::new(speaker.seed);
    let count = (secs * f64::from(rate)) as usize;
    let hiss: Vec<f64> = (0..count).map(|_| dice.normal()).collect();
    let hiss = leveled(band(&hiss, rate, 2500.0, 6000.0), 0.3);
    let mut samples = vec![0.0; count];
    let mut at = 0.2;
    while at < secs {
        let end = at + dice.between(1.5, 4.0);
        while at < end {
            let length = dice.between(0.12, 0.28);
            if dice.unit() < 0.5 {
                let consonant = dice.between(0.04, 0.1);
                add(&mut samples, rate, (at, consonant), |index, _| 0.4 * hiss[index]);
                at += consonant;
            }
            let vowel = VOWELS[dice.bits() as usize % VOWELS.len()];
            let rise = speaker.liveliness;
            let pitch = speaker.pitch_hz * (1.0 + rise * dice.normal()).clamp(0.5, 2.0);
            add_vowel(&mut samples, rate, (at, length), pitch, vowel);
            at += length + dice.between(0.0, 0.06);
        }
        at += dice.between(0.3, 1.2);
    }
    told(rate, leveled(samples, speaker.level))
}

fn add_vowel(samples: &mut [f64], rate: u32, span: (f64, f64), pitch: f64, vowel: (f64, f64)) {
    let resonance = |hz: f64, formant: f64| 1.0 / (1.0 + ((hz - formant) / 90.0).powi(2));
    let voices: Vec<(f64, f64)> = (1..=24)
        .map(|n| {
            let hz = f64::from(n) * pitch;
            let strength = resonance(hz, vowel.0) + 0.5 * resonance(hz, vowel.1) + 0.03;
            (hz, strength / f64::from(n).sqrt())
        })
        .filter(|(hz, _)| *hz < 0.45 * f64::from(rate))
        .collect();
    add(samples, rate, span, |_, secs| {
        // The pitch falls a little through a syllable.
        let bent = secs - 0.25 * secs * secs;
        voices.iter().map(|(hz, strength)| strength * (TAU * hz * bent).sin()).sum()
    });
}

/// Adds what `value` gives for a sample's index and the seconds since the start, faded in and out.
fn add(
    samples: &mut [f64],
    rate: u32,
    (start, length): (f64, f64),
    value: impl Fn(usize, f64) -> f64,
) {
    let rate = f64::from(rate);
    let (from, count) = ((start * rate) as usize, (length * rate) as usize);
    for index in from..(from + count).min(samples.len()) {
        let part = (index - from) as f64 / count as f64;
        let fade = (std::f64::consts::PI * part).sin().sqrt();
        samples[index] += fade * value(index, (index - from) as f64 / rate);
    }
}
