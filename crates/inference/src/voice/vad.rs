//! Whether somebody speaks: Silero VAD, and the stretches of speech that follow from it.

use std::ops::Range;
use std::sync::Arc;

use base::error::Result;

use crate::models::plan::{Input, Shape};
use crate::models::{Models, Name};

/// The model's name, as its manifest has it.
pub const MODEL: &str = Name::VoiceActivity.text();

/// The samples per second that it listens to.
pub const RATE: u32 = 16_000;

/// The new samples that one probability stands for: 32 ms.
pub const CHUNK: usize = 512;

/// The samples before them that the model sees again.
const CONTEXT: usize = 64;

/// The numbers that the model remembers from chunk to chunk.
const STATE: usize = 2 * 128;

/// Tells for each 32 ms of sound how likely somebody speaks. Remembers 64 samples, what has not filled a
/// chunk yet, and the model's state; no sound.
pub struct Vad {
    models: Arc<Models>,
    // The context and then the new samples; shorter than CONTEXT + CHUNK between two calls.
    input: Vec<f32>,
    state: Vec<f32>,
}

impl Vad {
    /// A detector that has heard nothing yet.
    pub fn new(models: Arc<Models>) -> Vad {
        Vad { models, input: vec![0.0; CONTEXT], state: vec![0.0; STATE] }
    }

    /// Whether the model is installed. Where it is not, [`Vad::push`] gives nothing.
    pub fn is_installed(&self) -> bool {
        self.models.list().iter().any(|model| model.name == MODEL && model.installed)
    }

    /// Hears the next samples at 16 kHz, as many as there are, and gives one probability (0 to 1) for each
    /// 512 that are full. How the samples are cut into calls changes nothing. What is no number counts as
    /// silence, what is beyond full scale as full scale.
    pub fn push(&mut self, samples: &[f32]) -> Result<Vec<f32>> {
        const INPUT: [usize; 2] = [1, CONTEXT + CHUNK];
        const MEMORY: [usize; 3] = [2, 1, 128];
        let shapes = [Shape::floats(INPUT), Shape::floats(MEMORY)];
        let Some(plan) = self.models.plan(Name::VoiceActivity, &shapes)? else {
            return Ok(Vec::new());
        };
        let mut probabilities = Vec::with_capacity(samples.len() / CHUNK + 1);
        let mut rest = samples;
        while !rest.is_empty() {
            let (next, after) = rest.split_at(rest.len().min(CONTEXT + CHUNK - self.input.len()));
            rest = after;
            self.input.extend(
                next.iter()
                    .map(|&sample| if sample.is_nan() { 0.0 } else { sample.clamp(-1.0, 1.0) }),
            );
            if self.input.len() < CONTEXT + CHUNK {
                break;
            }
            let outputs = plan
                .run(&[Input::Floats(&INPUT, &self.input), Input::Floats(&MEMORY, &self.state)])?;
            probabilities.push(outputs.floats("output", Some(1))?[0].clamp(0.0, 1.0));
            self.state.copy_from_slice(outputs.floats("stateN", Some(STATE))?);
            self.input.drain(..CHUNK);
        }
        Ok(probabilities)
    }

    /// Forgets what it heard: the next sample is the first of another recording.
    pub fn reset(&mut self) {
        self.input.clear();
        self.input.resize(CONTEXT, 0.0);
        self.state.fill(0.0);
    }
}

/// How stretches of speech are cut out of probabilities.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Segments {
    /// Speech begins at this probability (Silero's default).
    pub start: f32,
    /// And ends only below this one, so that a soft syllable does not end it (Silero: 0.15 less).
    pub end: f32,
    /// Shorter stretches are a cough, in samples (Silero: 250 ms).
    pub speech_min: usize,
    /// Shorter pauses do not divide, in samples: half a second is a breath between two sentences.
    pub silence_min: usize,
    /// What is kept before and after, in samples: 200 ms hold a soft first consonant.
    pub padding: usize,
}

impl Default for Segments {
    fn default() -> Segments {
        let ms = |ms: usize| ms * RATE as usize / 1000;
        Segments {
            start: 0.5,
            end: 0.35,
            speech_min: ms(250),
            silence_min: ms(500),
            padding: ms(200),
        }
    }
}

impl Segments {
    /// Where somebody speaks in a recording of `samples` samples at 16 kHz, given one probability for each
    /// 512 of them: stretches in order that do not touch.
    pub fn of(&self, probabilities: &[f32], samples: usize) -> Vec<Range<usize>> {
        let mut speech = self.spoken(probabilities);
        speech.retain(|stretch| self.speech_min <= stretch.len());
        let mut padded: Vec<Range<usize>> = Vec::new();
        for stretch in speech {
            let start = stretch.start.saturating_sub(self.padding).min(samples);
            let end = (stretch.end + self.padding).min(samples);
            match padded.last_mut() {
                Some(last) if start <= last.end => last.end = end,
                _ if start < end => padded.push(start..end),
                _ => {}
            }
        }
        padded
    }

    /// The stretches between a start and an end that lasts.
    fn spoken(&self, probabilities: &[f32]) -> Vec<Range<usize>> {
        let mut stretches = Vec::new();
        let mut start = None;
        let mut silent_since = None;
        for (chunk, &probability) in probabilities.iter().enumerate() {
            let at = chunk * CHUNK;
            if self.start <= probability {
                start.get_or_insert(at);
                silent_since = None;
            } else if let Some(begun) = start
                && probability < self.end
            {
                let since = *silent_since.get_or_insert(at);
                if self.silence_min <= at + CHUNK - since {
                    stretches.push(begun..since);
                    (start, silent_since) = (None, None);
                }
            }
        }
        if let Some(begun) = start {
            stretches.push(begun..silent_since.unwrap_or(probabilities.len() * CHUNK));
        }
        stretches
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Probabilities of so many chunks each.
    fn run(parts: &[(usize, f32)]) -> Vec<f32> {
        parts
            .iter()
            .flat_map(|&(chunks, probability)| std::iter::repeat_n(probability, chunks))
            .collect()
    }

    fn of(parts: &[(usize, f32)]) -> Vec<Range<usize>> {
        let probabilities = run(parts);
        Segments::default().of(&probabilities, probabilities.len() * CHUNK)
    }

    #[test]
    fn speech_is_cut_out_with_padding() {
        let (from, to) = (20 * CHUNK, 40 * CHUNK);
        assert_eq!(of(&[(20, 0.0), (20, 0.9), (30, 0.0)]), vec![from - 3200..to + 3200]);
    }

    #[test]
    fn a_cough_is_no_speech_and_a_breath_no_end() {
        assert_eq!(of(&[(20, 0.0), (7, 0.9), (30, 0.0)]), vec![], "224 ms are too short");
        assert_eq!(
            of(&[(20, 0.9), (15, 0.0), (20, 0.9)]).len(),
            1,
            "480 ms of silence do not divide"
        );
        assert_eq!(of(&[(20, 0.9), (30, 0.0), (20, 0.9)]).len(), 2, "960 ms do");
        assert_eq!(
            of(&[(20, 0.9), (30, 0.4), (20, 0.9)]).len(),
            1,
            "0.4 starts no speech and ends none"
        );
    }

    #[test]
    fn nothing_and_nothing_but_speech() {
        assert_eq!(of(&[]), vec![]);
        assert_eq!(of(&[(50, 0.4)]), vec![], "0.4 starts nothing");
        assert_eq!(of(&[(50, 1.0)]), vec![0..50 * CHUNK]);
        assert_eq!(of(&[(50, f32::NAN)]), vec![], "what is no number is no speech");
    }
}
