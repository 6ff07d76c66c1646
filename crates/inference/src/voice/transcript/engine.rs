//! whisper.cpp over the samples of a note.

use std::io::Cursor;
use std::path::Path;

use base::error::{Code, Error, Result};
use claxon::FlacReader;
use whisper_rs::{
    FullParams, SamplingStrategy, WhisperContext, WhisperContextParameters, WhisperError,
};

/// What it listens at.
const RATE: u32 = 16_000;

/// Half an hour: the longest note.
const SAMPLES_MAX: usize = 30 * 60 * RATE as usize;

/// As many cores as make it quicker, and leave some to the person.
const THREADS_MAX: usize = 4;

/// The samples of a note, full scale -1 to 1.
pub(super) fn samples(flac: &[u8]) -> Result<Vec<f32>> {
    let broken = |source: claxon::Error| {
        Error::invalid("media", "the sound is no whole FLAC file").because(source)
    };
    let mut reader = FlacReader::new(Cursor::new(flac)).map_err(broken)?;
    let info = reader.streaminfo();
    if (info.sample_rate, info.channels) != (RATE, 1) || !(1..=24).contains(&info.bits_per_sample) {
        let message = format!(
            "only notes of one channel at 16 kHz are read, not {} at {} Hz",
            info.channels, info.sample_rate
        );
        return Err(Error::new(Code::Unsupported, message).at("media"));
    }
    let full = 2f32.powi(info.bits_per_sample as i32 - 1);
    let mut samples = Vec::new();
    for sample in reader.samples() {
        if samples.len() == SAMPLES_MAX {
            return Err(Error::invalid("media", "a note is half an hour at most"));
        }
        samples.push((sample.map_err(broken)? as f32 / full).clamp(-1.0, 1.0));
    }
    Ok(samples)
}

/// What was said, in the language in which it was said.
pub(super) fn text(model: &Path, samples: &[f32]) -> Result<String> {
    // It would write to standard error what nobody asked for.
    whisper_rs::install_logging_hooks();
    let broken = |source: WhisperError| {
        Error::invalid("path", "whisper.cpp cannot use the model").because(source)
    };
    let context = WhisperContext::new_with_params(model, WhisperContextParameters::default());
    let context = context.map_err(broken)?;
    let mut state = context.create_state().map_err(broken)?;
    let mut wish = FullParams::new(SamplingStrategy::Greedy { best_of: 1 });
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    wish.set_n_threads(threads.min(THREADS_MAX) as i32);
    wish.set_language(Some(if context.is_multilingual() { "auto" } else { "en" }));
    wish.set_print_progress(false);
    wish.set_print_realtime(false);
    wish.set_print_special(false);
    wish.set_print_timestamps(false);
    state.full(wish, samples).map_err(broken)?;
    let mut text = String::new();
    for segment in state.as_iter() {
        text.push_str(&segment.to_str_lossy().map_err(broken)?);
    }
    Ok(text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn garbage_is_no_sound_and_no_model() {
        for bytes in [&b""[..], b"fLaC", b"RIFF\0\0\0\0WAVE", &[0; 100]] {
            assert_eq!(samples(bytes).expect_err("it is no FLAC").code(), Code::Invalid);
        }
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("model.bin");
        std::fs::write(&path, [&b"lmgg"[..], &[0xff; 4000]].concat()).expect("a file");
        let error = text(&path, &[0.0; 16_000]).expect_err("it is no model");
        assert_eq!(error.code(), Code::Invalid, "{error}");
    }
}
