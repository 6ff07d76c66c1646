//! A voice note: the microphone until somebody says enough, the silence around it cut off, as FLAC.
//!
//! The one place where sound becomes something that is kept, and only because the person pressed record.

use std::ops::{ControlFlow, Range};
use std::time::Duration;

use base::error::{Error, Result};
use base::sense::Sound;
use capture::source::{Event, Source};
use flacenc::component::BitRepr;
use flacenc::error::Verify;
use inference::voice::vad::{Segments, Vad};

use crate::app::App;
use crate::senses::Session;

/// Speech has little above 8 kHz, and what understands speech listens at this rate.
pub(crate) const RATE: u32 = 16_000;

/// The longest note. It is in memory until it is kept: half an hour is 115 MB.
const SECONDS_MAX: usize = 30 * 60;

/// How long a silent microphone is waited for before the session is looked at again.
const TICK: Duration = Duration::from_millis(100);

/// How it goes.
pub(crate) struct Level {
    /// Since it began.
    pub(crate) at_ms: i64,
    /// In decibels of full scale.
    pub(crate) level_db: f32,
    /// How likely somebody speaks, 0 to 1; none: the model is not installed.
    pub(crate) speech: Option<f32>,
}

/// What was recorded.
pub(crate) struct Recording {
    samples: Vec<f32>,
    speech: Vec<f32>,
    /// Samples that never came, because the machine was too busy.
    pub(crate) dropped: u64,
    /// Why it ended by itself.
    pub(crate) lost: Option<String>,
}

/// Records until the session is ended, the source ends, or `tell` says that nobody wants it any more: then
/// nothing is left of it.
///
/// # Errors
/// The source's own; `Internal` when the model's file is damaged.
pub(crate) fn record(
    app: &App,
    session: &Session<'_>,
    source: &mut dyn Source<Sound>,
    tell: &mut dyn FnMut(Level) -> ControlFlow<()>,
) -> Result<Option<Recording>> {
    let mut vad = Vad::new(app.senses.models());
    let mut recording =
        Recording { samples: Vec::new(), speech: Vec::new(), dropped: 0, lost: None };
    while !session.ended() && recording.samples.len() < SECONDS_MAX * RATE as usize {
        match source.next(TICK)? {
            Event::Item(sound) => {
                if vad.is_installed() {
                    recording.speech.extend(vad.push(&sound.samples)?);
                }
                recording.samples.extend_from_slice(&sound.samples);
                let level = Level {
                    at_ms: (recording.samples.len() as i64 * 1000) / i64::from(RATE),
                    level_db: level_db(&sound.samples),
                    speech: recording.speech.last().copied(),
                };
                if tell(level).is_break() {
                    return Ok(None);
                }
            }
            // Only by telling is it known that nobody wants it any more.
            Event::Nothing => {
                let at_ms = (recording.samples.len() as i64 * 1000) / i64::from(RATE);
                let level = Level { at_ms, level_db: -120.0, speech: None };
                if tell(level).is_break() {
                    return Ok(None);
                }
            }
            Event::Dropped(samples) => recording.dropped += samples,
            Event::Lost(lost) => {
                recording.lost = Some(lost.message);
                break;
            }
            Event::End => break,
        }
    }
    Ok(Some(recording))
}

/// Loudness in decibels of full scale; silence is -120.
pub(crate) fn level_db(samples: &[f32]) -> f32 {
    let power =
        samples.iter().map(|sample| sample * sample).sum::<f32>() / samples.len().max(1) as f32;
    (10.0 * power.max(1e-12).log10()).clamp(-120.0, 6.0)
}

impl Recording {
    /// Seconds that were recorded.
    pub(crate) fn seconds(&self) -> f64 {
        self.samples.len() as f64 / f64::from(RATE)
    }

    /// The part from the first word to the last. All of it where no word was heard, or nothing listened:
    /// what somebody hums is theirs to cut.
    pub(crate) fn spoken(&self) -> Range<usize> {
        let all = 0..self.samples.len();
        let segments = Segments::default().of(&self.speech, self.samples.len());
        match (segments.first(), segments.last()) {
            (Some(first), Some(last)) => first.start..last.end,
            (None, _) | (_, None) => all,
        }
    }

    /// A part as FLAC, 16 bits.
    ///
    /// # Errors
    /// `Invalid` when there is no sound in it.
    pub(crate) fn flac(&self, part: Range<usize>) -> Result<Vec<u8>> {
        let samples = self.samples.get(part).unwrap_or_default();
        if samples.is_empty() {
            return Err(Error::invalid("microphone", "nothing was recorded"));
        }
        let whole = |sample: &f32| (sample.clamp(-1.0, 1.0) * 32_767.0).round() as i32;
        let samples: Vec<i32> = samples.iter().map(whole).collect();
        let config = flacenc::config::Encoder::default()
            .into_verified()
            .map_err(|(_, source)| Error::internal("setting up FLAC", source.to_string()))?;
        let source = flacenc::source::MemSource::from_samples(&samples, 1, 16, RATE as usize);
        let stream = flacenc::encode_with_fixed_block_size(&config, source, config.block_size)
            .map_err(|source| Error::internal("writing FLAC", source.to_string()))?;
        let mut bytes = flacenc::bitsink::ByteSink::new();
        stream
            .write(&mut bytes)
            .map_err(|source| Error::internal("writing FLAC", source.to_string()))?;
        Ok(bytes.as_slice().to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recording(samples: Vec<f32>) -> Recording {
        Recording { samples, speech: Vec::new(), dropped: 0, lost: None }
    }

    #[test]
    fn a_tone_becomes_flac_of_its_length() {
        let tone = (0..RATE).map(|at| (at as f32 * 0.172).sin() * 0.5).collect();
        let recording = recording(tone);
        let flac = recording.flac(recording.spoken()).expect("FLAC");
        assert_eq!(&flac[..4], b"fLaC");
        // STREAMINFO: the number of samples is 36 bits from bit 108 of the block, after 8 bytes of heads.
        let total = u64::from_be_bytes(flac[18..26].try_into().expect("8 bytes")) & 0xf_ffff_ffff;
        assert_eq!(total, u64::from(RATE));
        assert!(flac.len() < RATE as usize * 2, "it is smaller than what it was made of");
    }

    #[test]
    fn nothing_is_no_note() {
        assert!(recording(Vec::new()).flac(0..0).is_err());
    }

    #[test]
    fn loudness_has_a_floor() {
        assert_eq!(level_db(&[]), -120.0);
        assert_eq!(level_db(&[0.0; 100]), -120.0);
        assert!((level_db(&[1.0; 100])).abs() < 0.01);
    }
}
