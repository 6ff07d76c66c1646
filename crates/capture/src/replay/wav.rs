//! WAV files, read piece by piece.

use std::io::Read;

use base::error::{Code, Error, Result};
use base::sense::Sound;
use hound::{SampleFormat, WavReader};

use crate::resample::{check_rate, length_us};

/// Pieces of a second that are given at once.
const PIECES_PER_S: u32 = 10;

/// A file with more channels is no recording of a person.
const CHANNELS_MAX: u16 = 32;

/// An open file.
pub(crate) struct Wav<R: Read> {
    reader: WavReader<R>,
    rate: u32,
    channels: u16,
    scale: Scale,
    given: u64,
}

enum Scale {
    Float,
    /// What is full scale.
    Whole(f32),
}

impl<R: Read> Wav<R> {
    /// Reads the file's head.
    ///
    /// # Errors
    /// `Invalid` when it is none, `Unsupported` when it is compressed.
    pub(crate) fn new(reader: R) -> Result<Wav<R>> {
        let reader = WavReader::new(reader).map_err(failed)?;
        let spec = reader.spec();
        let rate = check_rate(spec.sample_rate)?;
        if !(1..=CHANNELS_MAX).contains(&spec.channels) {
            let message = format!("{} channels; up to {CHANNELS_MAX} are read", spec.channels);
            return Err(Error::new(Code::Unsupported, message));
        }
        let scale = match (spec.sample_format, spec.bits_per_sample) {
            (SampleFormat::Float, 32) => Scale::Float,
            (SampleFormat::Int, bits @ 1..=32) => Scale::Whole(2f32.powi(i32::from(bits) - 1)),
            (_, bits) => {
                let message = format!("samples of {bits} bits are not read");
                return Err(Error::new(Code::Unsupported, message));
            }
        };
        Ok(Wav { reader, rate, channels: spec.channels, scale, given: 0 })
    }

    /// Samples per second of each channel.
    pub(crate) fn rate(&self) -> u32 {
        self.rate
    }

    /// The next tenth of a second; `None` at the end.
    ///
    /// # Errors
    /// `Invalid` when the file breaks off.
    pub(crate) fn next(&mut self) -> Result<Option<Sound>> {
        let frames = (self.rate / PIECES_PER_S) as usize;
        let channels = usize::from(self.channels);
        let wanted = frames * channels;
        let mut all = Vec::with_capacity(wanted);
        match self.scale {
            Scale::Float => {
                for sample in self.reader.samples::<f32>().take(wanted) {
                    let sample = sample.map_err(failed)?;
                    all.push(if sample.is_finite() { sample.clamp(-1.0, 1.0) } else { 0.0 });
                }
            }
            Scale::Whole(full) => {
                for sample in self.reader.samples::<i32>().take(wanted) {
                    all.push((sample.map_err(failed)? as f32 / full).clamp(-1.0, 1.0));
                }
            }
        }
        let samples: Vec<f32> = all
            .chunks_exact(channels)
            .map(|frame| frame.iter().sum::<f32>() / channels as f32)
            .collect();
        if samples.is_empty() {
            return Ok(None);
        }
        let at_us = length_us(self.given, self.rate);
        self.given += samples.len() as u64;
        Ok(Some(Sound { at_us, rate: self.rate, samples }))
    }
}

fn failed(error: hound::Error) -> Error {
    let code = match error {
        hound::Error::Unsupported | hound::Error::TooWide => Code::Unsupported,
        hound::Error::IoError(_)
        | hound::Error::FormatError(_)
        | hound::Error::UnfinishedSample
        | hound::Error::InvalidSampleFormat => Code::Invalid,
    };
    Error::new(code, "the sound is no whole WAV file").because(error)
}
