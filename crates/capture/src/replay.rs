//! Files in the place of devices: a WAV file for a microphone; pictures or a video for a camera.
//!
//! What comes out are the same items in the same way, with the file's own clock: the first is at 0.

mod images;
mod pace;
mod wav;
mod y4m;

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use std::time::Duration;

use base::error::{Code, Error, Result};
use base::sense::{Frame, Picture, Sound};

use crate::resample::Resampler;
use crate::source::{Event, Source};
use images::Images;
use pace::Pacer;
use wav::Wav;
use y4m::Video;

/// How quickly a file is given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Pace {
    /// As fast as it is read.
    #[default]
    Fast,
    /// As a device would give it.
    Real,
}

/// How a sound file is replayed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SoundWish {
    /// Samples per second that are given; none: the file's own.
    pub rate: Option<u32>,
    /// How quickly.
    pub pace: Pace,
}

/// How pictures are replayed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FramesWish {
    /// Pictures per second; none: what `fps.txt` beside the pictures or the video says.
    pub fps: Option<f64>,
    /// How long one single picture stands.
    pub still_s: f64,
    /// How quickly.
    pub pace: Pace,
}

impl Default for FramesWish {
    fn default() -> FramesWish {
        FramesWish { fps: None, still_s: 30.0, pace: Pace::Fast }
    }
}

/// A sound file as a source.
pub struct SoundFile<R: Read> {
    wav: Option<Wav<R>>,
    resampler: Resampler,
    pacer: Pacer<Sound>,
}

/// Pictures or a video as a source.
pub struct FrameFile {
    frames: Option<Box<dyn Frames>>,
    pacer: Pacer<Frame>,
}

/// One picture after the other, with its time.
trait Frames: Send {
    /// The next one; `None` at the end.
    fn next(&mut self) -> Result<Option<Frame>>;
}

/// Replays a WAV file: whole numbers of 8 to 32 bits or floating point of 32, any channels (their mean
/// is given). It is read piece by piece; its length does not matter.
///
/// # Errors
/// `NotFound` or `Internal` when it cannot be opened, `Invalid` when it is no WAV file, `Unsupported`
/// for compressed ones.
pub fn sound(path: &Path, wish: SoundWish) -> Result<SoundFile<BufReader<File>>> {
    sound_of(BufReader::new(open(path)?), wish).map_err(|error| naming(error, path))
}

/// [`sound`] of anything that can be read.
///
/// # Errors
/// As [`sound`], when it is no WAV file.
pub fn sound_of<R: Read + Send>(reader: R, wish: SoundWish) -> Result<SoundFile<R>> {
    let wav = Wav::new(reader)?;
    let resampler = Resampler::new(wav.rate(), wish.rate.unwrap_or(wav.rate()))?;
    Ok(SoundFile { wav: Some(wav), resampler, pacer: Pacer::new(wish.pace, |sound| sound.at_us) })
}

/// Replays a folder of numbered pictures (PNG, JPEG, WebP), one single picture, or a video (`.y4m`).
///
/// # Errors
/// `NotFound` or `Internal` when it cannot be opened, `Invalid` when it is damaged from the start or
/// nobody says how many pictures a second there are, `Unsupported` for a format that is not read.
pub fn frames(path: &Path, wish: FramesWish) -> Result<FrameFile> {
    let is_video = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("y4m"));
    let frames: Box<dyn Frames> = if is_video {
        let video = Video::new(BufReader::new(open(path)?), wish.fps);
        Box::new(video.map_err(|error| naming(error, path))?)
    } else {
        Box::new(Images::open(path, wish)?)
    };
    Ok(FrameFile { frames: Some(frames), pacer: Pacer::new(wish.pace, |frame| frame.at_us) })
}

/// The picture in the bytes of a PNG, JPEG or WebP file, upright and as small as a camera's.
///
/// # Errors
/// `Unsupported` for another format or a picture that is too large, `Invalid` when it is damaged.
pub fn picture(bytes: &[u8]) -> Result<Picture> {
    images::picture_of(bytes)
}

/// Replays a y4m video of anything that can be read.
///
/// # Errors
/// As [`frames`], when it is no such video.
pub fn video_of<R: Read + Send + 'static>(reader: R, wish: FramesWish) -> Result<FrameFile> {
    let video = Video::new(BufReader::new(reader), wish.fps)?;
    let frames: Option<Box<dyn Frames>> = Some(Box::new(video));
    Ok(FrameFile { frames, pacer: Pacer::new(wish.pace, |frame| frame.at_us) })
}

impl<R: Read + Send> Source<Sound> for SoundFile<R> {
    fn next(&mut self, timeout: Duration) -> Result<Event<Sound>> {
        let SoundFile { wav, resampler, pacer } = self;
        pacer.next(timeout, || {
            while let Some(reader) = wav {
                let ready = match reader.next() {
                    Ok(Some(sound)) => resampler.push(sound)?,
                    Ok(None) => {
                        *wav = None;
                        resampler.finish()?
                    }
                    Err(error) => {
                        *wav = None;
                        return Err(error);
                    }
                };
                if ready.is_some() {
                    return Ok(ready);
                }
            }
            Ok(None)
        })
    }
}

impl Source<Frame> for FrameFile {
    fn next(&mut self, timeout: Duration) -> Result<Event<Frame>> {
        let FrameFile { frames, pacer } = self;
        pacer.next(timeout, || {
            let next = frames.as_mut().map_or(Ok(None), |frames| frames.next());
            if !matches!(next, Ok(Some(_))) {
                *frames = None;
            }
            next
        })
    }
}

fn open(path: &Path) -> Result<File> {
    File::open(path).map_err(|error| failing(path, error))
}

/// The error of a file that cannot be read.
fn failing(path: &Path, error: std::io::Error) -> Error {
    let code = match error.kind() {
        std::io::ErrorKind::NotFound => Code::NotFound,
        std::io::ErrorKind::PermissionDenied => Code::Denied,
        _ => Code::Internal,
    };
    Error::new(code, format!("reading {}", path.display())).because(error)
}

/// The same error with the file's name before its words.
fn naming(error: Error, path: &Path) -> Error {
    Error::new(error.code(), format!("{}: {error}", path.display())).at("file")
}
