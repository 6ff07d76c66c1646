//! Sounds of a room: breath with a known rate and known phases, and what is no breath.

use base::sense::Sound;
use biquad::{Biquad, Coefficients, DirectForm2Transposed, Type};

use crate::dice::Dice;

/// The level of a room's noise: -40 dB of full scale.
const ROOM: f64 = 0.01;

/// How somebody breathes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Breathing {
    /// Chance.
    pub seed: u64,
    /// Samples a second.
    pub rate: u32,
    /// Seconds.
    pub secs: f64,
    /// Breaths a minute.
    pub per_min: f64,
    /// How unequal the breaths are: the deviation as a share of one.
    pub uneven: f64,
    /// Power of the breath over that of the room, decibels.
    pub snr_db: f64,
}

/// A stretch of a breath.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// From, in seconds.
    pub start_secs: f64,
    /// To, in seconds.
    pub end_secs: f64,
    /// In rather than out.
    pub inhale: bool,
}

/// Breath in a room: the sound, its parts, and the mean rate that it really has.
pub struct Breath {
    /// What a microphone hears.
    pub sound: Sound,
    /// Each inhale and exhale.
    pub parts: Vec<Part>,
    /// Breaths a minute over the whole sound.
    pub per_min: f64,
}

/// A person who breathes near a microphone: the inhale is brighter (0.5 to 3 kHz) than the exhale (0.2 to 1.4
/// kHz), with a short pause between.
pub fn breath(breathing: Breathing) -> Breath {
    let count = (breathing.secs * f64::from(breathing.rate)) as usize;
    let mut dice = Dice::new(breathing.seed);
    let noise: Vec<f64> = (0..count).map(|_| dice.normal()).collect();
    let bright = leveled(band(&noise, breathing.rate, 500.0, 3000.0), 0.6);
    let dark = leveled(band(&noise, breathing.rate, 200.0, 1400.0), 1.0);
    let mut air = vec![0.0; count];
    let (mut parts, mut onsets, mut at) = (Vec::new(), Vec::new(), 0.0);
    while at < breathing.secs {
        let mut around = |mean: f64, share: f64| mean * (1.0 + share * dice.normal()).max(0.3);
        let cycle = around(60.0 / breathing.per_min, breathing.uneven);
        let (inhale, exhale) = (around(0.38 * cycle, 0.05), around(0.42 * cycle, 0.05));
        let out = at + inhale + 0.04 * cycle;
        for (start, length, inhale) in [(at, inhale, true), (out, exhale, false)] {
            let loud = around(1.0, 0.1);
            let source = if inhale { &bright } else { &dark };
            add_breath(&mut air, source, breathing.rate, (start, length), loud);
            parts.push(Part { start_secs: start, end_secs: start + length, inhale });
        }
        onsets.push(at);
        at += cycle;
    }
    let per_min = 60.0 * onsets.len() as f64 / at;
    let level = (air.iter().map(|a| a * a).sum::<f64>() / count.max(1) as f64).sqrt().max(1e-9);
    let gain = ROOM * 10_f64.powf(breathing.snr_db / 20.0) / level;
    let room = room(breathing.seed + 1, count, breathing.rate);
    let samples = air.iter().zip(&room).map(|(air, room)| (air * gain + room) as f32).collect();
    Breath { sound: Sound { at_us: 0, rate: breathing.rate, samples }, parts, per_min }
}

fn add_breath(air: &mut [f64], source: &[f64], rate: u32, (start, length): (f64, f64), loud: f64) {
    let rate = f64::from(rate);
    let (from, count) = ((start * rate) as usize, (length * rate) as usize);
    for index in from..(from + count).min(air.len()) {
        let part = (index - from) as f64 / count as f64;
        air[index] += loud * (std::f64::consts::PI * part).sin().max(0.0).powf(0.6) * source[index];
    }
}

/// Noise of a quiet room: mostly low, some of all.
fn room(seed: u64, count: usize, rate: u32) -> Vec<f64> {
    let mut dice = Dice::new(seed);
    let white: Vec<f64> = (0..count).map(|_| dice.normal()).collect();
    let low = leveled(pass(&white, rate, Type::LowPass, 200.0), 0.6);
    leveled(low.iter().zip(&white).map(|(low, white)| low + 0.4 * white).collect(), ROOM)
}

/// Nothing: digital silence.
pub fn silence(secs: f64, rate: u32) -> Sound {
    let samples = vec![0.0; (secs * f64::from(rate)) as usize];
    Sound { at_us: 0, rate, samples }
}

/// A quiet room in which nobody breathes.
pub fn quiet(seed: u64, secs: f64, rate: u32) -> Sound {
    told(rate, room(seed, (secs * f64::from(rate)) as usize, rate))
}

/// Noise with the same power in each octave (P. Kellet's filter of white noise).
pub fn pink(seed: u64, secs: f64, rate: u32) -> Sound {
    let mut dice = Dice::new(seed);
    let mut held = [0.0; 3];
    let samples = (0..(secs * f64::from(rate)) as usize)
        .map(|_| {
            let white = dice.normal();
            held[0] = 0.99765 * held[0] + white * 0.0990460;
            held[1] = 0.96300 * held[1] + white * 0.2965164;
            held[2] = 0.57000 * held[2] + white * 1.0526913;
            held[0] + held[1] + held[2] + white * 0.1848
        })
        .collect();
    told(rate, leveled(samples, 0.05))
}

/// A fan: rushing air, the hum of its blades, and a little unevenness of its motor.
pub fn fan(seed: u64, secs: f64, rate: u32) -> Sound {
    let mut dice = Dice::new(seed);
    let count = (secs * f64::from(rate)) as usize;
    let white: Vec<f64> = (0..count).map(|_| dice.normal()).collect();
    let air = leveled(pass(&white, rate, Type::LowPass, 1200.0), 0.05);
    let motor = crate::wander::Wander::new(seed + 1, 0.05, 2.0);
    let mut turn = 0.0;
    let samples = air
        .iter()
        .enumerate()
        .map(|(index, air)| {
            let uneven = motor.at(index as f64 / f64::from(rate));
            turn += std::f64::consts::TAU * 118.0 * (1.0 + 0.004 * uneven) / f64::from(rate);
            let hum: f64 = (1..5).map(|n| (f64::from(n) * turn).sin() / f64::from(n)).sum();
            (air + 0.01 * hum) * (1.0 + 0.02 * uneven)
        })
        .collect();
    told(rate, samples)
}

/// Two sounds at once; as long as the first.
pub fn mix(a: &Sound, b: &Sound) -> Sound {
    let rest = b.samples.iter().copied().chain(std::iter::repeat(0.0));
    let samples = a.samples.iter().zip(rest).map(|(a, b)| a + b).collect();
    Sound { at_us: a.at_us, rate: a.rate, samples }
}

/// A sound in pieces of so many samples, as a microphone gives it.
pub fn pieces(sound: &Sound, samples: usize) -> impl Iterator<Item = Sound> + '_ {
    sound.samples.chunks(samples.max(1)).enumerate().map(move |(index, piece)| Sound {
        at_us: sound.at_us + (index * samples) as i64 * 1_000_000 / i64::from(sound.rate.max(1)),
        rate: sound.rate,
        samples: piece.to_vec(),
    })
}

/// One section of second order over a series.
pub(crate) fn pass(samples: &[f64], rate: u32, kind: Type<f64>, hz: f64) -> Vec<f64> {
    let place = (2.0 * hz / f64::from(rate)).clamp(1e-6, 0.999);
    let section = Coefficients::from_normalized_params(kind, place, biquad::Q_BUTTERWORTH_F64)
        .expect("the place is below half the rate and Q is above 0");
    let mut section = DirectForm2Transposed::<f64>::new(section);
    samples.iter().map(|sample| section.run(*sample)).collect()
}

pub(crate) fn band(samples: &[f64], rate: u32, low_hz: f64, high_hz: f64) -> Vec<f64> {
    pass(&pass(samples, rate, Type::HighPass, low_hz), rate, Type::LowPass, high_hz)
}

/// Brings a series to a root mean square.
pub(crate) fn leveled(mut samples: Vec<f64>, level: f64) -> Vec<f64> {
    let power = samples.iter().map(|s| s * s).sum::<f64>() / samples.len().max(1) as f64;
    let gain = level / power.sqrt().max(1e-12);
    samples.iter_mut().for_each(|sample| *sample *= gain);
    samples
}

pub(crate) fn told(rate: u32, samples: Vec<f64>) -> Sound {
    Sound { at_us: 0, rate, samples: samples.into_iter().map(|s| s as f32).collect() }
}
