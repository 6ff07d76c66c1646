//! How lively a voice is, against the same person's own recordings. Not a feeling: only more or less of
//! pitch, loudness and pace than this person usually has.

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
/// Frames looked at, at most: 30 minutes.
const FRAMES_MAX: usize = 56_250;
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

/// Measures a recording at 16 kHz; `None` with less than a second of voice.
pub fn prosody(samples: &[f32]) -> Option<Prosody> {
    let frames = samples.windows(FRAME).step_by(STEP).take(FRAMES_MAX);
    let (mut pitches, mut voiced_db, mut levels) = (Vec::new(), Vec::new(), Vec::new());
    for frame in frames {
        let power = frame.iter().map(|sample| f64::from(*sample).powi(2)).sum::<f64>();
        let level = (power / FRAME as f64).sqrt();
        if !level.is_finite() {
            continue;
        }
        levels.push(level);
        if let Some((hz, _)) = pitch(frame, RATE_HZ) {
            pitches.push(12.0 * (hz / 55.0).log2());
            voiced_db.push(20.0 * level.max(1e-6).log10());
        }
    }
    if (pitches.len() * STEP) as f64 / RATE_HZ < VOICED_SECS_MIN {
        return None;
    }
    let loud = quantile(&levels, 0.9);
    let count = levels.len() as f64;
    let range = |values: &[f64]| quantile(values, 0.75) - quantile(values, 0.25);
    Some(Prosody {
        pitch: median(&pitches),
        pitch_range: range(&pitches),
        level_db: mean(&voiced_db),
        level_range: range(&voiced_db),
        voiced: pitches.len() as f64 / count,
        pauses: levels.iter().filter(|level| **level < PAUSE_LEVEL * loud).count() as f64 / count,
    })
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
