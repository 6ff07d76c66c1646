//! Sound as a WAV file of 16 bit.

use std::path::Path;

use base::error::{Error, Result};
use base::sense::Sound;

/// Writes one channel.
///
/// # Errors
/// `Internal` when the file cannot be written.
pub fn write(path: &Path, sound: &Sound) -> Result<()> {
    let failed = |error: hound::Error| {
        Error::internal(format!("writing the sound {}", path.display()), error)
    };
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: sound.rate,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::create(path, spec).map_err(failed)?;
    for sample in &sound.samples {
        let whole = (sample * f32::from(i16::MAX)).round() as i16;
        writer.write_sample(whole).map_err(failed)?;
    }
    writer.finalize().map_err(failed)
}
