//! Videos without compression: YUV4MPEG2, as yuv4mpeg(5) of the mjpegtools describes it.
//!
//! A line of text says how large the pictures are, how many there are a second, and how their colors
//! are packed; then each picture is a line `FRAME` and its three planes. Everything is checked before
//! memory is taken.

use std::io::{BufRead, ErrorKind, Read};

use base::error::{Code, Error, Result};
use base::sense::Frame;
use image::{Rgb, RgbImage};

use super::Frames;
use crate::picture;

/// Longer lines are no head of such a file.
const LINE_MAX: usize = 1024;

/// Larger pictures are no camera's; 4096 by 4096 in the widest packing are 50 MB.
const SIDE_MAX: u32 = 4096;

/// An open video.
pub(crate) struct Video<R> {
    reader: R,
    head: Head,
    planes: Vec<u8>,
    given: i64,
}

/// What the first line says.
#[derive(Debug, Clone, PartialEq)]
struct Head {
    width: u32,
    height: u32,
    /// Microseconds of `per` pictures.
    us: i64,
    per: i64,
    packing: Packing,
    /// Luma from 0 to 255 instead of 16 to 235.
    is_full: bool,
}

/// How many pixels share one color.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Packing {
    /// Two by two.
    C420,
    /// Two in a row.
    C422,
    /// Each its own.
    C444,
    /// There is no color.
    Mono,
}

impl<R: BufRead> Video<R> {
    /// Reads the first line; `fps` is believed before what stands there.
    ///
    /// # Errors
    /// `Invalid` when it is no such video, `Unsupported` when it is one that is not read.
    pub(crate) fn new(mut reader: R, fps: Option<f64>) -> Result<Video<R>> {
        let line = line(&mut reader)?.ok_or_else(|| invalid("the video is empty"))?;
        let mut head = Head::parse(&line)?;
        if let Some(fps) = fps {
            (head.us, head.per) = (super::images::period_us(fps)?, 1_000);
        }
        Ok(Video { reader, head, planes: Vec::new(), given: 0 })
    }

    fn picture(&mut self) -> Result<Option<Frame>> {
        let Some(line) = line(&mut self.reader)? else { return Ok(None) };
        if line != "FRAME" && !line.starts_with("FRAME ") {
            return Err(invalid(format!("where picture {} should begin is none", self.given + 1)));
        }
        // A file that breaks off must not take the memory of what it promises.
        let wanted = self.head.bytes() as u64;
        self.planes.clear();
        let read = (&mut self.reader).take(wanted).read_to_end(&mut self.planes);
        read.map_err(|error| invalid("the video cannot be read").because(error))?;
        if (self.planes.len() as u64) < wanted {
            return Err(invalid(format!("the video breaks off in picture {}", self.given + 1)));
        }
        let at_us = self.given.saturating_mul(self.head.us) / self.head.per;
        self.given += 1;
        let image = self.head.image(&self.planes);
        Ok(picture::shrunk(image).map(|picture| Frame { at_us, picture }))
    }
}

impl<R: BufRead + Send> Frames for Video<R> {
    fn next(&mut self) -> Result<Option<Frame>> {
        self.picture()
    }
}

impl Head {
    fn parse(line: &str) -> Result<Head> {
        let mut words = line.split(' ');
        if words.next() != Some("YUV4MPEG2") {
            return Err(invalid("the video does not begin with YUV4MPEG2"));
        }
        let (mut width, mut height, mut rate) = (None, None, None);
        let (mut packing, mut is_full) = (Packing::C420, false);
        for word in words.filter(|word| !word.is_empty()) {
            let (key, value) = split(word);
            match key {
                'W' => width = Some(side(value)?),
                'H' => height = Some(side(value)?),
                'F' => rate = Some(frame_rate(value)?),
                'C' => packing = Packing::parse(value)?,
                'I' if !matches!(value, "p" | "?") => {
                    return Err(unsupported("interlaced videos are not read"));
                }
                'X' if value == "COLORRANGE=FULL" => is_full = true,
                // The shape of pixels and remarks of other programs change nothing.
                _ => {}
            }
        }
        let (Some(width), Some(height)) = (width, height) else {
            return Err(invalid("the video does not say how large its pictures are"));
        };
        let (us, per) = rate.ok_or_else(|| invalid("the video does not say how fast it is"))?;
        Ok(Head { width, height, us, per, packing, is_full })
    }

    /// How wide and high a plane of color is; sides that are odd are rounded up.
    fn color_sides(&self) -> (usize, usize) {
        let (width, height) = (self.width as usize, self.height as usize);
        match self.packing {
            Packing::C420 => (width.div_ceil(2), height.div_ceil(2)),
            Packing::C422 => (width.div_ceil(2), height),
            Packing::C444 => (width, height),
            Packing::Mono => (0, 0),
        }
    }

    /// Bytes of a picture; the sides are bounded, so this is at most 50 MB.
    fn bytes(&self) -> usize {
        let (width, height) = self.color_sides();
        self.width as usize * self.height as usize + 2 * width * height
    }

    fn image(&self, planes: &[u8]) -> RgbImage {
        let (color_width, color_height) = self.color_sides();
        let (lumas, colors) = planes.split_at(self.width as usize * self.height as usize);
        let (us, vs) = colors.split_at(color_width * color_height);
        RgbImage::from_fn(self.width, self.height, |x, y| {
            let (x, y) = (x as usize, y as usize);
            let luma = lumas[y * self.width as usize + x];
            let at = match self.packing {
                Packing::C420 => y / 2 * color_width + x / 2,
                Packing::C422 => y * color_width + x / 2,
                Packing::C444 => y * color_width + x,
                Packing::Mono => return Rgb(rgb(luma, 128, 128, self.is_full)),
            };
            Rgb(rgb(luma, us[at], vs[at], self.is_full))
        })
    }
}

impl Packing {
    fn parse(word: &str) -> Result<Packing> {
        match word {
            // Where between the pixels a color lies differs by less than half a pixel.
            "420" | "420jpeg" | "420mpeg2" | "420paldv" => Ok(Packing::C420),
            "422" => Ok(Packing::C422),
            "444" => Ok(Packing::C444),
            "mono" => Ok(Packing::Mono),
            _ => Err(unsupported(format!("pictures packed as {word:.20} are not read"))),
        }
    }
}

/// ITU-R BT.601, as cameras and this format have it, in 1/65536.
fn rgb(luma: u8, u: u8, v: u8, is_full: bool) -> [u8; 3] {
    let (u, v) = (i32::from(u) - 128, i32::from(v) - 128);
    let (y, rv, gu, gv, bu) = if is_full {
        (i32::from(luma) << 16, 91_881, 22_554, 46_802, 116_130)
    } else {
        ((i32::from(luma) - 16) * 76_309, 104_597, 25_675, 53_279, 132_201)
    };
    let byte = |value: i32| ((value + (1 << 15)) >> 16).clamp(0, 255) as u8;
    [byte(y + rv * v), byte(y - gu * u - gv * v), byte(y + bu * u)]
}

/// The next line without its end; `None` where the file ends.
fn line(reader: &mut impl BufRead) -> Result<Option<String>> {
    let mut bytes = Vec::new();
    let read = reader.take(LINE_MAX as u64).read_until(b'\n', &mut bytes);
    match read {
        Ok(0) => return Ok(None),
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(None),
        Err(error) => return Err(invalid("the video cannot be read").because(error)),
    }
    if bytes.pop() != Some(b'\n') {
        return Err(invalid(format!("a line of the video has no end within {LINE_MAX} bytes")));
    }
    String::from_utf8(bytes).map(Some).map_err(|_| invalid("a line of the video is no text"))
}

fn split(word: &str) -> (char, &str) {
    let mut chars = word.chars();
    let key = chars.next().unwrap_or(' ');
    (key, chars.as_str())
}

fn side(text: &str) -> Result<u32> {
    let side = text.parse().ok().filter(|side| (1..=SIDE_MAX).contains(side));
    side.ok_or_else(|| {
        invalid(format!("a side of {text:.20} pixels is not between 1 and {SIDE_MAX}"))
    })
}

/// `30000:1001` as microseconds of so many pictures.
fn frame_rate(text: &str) -> Result<(i64, i64)> {
    let parts = text.split_once(':').and_then(|(pictures, seconds)| {
        let (pictures, seconds): (u32, u32) = (pictures.parse().ok()?, seconds.parse().ok()?);
        let fps = f64::from(pictures) / f64::from(seconds);
        super::images::FPS
            .contains(&fps)
            .then_some((i64::from(seconds) * 1_000_000, i64::from(pictures)))
    });
    parts.ok_or_else(|| invalid(format!("{text:.40} is no number of pictures a second")))
}

fn invalid(message: impl Into<String>) -> Error {
    Error::new(Code::Invalid, message)
}

fn unsupported(message: impl Into<String>) -> Error {
    Error::new(Code::Unsupported, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn video(head: &str, pictures: &[&[u8]]) -> Vec<u8> {
        let mut bytes = format!("YUV4MPEG2 {head}\n").into_bytes();
        for picture in pictures {
            bytes.extend_from_slice(b"FRAME\n");
            bytes.extend_from_slice(picture);
        }
        bytes
    }

    fn frames(bytes: &[u8]) -> Result<Vec<Frame>> {
        let mut video = Video::new(bytes, None)?;
        let mut frames = Vec::new();
        while let Some(frame) = video.picture()? {
            frames.push(frame);
        }
        Ok(frames)
    }

    #[test]
    fn every_packing_is_read() {
        // Red: 81, 90, 240 in BT.601.
        for (head, planes) in [
            ("W2 H2 F30:1 C420jpeg", [[81; 4].as_slice(), &[90], &[240]].concat()),
            ("W2 H2 F30:1", [[81; 4].as_slice(), &[90], &[240]].concat()),
            ("W2 H2 F30:1 C422 Ip A1:1", [[81; 4].as_slice(), &[90; 2], &[240; 2]].concat()),
            ("W2 H2 F30:1 C444 I?", [[81; 4].as_slice(), &[90; 4], &[240; 4]].concat()),
        ] {
            let frames = frames(&video(head, &[&planes])).expect("it is whole");
            for pixel in frames[0].picture.rgb().chunks(3) {
                let off = pixel.iter().zip([255u8, 0, 0]).map(|(a, b)| a.abs_diff(b)).max();
                assert!(off <= Some(2), "{head}: {pixel:?}");
            }
        }
        let mono = frames(&video("W1 H1 F30:1 Cmono", &[&[235]])).expect("it is whole");
        assert_eq!(mono[0].picture.rgb(), [255; 3]);
        let full = "W1 H1 F30:1 Cmono XCOLORRANGE=FULL";
        let full = frames(&video(full, &[&[235]])).expect("it is whole");
        assert_eq!(full[0].picture.rgb(), [235; 3]);
    }

    #[test]
    fn odd_sides_have_their_colors_too() {
        // 3 by 3 pixels have 2 by 2 colors.
        let planes = [[128; 9].as_slice(), &[128; 8]].concat();
        let read = frames(&video("W3 H3 F10:1", &[&planes, &planes])).expect("it is whole");
        assert_eq!(read.len(), 2);
        assert_eq!(read[1].at_us, 100_000);
    }

    #[test]
    fn time_is_exact_at_broken_rates() {
        let picture: &[u8] = &[0];
        let read = frames(&video("W1 H1 F30000:1001 Cmono", &vec![picture; 3001])).expect("whole");
        assert_eq!(read[3000].at_us, 100_100_000);
    }

    #[test]
    fn damage_is_named() {
        for (bytes, said) in [
            (b"".to_vec(), "empty"),
            (b"RIFF".to_vec(), "no end"),
            (b"RIFF\n".to_vec(), "begin with YUV4MPEG2"),
            (video("W2 H2", &[]), "how fast"),
            (video("W2 F1:1", &[]), "how large"),
            (video("W0 H2 F1:1", &[]), "a side of 0"),
            (video("W99999999999 H2 F1:1", &[]), "a side of 99999999999"),
            (video("W2 H2 F0:1", &[]), "no number of pictures"),
            (video("W2 H2 F1:0", &[]), "no number of pictures"),
            (video("W2 H2 F1:1 C420p10", &[]), "420p10"),
            (video("W2 H2 F1:1 It", &[]), "interlaced"),
            (video("W2 H2 F1:1", &[&[0; 5]]), "breaks off in picture 1"),
            (video("W1 H1 F1:1 Cmono", &[&[0], &[0, 9]]), "no end"),
            (video("W1 H1 F1:1 Cmono", &[b"\0FRAM\n"]), "picture 2 should begin"),
            (vec![b'Y'; 1 << 20], "no end"),
        ] {
            let error = frames(&bytes).map(|frames| frames.len()).expect_err(said);
            assert!(error.to_string().contains(said), "{error} should say {said}");
        }
    }
}
