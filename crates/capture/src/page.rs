//! Pictures and sound that a web page sends: phones, whose web view has the camera, and browsers.
//!
//! Each message is a head of 16 bytes, little-endian, and what follows it:
//!
//! | bytes | picture | sound |
//! | --- | --- | --- |
//! | 0 | 1 (gray), 3 (RGB) or 4 (RGBA): bytes of a pixel | 2 (`i16`) or 4 (`f32`): bytes of a sample |
//! | 1 | 1: the version | 1: the version |
//! | 2..4 | width, `u16` | 0 |
//! | 4..8 | height, `u16`, and two bytes of 0 | samples a second, `u32` |
//! | 8..16 | microseconds on the page's steady clock, `i64` | the same, of the first sample |
//! | 16.. | rows from top to bottom, no padding | one channel |
//!
//! The page is no part of this program that could be trusted to be well: every number is checked, time
//! does not run backward, and the queue is bounded like that of a device.

use std::sync::Arc;
use std::time::Duration;

use base::error::{Code, Error, Result};
use base::sense::{Frame, Sound};
use image::RgbImage;

use crate::microphone::{resampled, weigh};
use crate::picture;
use crate::queue::{Queue, STALL};
use crate::resample::{Resampler, check_rate, length_us};
use crate::source::{Event, Source};

/// Bytes before what a message holds.
const HEAD: usize = 16;

/// The version of the head.
const VERSION: u8 = 1;

/// A page shrinks its pictures before it sends them; this is what the largest ones may be.
const SIDE_MAX: u16 = 1_920;

/// A page sends sound several times a second.
const SOUND_S_MAX: u64 = 2;

/// Pictures that wait at most.
const QUEUE_FRAMES: u64 = 2;

/// Seconds of sound that wait at most.
const QUEUE_S: u64 = 4;

/// The largest whole number that a page can count to, about 285 years.
const AT_US_MAX: i64 = (1 << 53) - 1;

/// A message that begins this much after the last one ended has lost something in between.
const HOLE_US: i64 = 50_000;

/// Where pictures of a page go in. Dropping it ends the source.
pub struct FrameFeed {
    queue: Arc<Queue<Frame>>,
    last_us: i64,
}

/// Where they come out.
pub struct PageCamera {
    queue: Arc<Queue<Frame>>,
}

/// Where sound of a page goes in. Dropping it ends the source.
pub struct SoundFeed {
    queue: Arc<Queue<Sound>>,
    rate: u32,
    /// When the last message ended; before the first: no time at all.
    end_us: Option<i64>,
}

/// Where it comes out.
pub struct PageMicrophone {
    queue: Arc<Queue<Sound>>,
    resampler: Resampler,
}

/// A camera that a page feeds.
pub fn camera() -> (FrameFeed, PageCamera) {
    let queue = Arc::new(Queue::new(QUEUE_FRAMES, |_| 1, STALL));
    (FrameFeed { queue: queue.clone(), last_us: i64::MIN }, PageCamera { queue })
}

/// A microphone that a page feeds at `page_rate` and that gives `rate` samples a second.
///
/// # Errors
/// `Invalid` when one of them is none that sound has.
pub fn microphone(page_rate: u32, rate: u32) -> Result<(SoundFeed, PageMicrophone)> {
    let resampler = Resampler::new(page_rate, rate)?;
    let queue = Arc::new(Queue::new(QUEUE_S * u64::from(page_rate), weigh, STALL));
    let feed = SoundFeed { queue: queue.clone(), rate: page_rate, end_us: None };
    Ok((feed, PageMicrophone { queue, resampler }))
}

impl FrameFeed {
    /// Takes a message.
    ///
    /// # Errors
    /// `Invalid` when it is none, `Conflict` when nobody reads any more.
    pub fn push(&mut self, message: &[u8]) -> Result<()> {
        let frame = frame(message)?;
        if frame.at_us <= self.last_us {
            return Err(invalid("a picture is not later than the one before it"));
        }
        self.last_us = frame.at_us;
        taken(self.queue.push(frame))
    }
}

impl SoundFeed {
    /// Takes a message.
    ///
    /// # Errors
    /// `Invalid` when it is none, `Conflict` when nobody reads any more.
    pub fn push(&mut self, message: &[u8]) -> Result<()> {
        let sound = sound(message)?;
        if sound.rate != self.rate {
            let message =
                format!("sound of {} Hz where {} Hz was announced", sound.rate, self.rate);
            return Err(invalid(message));
        }
        let hole_us = self.end_us.map_or(0, |end| sound.at_us - end);
        if hole_us < -HOLE_US {
            return Err(invalid("sound begins before the one before it ended"));
        }
        if HOLE_US < hole_us {
            let samples = hole_us.unsigned_abs().saturating_mul(u64::from(self.rate)) / 1_000_000;
            self.queue.count_dropped(samples);
        }
        self.end_us = Some(sound.at_us + length_us(sound.samples.len() as u64, sound.rate));
        taken(self.queue.push(sound))
    }
}

impl Drop for FrameFeed {
    fn drop(&mut self) {
        self.queue.end(None);
    }
}

impl Drop for SoundFeed {
    fn drop(&mut self) {
        self.queue.end(None);
    }
}

impl Drop for PageCamera {
    fn drop(&mut self) {
        self.queue.abandon();
    }
}

impl Drop for PageMicrophone {
    fn drop(&mut self) {
        self.queue.abandon();
    }
}

impl Source<Frame> for PageCamera {
    fn next(&mut self, timeout: Duration) -> Result<Event<Frame>> {
        Ok(self.queue.next(timeout))
    }
}

impl Source<Sound> for PageMicrophone {
    fn next(&mut self, timeout: Duration) -> Result<Event<Sound>> {
        resampled(&self.queue, &mut self.resampler, timeout)
    }
}

/// Reads a message that holds a picture.
///
/// # Errors
/// `Invalid` when it does not.
pub fn frame(message: &[u8]) -> Result<Frame> {
    let (head, bytes) = head(message)?;
    let (width, height) =
        (u16::from_le_bytes([head[2], head[3]]), u16::from_le_bytes([head[4], head[5]]));
    let sides = 1..=SIDE_MAX;
    if !sides.contains(&width) || !sides.contains(&height) {
        return Err(invalid(format!(
            "a picture of {width} by {height}; up to {SIDE_MAX} are taken"
        )));
    }
    let pixel = usize::from(head[0]);
    let rgb: fn(&[u8]) -> [u8; 3] = match pixel {
        1 => |gray| [gray[0]; 3],
        3 | 4 => |color| [color[0], color[1], color[2]],
        _ => return Err(invalid(format!("{pixel} bytes of a pixel are neither 1, 3 nor 4"))),
    };
    let wanted = usize::from(width) * usize::from(height) * pixel;
    if bytes.len() != wanted {
        let message =
            format!("{} bytes for a picture of {width} by {height}, not {wanted}", bytes.len());
        return Err(invalid(message));
    }
    let pixels = bytes.chunks_exact(pixel).flat_map(rgb).collect();
    let picture = RgbImage::from_raw(width.into(), height.into(), pixels).and_then(picture::shrunk);
    let picture = picture.ok_or_else(|| invalid("a picture without pixels"))?;
    Ok(Frame { at_us: at_us(&head)?, picture })
}

/// Reads a message that holds sound.
///
/// # Errors
/// `Invalid` when it does not.
pub fn sound(message: &[u8]) -> Result<Sound> {
    let (head, bytes) = head(message)?;
    let rate = check_rate(u32::from_le_bytes([head[4], head[5], head[6], head[7]]))?;
    let size = usize::from(head[0]);
    if !matches!(size, 2 | 4) {
        return Err(invalid(format!("{size} bytes of a sample are neither 2 nor 4")));
    }
    let most = SOUND_S_MAX * u64::from(rate);
    if bytes.is_empty() || !bytes.len().is_multiple_of(size) || most < (bytes.len() / size) as u64 {
        let message =
            format!("{} bytes are no samples of {size}, or none, or too many", bytes.len());
        return Err(invalid(message));
    }
    let samples: Vec<f32> = bytes
        .chunks_exact(size)
        .map(|sample| match *sample {
            [a, b] => f32::from(i16::from_le_bytes([a, b])) / 32_768.0,
            [a, b, c, d] => f32::from_le_bytes([a, b, c, d]),
            _ => f32::NAN,
        })
        .collect();
    if samples.iter().any(|sample| !sample.is_finite()) {
        return Err(invalid("a sample is no number"));
    }
    // What a page computes may be a little over full scale.
    let samples = samples.into_iter().map(|sample| sample.clamp(-1.0, 1.0)).collect();
    Ok(Sound { at_us: at_us(&head)?, rate, samples })
}

fn head(message: &[u8]) -> Result<([u8; HEAD], &[u8])> {
    let (head, bytes) = message
        .split_first_chunk::<HEAD>()
        .ok_or_else(|| invalid(format!("{} bytes are less than a head", message.len())))?;
    if head[1] != VERSION {
        return Err(invalid(format!("a head of version {}, not {VERSION}", head[1])));
    }
    Ok((*head, bytes))
}

fn at_us(head: &[u8; HEAD]) -> Result<i64> {
    let (_, last) = head.split_last_chunk::<8>().expect("a head is longer than a number");
    let at_us = i64::from_le_bytes(*last);
    if (0..=AT_US_MAX).contains(&at_us) {
        return Ok(at_us);
    }
    Err(invalid(format!("{at_us} is no time of a page")))
}

fn taken(taken: bool) -> Result<()> {
    if taken { Ok(()) } else { Err(Error::new(Code::Conflict, "nobody takes this any more")) }
}

fn invalid(message: impl Into<String>) -> Error {
    Error::invalid("body", message)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SOON: Duration = Duration::from_millis(5);

    fn picture(pixel: u8, sides: (u16, u16), at_us: i64, bytes: &[u8]) -> Vec<u8> {
        let mut message = vec![pixel, VERSION];
        message.extend(sides.0.to_le_bytes());
        message.extend(sides.1.to_le_bytes());
        message.extend([0, 0]);
        message.extend(at_us.to_le_bytes());
        message.extend(bytes);
        message
    }

    fn piece(size: u8, rate: u32, at_us: i64, bytes: &[u8]) -> Vec<u8> {
        let mut message = vec![size, VERSION, 0, 0];
        message.extend(rate.to_le_bytes());
        message.extend(at_us.to_le_bytes());
        message.extend(bytes);
        message
    }

    #[test]
    fn pictures_of_every_packing_are_the_same() {
        let messages = [
            picture(1, (2, 1), 5, &[7, 8]),
            picture(3, (2, 1), 5, &[7, 7, 7, 8, 8, 8]),
            picture(4, (2, 1), 5, &[7, 7, 7, 255, 8, 8, 8, 0]),
        ];
        for message in messages {
            let frame = frame(&message).expect("it is whole");
            assert_eq!((frame.at_us, frame.picture.rgb()), (5, [7, 7, 7, 8, 8, 8].as_slice()));
        }
    }

    #[test]
    fn garbage_is_named() {
        let gray = |sides, bytes: usize| picture(1, sides, 0, &vec![0; bytes]);
        for (message, said) in [
            (vec![], "less than a head"),
            (vec![1, 9, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5], "version 9"),
            (gray((0, 1), 0), "0 by 1"),
            (gray((60_000, 60_000), 0), "60000 by 60000"),
            (gray((2, 2), 3), "3 bytes"),
            (gray((2, 2), 5), "5 bytes"),
            (picture(2, (1, 1), 0, &[0, 0]), "neither 1, 3 nor 4"),
            (picture(1, (1, 1), -1, &[0]), "no time"),
            (picture(1, (1, 1), i64::MAX, &[0]), "no time"),
        ] {
            let error = frame(&message).map(|_| ()).expect_err(said);
            assert!(error.to_string().contains(said), "{error} should say {said}");
            assert_eq!(error.code(), Code::Invalid);
        }
        for (message, said) in [
            (piece(2, 48_000, 0, &[]), "none"),
            (piece(2, 48_000, 0, &[0]), "no samples"),
            (piece(3, 48_000, 0, &[0; 6]), "neither 2 nor 4"),
            (piece(2, 1, 0, &[0, 0]), "1 samples a second"),
            (piece(2, 8_000, 0, &[0; 32_002]), "too many"),
            (piece(4, 48_000, 0, &f32::NAN.to_le_bytes()), "no number"),
        ] {
            let error = sound(&message).map(|_| ()).expect_err(said);
            assert!(error.to_string().contains(said), "{error} should say {said}");
        }
    }

    #[test]
    fn time_does_not_run_backward() {
        let (mut feed, mut camera) = camera();
        feed.push(&picture(1, (1, 1), 10, &[0])).expect("the first is taken");
        assert!(feed.push(&picture(1, (1, 1), 10, &[0])).is_err());
        assert!(feed.push(&picture(1, (1, 1), 9, &[0])).is_err());
        assert!(matches!(camera.next(SOON), Ok(Event::Item(Frame { at_us: 10, .. }))));
    }

    #[test]
    fn what_a_page_lost_is_a_hole() {
        let (mut feed, mut microphone) = microphone(48_000, 48_000).expect("both are rates");
        feed.push(&piece(2, 48_000, 0, &[0; 9_600])).expect("the first is taken");
        feed.push(&piece(2, 48_000, 600_000, &[0; 9_600])).expect("a later one is taken");
        assert!(feed.push(&piece(2, 48_000, 0, &[0; 96])).is_err(), "an earlier one is not");
        assert!(feed.push(&piece(2, 16_000, 700_000, &[0; 96])).is_err(), "another rate is not");
        assert!(matches!(microphone.next(SOON), Ok(Event::Dropped(24_000))));
        assert!(matches!(microphone.next(SOON), Ok(Event::Item(_))));
    }

    #[test]
    fn either_side_closes() {
        let (mut feed, camera) = camera();
        drop(camera);
        let error = feed.push(&picture(1, (1, 1), 0, &[0])).expect_err("nobody reads");
        assert_eq!(error.code(), Code::Conflict);

        let (mut feed, mut microphone) = microphone(16_000, 48_000).expect("both are rates");
        feed.push(&piece(4, 16_000, 0, &[0; 6_400])).expect("it is taken");
        drop(feed);
        assert!(matches!(microphone.next(SOON), Ok(Event::Item(Sound { rate: 48_000, .. }))));
        assert!(matches!(microphone.next(SOON), Ok(Event::End)));
    }

    #[test]
    fn a_page_that_floods_fills_no_memory() {
        let (mut feed, mut camera) = camera();
        for at_us in 0..1_000 {
            feed.push(&picture(1, (1, 1), at_us, &[0])).expect("it is taken");
        }
        assert!(matches!(camera.next(SOON), Ok(Event::Dropped(998))));
    }

    proptest! {
        #[test]
        fn any_bytes_are_taken_or_refused(
            mut bytes in proptest::collection::vec(any::<u8>(), 0..200),
            kind in 0u8..5,
            sides in (0u8..5, 0u8..5),
        ) {
            let _ = frame(&bytes);
            let _ = sound(&bytes);
            // Nearly right ones come further.
            if let Some(head) = bytes.first_chunk_mut::<HEAD>() {
                head[..8].copy_from_slice(&[kind, VERSION, sides.0, 0, sides.1, 0, 0, 0]);
                head[14..].fill(0);
            }
            if let Ok(frame) = frame(&bytes) {
                prop_assert_eq!(frame.picture.width(), u32::from(sides.0));
            }
            if let Some(head) = bytes.first_chunk_mut::<HEAD>() {
                head[4..8].copy_from_slice(&48_000u32.to_le_bytes());
            }
            if let Ok(sound) = sound(&bytes) {
                prop_assert!(sound.samples.iter().all(|sample| sample.abs() <= 1.0));
            }
        }
    }
}
