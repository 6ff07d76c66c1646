//! A microphone that listens to a person: sound in, figures out, nothing kept but a minute of numbers.
//!
//! Whether somebody speaks is told by a model; where it is not installed, voices are told from breath by
//! their pitch alone. What is deliberately not here: the microphone, and any word that was said.

use std::sync::Arc;

use base::error::Result;
use base::sense::{Estimate, Sound};

use crate::models::Models;
use crate::signal::adherence::Phase;
use crate::signal::arousal::{Listener, Prosody};
use crate::signal::breath_sound::{BreathSound, Kind};
use crate::voice::vad::Vad;

/// What a microphone is listened to for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListenOptions {
    /// The bands in which a pacer sounds, from and to in Hz: left out, so that it is not heard as breath.
    pub pacer_bands: Vec<(f32, f32)>,
    /// What the person's own earlier recordings measured, oldest first; for the arousal of a voice.
    pub baseline: Vec<Prosody>,
}

/// What is known of 50 ms of sound.
#[derive(Debug, Clone, PartialEq)]
pub struct Heard {
    /// When it began, in microseconds of the sound's own clock.
    pub at_us: i64,
    /// How loud: root mean square, decibels of full scale.
    pub level_db: f32,
    /// The probability that somebody speaks, 0 to 1; `None` when the model is not installed.
    pub speech: Option<f32>,
    /// What it sounds like.
    pub kind: Kind,
    /// Where in a breath it is.
    pub phase: Phase,
    /// How far the air is above the room's own noise, decibels; `None` before the room is known.
    pub breath_db: Option<f32>,
    /// Breaths a minute over the last minute.
    pub breathing: Estimate<f32>,
    /// How lively the voice is, in standard deviations from the person's own baseline.
    pub arousal: Estimate<f32>,
}

/// Listens to the sound of one microphone.
pub struct Listen {
    vad: Vad,
    has_vad: bool,
    speech: f32,
    breath: BreathSound,
    voice: Listener,
    baseline: Vec<Prosody>,
    arousal: Estimate<f32>,
}

impl Listen {
    /// One that has heard nothing yet.
    pub fn new(models: Arc<Models>, options: ListenOptions) -> Listen {
        let vad = Vad::new(models);
        let voice = Listener::new();
        Listen {
            has_vad: vad.is_installed(),
            vad,
            speech: 0.0,
            breath: BreathSound::new(&options.pacer_bands),
            arousal: voice.arousal(&options.baseline),
            voice,
            baseline: options.baseline,
        }
    }

    /// Hears a piece of sound at 16 kHz that follows on the last one, and gives what is known of each 50 ms that
    /// is full.
    ///
    /// # Errors
    /// `Invalid` when the rate is another one; `Invalid` or `Internal` when the model's file is damaged.
    pub fn push(&mut self, sound: &Sound) -> Result<Vec<Heard>> {
        let probabilities = self.vad.push(&sound.samples)?;
        if let Some(highest) = probabilities.iter().copied().reduce(f32::max) {
            self.speech = highest;
        }
        let steps = self.breath.push(sound.at_us, sound.rate, &sound.samples, self.speech)?;
        if self.voice.push(&sound.samples) {
            self.arousal = self.voice.arousal(&self.baseline);
        }
        let breath_db = self.breath.breath_db();
        Ok(steps
            .into_iter()
            .map(|step| Heard {
                at_us: step.at_us,
                level_db: step.level_db,
                speech: self.has_vad.then_some(self.speech),
                kind: step.kind,
                phase: step.phase,
                breath_db,
                breathing: self.breath.rate().clone(),
                arousal: self.arousal.clone(),
            })
            .collect())
    }

    /// What the voice of the whole sound measured so far: to be kept as part of the person's baseline. `None` with
    /// less than a second of voice.
    pub fn prosody(&self) -> Option<Prosody> {
        self.voice.prosody()
    }
}
