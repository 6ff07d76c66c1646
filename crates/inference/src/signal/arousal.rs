//! How lively a voice is, against the same person's own recordings. Not a feeling: only more or less of
//! pitch, loudness and pace than this person usually has.

use std::collections::VecDeque;

use base::sense::{Estimate, Source, Unknown};
use serde::{Deserialize, Serialize};

use super::pitch::pitch;
use super::{Origin, deviation, mean, median, quantile};

/// The rate that recordings must have, samples a second.
const RATE_HZ: f64 = 16_000.0;
/// Frames of 64 ms every 32 ms: two periods of the lowest voice and some more.
const FRAME: usize = 1024;
const STEP: usize = 512;
/// Recordings without which there is no figure, and those that count.
pub const BASELINE_MIN: usize = 8;
/// The newest recordings that count.
pub const BASELINE_MAX: usize = 30;
/// Voiced seconds that a recording must have.
const VOICED_SECS_MIN: f64 = 1.0;
/// Frames that count: the newest two minutes.
const FRAMES_MAX: usize = 3_750;
/// Below this part of the loud frames' level (-25 dB) is a pause.
const PAUSE_LEVEL: f64 = 0.056;
/// A recording's z-score beyond this counts as this: one odd feature shall not make the figure.
const Z_MAX: f64 = 4.0;

const ORIGIN: Origin = Origin { source: Source::Microphone, model: "prosody", version: "1" };

/// What a recording of a voice measures.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Prosody {
    /// Median pitch in semitones above 55 Hz: people hear and vary pitch by ratios.
    pub pitch: f64,
    /// From the first to the third quartile of pitch, semitones.
    pub pitch_range: f64,
    /// Mean level of voiced frames, decibels below full scale.
    pub level_db: f64,
    /// From the first to the third quartile of level, decibels.
    pub level_range: f64,
    /// The share of frames with a pitch, 0 to 1.
    pub voiced: f64,
    /// The share of frames that are pauses, 0 to 1.
    pub pauses: f64,
}

impl Prosody {
    /// Each feature with its sign: whether more of it is livelier.
    fn features(&self) -> [f64; 6] {
        [self.pitch, self.pitch_range, self.level_db, self.level_range, self.voiced, -self.pauses]
    }
}

/// Measures a voice as it comes. Keeps levels and pitches of frames, no sound.
pub struct Listener {
    waiting: Vec<f32>,
    /// Semitones and decibels of voiced frames.
    voiced: VecDeque<(f64, f64)>,
    levels: VecDeque<f64>,
    since: usize,
}

impl Default for Listener {
    fn default() -> Listener {
        Listener::new()
    }
}

impl Listener {
    /// One that has heard nothing yet.
    pub fn new() -> Listener {
        Listener { waiting: Vec::new(), voiced: VecDeque::new(), levels: VecDeque::new(), since: 0 }
    }

    /// Takes samples at 16 kHz; whether another second was measured since this last said so.
    pub fn push(&mut self, samples: &[f32]) -> bool {
        let clean = samples.iter().map(|s| if s.is_finite() { s.clamp(-1.0, 1.0) } else { 0.0 });
        self.waiting.extend(clean);
        let mut start = 0;
        while start + FRAME <= self.waiting.len() {
            let frame = &self.waiting[start..start + FRAME];
            let power = frame.iter().map(|sample| f64::from(*sample).powi(2)).sum::<f64>();
            let level = (power / FRAME as f64).sqrt();
            if let Some((hz, _)) = pitch(frame, RATE_HZ) {
                let semitones = 12.0 * (hz / 55.0).log2();
                self.voiced.push_back((semitones, 20.0 * level.max(1e-6).log10()));
            }
            self.levels.push_back(level);
            start += STEP;
            self.since += 1;
        }
        self.waiting.drain(..start);
        while self.levels.len() > FRAMES_MAX {
            self.levels.pop_front();
        }
        while self.voiced.len() > FRAMES_MAX {
            self.voiced.pop_front();
        }
        let is_due = (self.since * STEP) as f64 >= RATE_HZ;
        if is_due {
            self.since = 0;
        }
        is_due
    }

    /// What was measured; `None` with less than a second of voice.
    pub fn prosody(&self) -> Option<Prosody> {
        if (self.voiced.len() * STEP) as f64 / RATE_HZ < VOICED_SECS_MIN {
            return None;
        }
        let (pitches, voiced_db): (Vec<f64>, Vec<f64>) = self.voiced.iter().copied().unzip();
        let levels: Vec<f64> = self.levels.iter().copied().collect();
        let loud = quantile(&levels, 0.9);
        let count = levels.len() as f64;
        let range = |values: &[f64]| quantile(values, 0.75) - quantile(values, 0.25);
        let pauses = levels.iter().filter(|level| **level < PAUSE_LEVEL * loud).count();
        Some(Prosody {
            pitch: median(&pitches),
            pitch_range: range(&pitches),
            level_db: mean(&voiced_db),
            level_range: range(&voiced_db),
            voiced: pitches.len() as f64 / count,
            pauses: pauses as f64 / count,
        })
    }

    /// How lively what was measured is: see [`arousal`].
    pub fn arousal(&self, baseline: &[Prosody]) -> Estimate<f32> {
        arousal(self.prosody().as_ref(), baseline)
    }
}

/// Measures a whole recording at 16 kHz; `None` with less than a second of voice.
pub fn prosody(samples: &[f32]) -> Option<Prosody> {
    let mut listener = Listener::new();
    listener.push(samples);
    listener.prosody()
}

/// How many standard deviations livelier than usual, the mean over the features: against the newest 30 of the
/// person's own recordings, of which there must be 8.
pub fn arousal(voice: Option<&Prosody>, baseline: &[Prosody]) -> Estimate<f32> {
    let Some(voice) = voice else { return ORIGIN.unknown(Unknown::TooShort, 0.0, 0.0) };
    let own = &baseline[baseline.len().saturating_sub(BASELINE_MAX)..];
    let voiced = voice.voiced as f32;
    if own.len() < BASELINE_MIN {
        return ORIGIN.unknown(Unknown::NoBaseline, 0.0, voiced);
    }
    let scores: Vec<f64> = voice
        .features()
        .iter()
        .enumerate()
        .filter_map(|(index, value)| {
            let usual: Vec<f64> = own.iter().map(|one| one.features()[index]).collect();
            let spread = deviation(&usual);
            (spread > 1e-6).then(|| ((value - mean(&usual)) / spread).clamp(-Z_MAX, Z_MAX))
        })
        .collect();
    if scores.is_empty() {
        return ORIGIN.unknown(Unknown::NoBaseline, 0.0, voiced);
    }
    let quality = own.len() as f32 / BASELINE_MAX as f32;
    ORIGIN.value(mean(&scores) as f32, quality, voiced)
}
