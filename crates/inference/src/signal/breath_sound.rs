//! Breath as a microphone hears it: in, out, a pause, or not to be told; and how often a minute.
//!
//! Breath is rushing air: no pitch, no tone, slow to rise and fall. Whatever has a pitch (voices, music,
//! the pacer's own tone), rises at once (a door, a key) or never changes (a fan) is no breath, and where much of
//! the time is taken by such sounds there is no figure. Nothing of the sound is kept but the power of 28 bands
//! every 50 ms, for a minute.

mod envelope;
mod frames;

use std::collections::VecDeque;

use base::error::{Error, Result};
use base::sense::{Estimate, Source, Told, Unknown};
use serde::{Deserialize, Serialize};

use super::adherence::Phase;
use super::{Origin, quantile};
use envelope::{Envelope, Thresholds};
use frames::{BANDS, Frames};

/// The rate that sound must have, samples a second.
pub const RATE_HZ: u32 = 16_000;
/// Steps kept: a minute.
const STEPS: usize = 1200;
/// Steps after which floors and thresholds are found anew: half a second.
const STEPS_TO_LEARN: usize = 10;
/// Steps without which nothing is known of the room: 3 s.
const STEPS_MIN: usize = 60;
/// The noise floor of a band is its power below which it lies a tenth of the time.
const FLOOR: f64 = 0.1;
/// No floor is lower than this share of full scale's power in a band: sound of 16 bit is not exact below.
pub(crate) const FLOOR_MIN: f32 = 1e-11;
/// The share of steps that may be something else.
const FOREIGN_MAX: f32 = 0.25;
/// Steps around a foreign one that are foreign too: a word has hissing ends, a note a fading one (0.4 s).
const FOREIGN_AROUND: usize = 8;
/// Below this level a sound is called silent, decibels of full scale.
const SILENT_DB: f64 = -50.0;

const ORIGIN: Origin = Origin { source: Source::Microphone, model: "breath_sound", version: "1" };

/// What a step of 50 ms sounds like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Air, or nothing.
    Air,
    /// Somebody speaks.
    Speech,
    /// A pitch: music, a tone, a voice.
    Tone,
    /// Something that begins at once.
    Knock,
    /// The pacer's own tone covers everything.
    Pacer,
}

/// 50 ms of sound.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// When it began, in microseconds.
    pub at_us: i64,
    /// Root mean square, decibels of full scale; -120 at least.
    pub level_db: f32,
    /// What it sounds like by itself.
    pub kind: Kind,
    /// The phase of the breath.
    pub phase: Phase,
    powers: [f32; BANDS],
}

/// Listens for breath. Memory does not grow: one minute of steps.
pub struct BreathSound {
    frames: Frames,
    steps: VecDeque<Step>,
    floors: [f32; BANDS],
    thresholds: Option<Thresholds>,
    estimate: Estimate<f32>,
    learned: usize,
}

impl BreathSound {
    /// One that leaves out these bands (from, to in Hz), in which a pacer sounds.
    pub fn new(pacer: &[(f32, f32)]) -> BreathSound {
        BreathSound {
            frames: Frames::new(pacer),
            steps: VecDeque::with_capacity(STEPS + 1),
            floors: [FLOOR_MIN; BANDS],
            thresholds: None,
            estimate: ORIGIN.unknown(Unknown::TooShort, 0.0, 0.0),
            learned: 0,
        }
    }

    /// Takes sound (one channel, 16 kHz) that began at a time, with the probability that somebody speaks in it
    /// (0 where nothing tells), and gives the steps that are full.
    ///
    /// # Errors
    /// `Invalid` when the rate is another one.
    pub fn push(
        &mut self,
        at_us: i64,
        rate: u32,
        samples: &[f32],
        speech: f32,
    ) -> Result<Vec<Step>> {
        if rate != RATE_HZ {
            let message =
                format!("breath is listened for at {RATE_HZ} samples a second, not {rate}");
            return Err(Error::invalid("rate", message));
        }
        if self.frames.is_hole(at_us) {
            // What was heard before a hole cannot be counted on with what comes after it.
            self.steps.clear();
            self.thresholds = None;
            self.estimate = ORIGIN.unknown(Unknown::TooShort, 0.0, 0.0);
        }
        let mut heard = Vec::new();
        for mut step in self.frames.push(at_us, samples, &self.floors) {
            if speech >= 0.5 {
                step.kind = Kind::Speech;
            }
            self.steps.push_back(step);
            if self.steps.len() > STEPS {
                self.steps.pop_front();
            }
            self.learned += 1;
            if self.learned >= STEPS_TO_LEARN {
                self.learned = 0;
                self.learn();
            }
            step.phase = self.phase();
            if let Some(newest) = self.steps.back_mut() {
                newest.phase = step.phase;
            }
            heard.push(step);
        }
        Ok(heard)
    }

    /// Breaths a minute over the last minute.
    pub fn rate(&self) -> &Estimate<f32> {
        &self.estimate
    }

    /// How far the air of the newest step is above the room's own noise, decibels; `None` before the room is known.
    pub fn breath_db(&self) -> Option<f32> {
        let newest = *self.steps.back().filter(|_| self.steps.len() >= STEPS_MIN)?;
        let loud = Envelope::of(&[newest], &self.floors).newest_loud();
        Some((loud * 10.0 / std::f64::consts::LN_10) as f32)
    }

    /// The steps of the last minute with their phases, oldest first.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter()
    }

    /// The phase of the newest step.
    fn phase(&self) -> Phase {
        let Some(thresholds) = &self.thresholds else { return Phase::Unknown };
        let near = self.steps.len().saturating_sub(FOREIGN_AROUND);
        if self.steps.iter().skip(near).any(|step| step.kind != Kind::Air) {
            return Phase::Unknown;
        }
        let newest: Vec<Step> =
            self.steps.iter().skip(self.steps.len().saturating_sub(5)).copied().collect();
        let before = self.steps.iter().rev().nth(1).map_or(Phase::Unknown, |step| step.phase);
        thresholds.phase(&Envelope::of(&newest, &self.floors), before)
    }

    fn learn(&mut self) {
        let steps: Vec<Step> = self.steps.iter().copied().collect();
        for (band, floor) in self.floors.iter_mut().enumerate() {
            let powers: Vec<f64> = steps.iter().map(|step| f64::from(step.powers[band])).collect();
            *floor = (quantile(&powers, FLOOR) as f32).max(FLOOR_MIN);
        }
        if steps.len() < STEPS_MIN {
            return;
        }
        let foreign = foreign(&steps);
        let count = foreign.iter().filter(|foreign| **foreign).count();
        let coverage = 1.0 - count as f32 / steps.len() as f32;
        self.thresholds = None;
        let told = if coverage < 1.0 - FOREIGN_MAX {
            (Told::Unknown(reason(&steps)), 0.0)
        } else {
            let envelope = Envelope::of(&steps, &self.floors).bridged(&foreign);
            self.thresholds = envelope.thresholds();
            match self.thresholds {
                Some(_) => envelope.rate(),
                None => (Told::Unknown(still(&steps)), 0.0),
            }
        };
        if told.0 == Told::Unknown(Unknown::Unsure) && f64::from(told.1) < super::rate::QUALITY_MIN
        {
            // What rises and falls without any rhythm is not shown as breath either.
            self.thresholds = None;
        }
        self.estimate = ORIGIN.told(told.0, told.1, coverage);
    }
}

/// Which steps are taken by another sound, with those around them.
fn foreign(steps: &[Step]) -> Vec<bool> {
    let mut foreign = vec![false; steps.len()];
    for (index, step) in steps.iter().enumerate() {
        if step.kind != Kind::Air {
            let end = (index + FOREIGN_AROUND + 1).min(steps.len());
            foreign[index.saturating_sub(FOREIGN_AROUND)..end].fill(true);
        }
    }
    foreign
}

/// What takes most of the time.
fn reason(steps: &[Step]) -> Unknown {
    let count = |kind: Kind| steps.iter().filter(|step| step.kind == kind).count();
    let (speech, pacer) = (count(Kind::Speech), count(Kind::Pacer));
    let noise = count(Kind::Tone) + count(Kind::Knock);
    if speech >= noise.max(pacer) {
        Unknown::Speech
    } else if pacer >= noise {
        Unknown::Pacer
    } else {
        Unknown::Noise
    }
}

/// Why nothing rises and falls.
fn still(steps: &[Step]) -> Unknown {
    let levels: Vec<f64> = steps.iter().map(|step| f64::from(step.level_db)).collect();
    if super::median(&levels) < SILENT_DB { Unknown::Silent } else { Unknown::Noise }
}
