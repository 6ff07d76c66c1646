//! From the rate that a device has to the one that is wished for.

use base::error::{Error, Result};
use base::sense::Sound;
use rubato::audioadapter_buffers::direct::InterleavedSlice;
use rubato::{
    Async, FixedAsync, Indexing, Resampler as _, SincInterpolationParameters, WindowFunction,
};

/// The rates that a microphone or a file may have: from telephones to studios.
pub(crate) const RATE_MIN: u32 = 4_000;
/// See [`RATE_MIN`].
pub(crate) const RATE_MAX: u32 = 384_000;

/// Taps of the filter: 2.7 ms at 48 kHz.
const TAPS: usize = 128;

/// Samples that go in at once.
const CHUNK: usize = 480;

/// A piece that begins this much off from where the last one ended comes after a hole.
const HOLE_US: i64 = 20_000;

/// Changes the rate of a stream of sound and keeps its time.
pub(crate) struct Resampler {
    /// None when the rates are equal.
    filter: Option<Filter>,
}

struct Filter {
    from: u32,
    to: u32,
    inner: Async<f32>,
    /// When the first sample since the last hole was taken.
    start_us: i64,
    /// Samples in and out since then.
    given: u64,
    made: u64,
    waiting: Vec<f32>,
    /// Output that is still the filter's own silence.
    skip: usize,
}

/// Whether the rate is one that sound has.
///
/// # Errors
/// `Invalid` when it is not.
pub(crate) fn check_rate(rate: u32) -> Result<u32> {
    if (RATE_MIN..=RATE_MAX).contains(&rate) {
        return Ok(rate);
    }
    let message = format!("{rate} samples a second is not between {RATE_MIN} and {RATE_MAX}");
    Err(Error::invalid("rate", message))
}

impl Resampler {
    /// A resampler between two rates.
    ///
    /// # Errors
    /// `Invalid` when a rate is none that sound has.
    pub(crate) fn new(from: u32, to: u32) -> Result<Resampler> {
        let (from, to) = (check_rate(from)?, check_rate(to)?);
        let filter = if from == to { None } else { Some(Filter::new(from, to)?) };
        Ok(Resampler { filter })
    }

    /// Takes a piece at the first rate and gives what is ready at the second, if anything is.
    ///
    /// # Errors
    /// `Internal` when the filter refuses its own sizes, which would be a bug.
    pub(crate) fn push(&mut self, sound: Sound) -> Result<Option<Sound>> {
        match &mut self.filter {
            Some(filter) => filter.push(&sound),
            None => Ok(Some(sound)),
        }
    }

    /// What is still inside, when nothing more comes.
    ///
    /// # Errors
    /// As [`Resampler::push`].
    pub(crate) fn finish(&mut self) -> Result<Option<Sound>> {
        self.filter.as_mut().map_or(Ok(None), Filter::finish)
    }
}

impl Filter {
    fn new(from: u32, to: u32) -> Result<Filter> {
        let parameters = SincInterpolationParameters::new(TAPS, WindowFunction::BlackmanHarris2);
        let ratio = f64::from(to) / f64::from(from);
        let inner = Async::new_sinc(ratio, 1.0, &parameters, CHUNK, 1, FixedAsync::Input)
            .map_err(|error| Error::internal(format!("resampling {from} to {to} Hz"), error))?;
        let skip = inner.output_delay();
        Ok(Filter { from, to, inner, start_us: 0, given: 0, made: 0, waiting: Vec::new(), skip })
    }

    fn push(&mut self, sound: &Sound) -> Result<Option<Sound>> {
        let off_us = sound.at_us - (self.start_us + length_us(self.given, self.from));
        if self.given == 0 || HOLE_US < off_us.abs() {
            // Sound from before a hole must not ring into what follows it.
            self.reset(sound.at_us);
        } else {
            self.start_us += off_us;
        }
        self.given += sound.samples.len() as u64;
        self.waiting.extend_from_slice(&sound.samples);
        let mut out = Vec::new();
        let mut done = 0;
        while done + CHUNK <= self.waiting.len() {
            self.chunk(done, CHUNK, &mut out)?;
            done += CHUNK;
        }
        self.waiting.drain(..done);
        Ok(self.timed(out))
    }

    fn finish(&mut self) -> Result<Option<Sound>> {
        let wanted = (self.given * u64::from(self.to)).div_ceil(u64::from(self.from));
        let left = wanted.saturating_sub(self.made) as usize;
        let mut out = Vec::new();
        self.chunk(0, self.waiting.len(), &mut out)?;
        self.waiting.clear();
        while out.len() < left + self.skip {
            self.chunk(0, 0, &mut out)?;
        }
        out.truncate(left + self.skip);
        let sound = self.timed(out);
        self.reset(0);
        self.given = 0;
        Ok(sound)
    }

    fn reset(&mut self, at_us: i64) {
        self.inner.reset();
        self.waiting.clear();
        self.skip = self.inner.output_delay();
        self.start_us = at_us;
        (self.given, self.made) = (0, 0);
    }

    /// The output without the filter's own silence, with its time.
    fn timed(&mut self, mut samples: Vec<f32>) -> Option<Sound> {
        let skipped = self.skip.min(samples.len());
        samples.drain(..skipped);
        self.skip -= skipped;
        let at_us = self.start_us + length_us(self.made, self.to);
        self.made += samples.len() as u64;
        (!samples.is_empty()).then_some(Sound { at_us, rate: self.to, samples })
    }

    /// Sends one chunk of `waiting` through the filter; what it lacks of [`CHUNK`] is silence.
    fn chunk(&mut self, start: usize, length: usize, out: &mut Vec<f32>) -> Result<()> {
        // The filter wants a whole chunk of memory even where it reads a part.
        let mut input = [0.0; CHUNK];
        input[..length].copy_from_slice(&self.waiting[start..start + length]);
        let room = self.inner.output_frames_next();
        let before = out.len();
        out.resize(before + room, 0.0);
        let source = InterleavedSlice::new(&input, 1, CHUNK)
            .map_err(|error| Error::internal("resampling", error))?;
        let mut target = InterleavedSlice::new_mut(&mut out[before..], 1, room)
            .map_err(|error| Error::internal("resampling", error))?;
        let indexing = Indexing { partial_len: Some(length), ..Indexing::default() };
        let (_, made) = self
            .inner
            .process_into_buffer(&source, &mut target, Some(&indexing))
            .map_err(|error| Error::internal("resampling", error))?;
        out.truncate(before + made);
        Ok(())
    }
}

/// How long so many samples last.
pub(crate) fn length_us(samples: u64, rate: u32) -> i64 {
    (samples.saturating_mul(1_000_000) / u64::from(rate.max(1))) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sine(rate: u32, hz: f64, samples: usize) -> Vec<f32> {
        let turn = std::f64::consts::TAU * hz / f64::from(rate);
        (0..samples).map(|at| (turn * at as f64).sin() as f32).collect()
    }

    fn through(from: u32, to: u32, samples: &[f32], block: usize) -> Vec<Sound> {
        let mut resampler = Resampler::new(from, to).expect("both are rates");
        let mut out = Vec::new();
        for (index, samples) in samples.chunks(block).enumerate() {
            let at_us = 5_000_000 + length_us((index * block) as u64, from);
            let sound = Sound { at_us, rate: from, samples: samples.to_vec() };
            out.extend(resampler.push(sound).expect("the filter runs"));
        }
        out.extend(resampler.finish().expect("the filter runs"));
        out
    }

    #[test]
    fn length_time_and_tone_stay() {
        for (from, to, block) in [
            (44_100, 48_000, 441),
            (48_000, 16_000, 480),
            (16_000, 48_000, 97),
            (8_000, 44_100, 5_000),
        ] {
            let seconds = 2;
            let out = through(from, to, &sine(from, 440.0, (from * seconds) as usize), block);
            let length: usize = out.iter().map(|sound| sound.samples.len()).sum();
            assert_eq!(length, (to * seconds) as usize, "{from} to {to}");
            let mut at = 0;
            // The filter's delay is told in whole samples, and may be one off.
            let near = 1.5 * std::f32::consts::TAU * 440.0 / to as f32;
            let expected = sine(to, 440.0, length);
            for sound in &out {
                assert!(
                    (sound.at_us - 5_000_000 - length_us(at as u64, to)).abs() <= 2,
                    "{from} to {to}: sample {at} is at {}",
                    sound.at_us
                );
                for sample in &sound.samples {
                    let is_edge = at < 400 || length - 400 < at;
                    let off = (sample - expected[at]).abs();
                    assert!(is_edge || off < near, "{from} to {to}: sample {at} is off by {off}");
                    at += 1;
                }
            }
        }
    }

    #[test]
    fn equal_rates_change_nothing() {
        let samples = sine(48_000, 440.0, 1_000);
        let out = through(48_000, 48_000, &samples, 333);
        assert_eq!(out.iter().flat_map(|sound| sound.samples.clone()).collect::<Vec<_>>(), samples);
    }

    #[test]
    fn after_a_hole_time_starts_anew() {
        let mut resampler = Resampler::new(16_000, 48_000).expect("both are rates");
        let piece = |at_us| Sound { at_us, rate: 16_000, samples: vec![0.5; 1600] };
        let mut times = Vec::new();
        for at_us in [0, 100_000, 900_000, 1_000_000] {
            times.extend(resampler.push(piece(at_us)).expect("it runs").map(|sound| sound.at_us));
        }
        assert_eq!(times[0], 0);
        assert_eq!(times[2], 900_000);
    }

    #[test]
    fn a_rate_that_no_sound_has_is_invalid() {
        for (from, to) in [(0, 48_000), (48_000, 0), (u32::MAX, 48_000), (48_000, 1)] {
            assert!(Resampler::new(from, to).is_err(), "{from} to {to}");
        }
    }
}
