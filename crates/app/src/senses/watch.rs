//! A camera that is watched: frames in, readings out, nothing kept.

use std::io::Cursor;
use std::ops::ControlFlow;
use std::time::Duration;

use base::error::{Error, Result};
use base::sense::{Frame, Picture};
use capture::source::{Event, Source};
use data_encoding::BASE64;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::{self, FilterType};
use image::{ExtendedColorType, ImageBuffer, Rgb};
use inference::watch::{Seen, Watch};

use crate::senses::Session;

/// How long a camera that gives nothing is waited for before the session is looked at again.
const TICK: Duration = Duration::from_millis(100);

/// A preview is as wide; a page shows it about so large.
const PREVIEW_WIDTH: u32 = 320;
/// Microseconds between previews: a few a second show what is seen, and cost little.
const PREVIEW_US: i64 = 120_000;
const PREVIEW_QUALITY: u8 = 70;

/// How it ended.
#[derive(Default)]
pub(crate) struct Ended {
    /// Frames or seconds of sound that were read.
    pub(crate) read: f64,
    /// Those that were left out.
    pub(crate) dropped: u64,
    /// Why it ended by itself.
    pub(crate) lost: Option<String>,
}

/// What is told of a frame.
pub(crate) struct Look {
    pub(crate) seen: Seen,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) dropped: u64,
    /// JPEG in Base64.
    pub(crate) preview: Option<String>,
}

/// Reads frames until the session ends, the camera does, or nobody listens. `tell` is asked with nothing
/// new, too, while the camera gives nothing: only so is it known soon that nobody listens any more.
///
/// # Errors
/// The camera's own; `Internal` when a model's file is damaged.
pub(crate) fn watch(
    session: &Session<'_>,
    source: &mut dyn Source<Frame>,
    mut watch: Watch,
    wants_preview: bool,
    tell: &mut dyn FnMut(Option<Look>) -> ControlFlow<()>,
) -> Result<Ended> {
    let mut ended = Ended::default();
    let mut previewed_us = i64::MIN;
    while !session.ended() {
        match source.next(TICK)? {
            Event::Item(frame) => {
                ended.read += 1.0;
                let due = wants_preview && PREVIEW_US <= frame.at_us.saturating_sub(previewed_us);
                let Some(seen) = watch.push(&frame)? else { continue };
                let preview = due.then(|| preview(&frame.picture)).transpose()?;
                if due {
                    previewed_us = frame.at_us;
                }
                let (width, height) = (frame.picture.width(), frame.picture.height());
                let look = Look { seen, width, height, dropped: ended.dropped, preview };
                if tell(Some(look)).is_break() {
                    break;
                }
            }
            Event::Nothing => {
                if tell(None).is_break() {
                    break;
                }
            }
            Event::Dropped(frames) => ended.dropped += frames,
            Event::Lost(lost) => {
                ended.lost = Some(lost.message);
                break;
            }
            Event::End => break,
        }
    }
    Ok(ended)
}

/// A picture, small, as JPEG in Base64.
fn preview(picture: &Picture) -> Result<String> {
    let (width, height) = (picture.width(), picture.height());
    let small = if PREVIEW_WIDTH < width {
        let rows = (u64::from(height) * u64::from(PREVIEW_WIDTH) / u64::from(width)).max(1) as u32;
        let all: ImageBuffer<Rgb<u8>, &[u8]> = ImageBuffer::from_raw(width, height, picture.rgb())
            .ok_or_else(|| {
                Error::internal("showing a picture", "its bytes do not fit its sides")
            })?;
        imageops::resize(&all, PREVIEW_WIDTH, rows, FilterType::Triangle)
    } else {
        ImageBuffer::from_raw(width, height, picture.rgb().to_vec())
            .ok_or_else(|| Error::internal("showing a picture", "its bytes do not fit its sides"))?
    };
    let mut bytes = Cursor::new(Vec::new());
    JpegEncoder::new_with_quality(&mut bytes, PREVIEW_QUALITY)
        .encode(&small, small.width(), small.height(), ExtendedColorType::Rgb8)
        .map_err(|source| Error::internal("showing a picture", source))?;
    Ok(BASE64.encode(bytes.get_ref()))
}
