//! A folder of numbered pictures, or one picture that stands still.

use std::fs;
use std::io::Cursor;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use base::error::{Code, Error, Result};
use base::sense::{Frame, Picture};
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits};

use super::{Frames, FramesWish, failing};
use crate::picture;

/// Pictures a second that anybody could mean.
pub(crate) const FPS: RangeInclusive<f64> = 0.01..=1_000.0;

/// Pictures a second of one that stands still: enough to ask every estimate of it.
const STILL_FPS: f64 = 30.0;

/// How long one picture may stand: nobody waits longer for "a photo does not breathe".
const STILL_S_MAX: f64 = 3_600.0;

/// The file beside the pictures that says how many there are a second.
const FPS_FILE: &str = "fps.txt";

/// Ten hours at 30 pictures a second are a million.
const PICTURES_MAX: usize = 1_000_000;

/// A larger file is no picture of a camera.
const FILE_BYTES_MAX: u64 = 64 << 20;

/// A larger picture is none of a camera either; decoded it takes up to 200 MB.
const SIDE_MAX: u32 = 8_192;

/// The pictures of a folder, in the order of their numbers.
pub(crate) enum Images {
    /// Each is read when it is its turn.
    Folder { files: std::vec::IntoIter<PathBuf>, period_us: i64, given: i64 },
    /// The same again and again.
    Still { picture: Picture, period_us: i64, given: i64, count: i64 },
}

impl Images {
    /// A folder of pictures, or one.
    ///
    /// # Errors
    /// As [`super::frames`].
    pub(crate) fn open(path: &Path, wish: FramesWish) -> Result<Images> {
        if !path.is_dir() {
            return still(read(path)?, wish);
        }
        let files = numbered(path)?;
        match files.as_slice() {
            [] => {
                let message = format!("{} holds no numbered PNG, JPEG or WebP", path.display());
                Err(Error::new(Code::NotFound, message).at("file"))
            }
            [only] => still(read(only)?, wish),
            _ => {
                let fps = wish.fps.map_or_else(|| fps_beside(path), Ok)?;
                let period_us = period_us(fps)?;
                Ok(Images::Folder { files: files.into_iter(), period_us, given: 0 })
            }
        }
    }
}

impl Frames for Images {
    fn next(&mut self) -> Result<Option<Frame>> {
        match self {
            Images::Folder { files, period_us, given } => {
                let Some(file) = files.next() else { return Ok(None) };
                let picture = read(&file)?;
                let at_us = *given * *period_us / 1_000;
                *given += 1;
                Ok(Some(Frame { at_us, picture }))
            }
            Images::Still { picture, period_us, given, count } => {
                if *given == *count {
                    return Ok(None);
                }
                let at_us = *given * *period_us / 1_000;
                *given += 1;
                Ok(Some(Frame { at_us, picture: picture.clone() }))
            }
        }
    }
}

/// Microseconds of a thousand pictures.
///
/// # Errors
/// `Invalid` when it is no rate.
pub(crate) fn period_us(fps: f64) -> Result<i64> {
    if FPS.contains(&fps) {
        return Ok((1e9 / fps).round() as i64);
    }
    Err(Error::invalid("fps", format!("{fps} pictures a second is not between 0.01 and 1000")))
}

fn still(picture: Picture, wish: FramesWish) -> Result<Images> {
    let fps = wish.fps.unwrap_or(STILL_FPS);
    let period_us = period_us(fps)?;
    if !(0.0..=STILL_S_MAX).contains(&wish.still_s) {
        let message = format!("a picture stands for 0 to {STILL_S_MAX} s, not {}", wish.still_s);
        return Err(Error::invalid("still_s", message));
    }
    let count = ((wish.still_s * fps) as i64).max(1);
    Ok(Images::Still { picture, period_us, given: 0, count })
}

/// The pictures of a folder by the last number in their names.
fn numbered(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| failing(folder, error))? {
        let path = entry.map_err(|error| failing(folder, error))?.path();
        let Some(number) = number(&path).filter(|_| format(&path).is_some()) else { continue };
        files.push((number, path));
        if PICTURES_MAX < files.len() {
            let message = format!("{} holds more than {PICTURES_MAX} pictures", folder.display());
            return Err(Error::new(Code::Invalid, message).at("file"));
        }
    }
    files.sort();
    Ok(files.into_iter().map(|(_, path)| path).collect())
}

fn number(path: &Path) -> Option<u64> {
    let stem = path.file_stem()?.to_str()?;
    let end = stem.rfind(|char: char| char.is_ascii_digit())? + 1;
    let start = stem[..end]
        .rfind(|char: char| !char.is_ascii_digit())
        .map_or(0, |at| at + stem[at..].chars().next().map_or(1, char::len_utf8));
    stem[start..end].parse().ok()
}

fn format(path: &Path) -> Option<ImageFormat> {
    let format = ImageFormat::from_path(path).ok()?;
    let is_read = matches!(format, ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP);
    is_read.then_some(format)
}

fn fps_beside(folder: &Path) -> Result<f64> {
    let path = folder.join(FPS_FILE);
    // A rate that was guessed would be a breath that was guessed.
    let text = fs::read_to_string(&path).map_err(|error| {
        let message = format!(
            "nobody says how many pictures a second there are: give it, or write it to {}",
            path.display()
        );
        Error::invalid("fps", message).because(error)
    })?;
    text.trim().parse().map_err(|_| {
        let message = format!("{} does not hold a number of pictures a second", path.display());
        Error::invalid("fps", message)
    })
}

/// Reads one picture, upright and shrunk.
fn read(path: &Path) -> Result<Picture> {
    let bytes = fs::metadata(path).map_err(|error| failing(path, error))?.len();
    if FILE_BYTES_MAX < bytes {
        let message = format!("{} is larger than 64 MB", path.display());
        return Err(Error::new(Code::Unsupported, message).at("file"));
    }
    let bytes = fs::read(path).map_err(|error| failing(path, error))?;
    picture_of(&bytes).map_err(|error| super::naming(error, path))
}

/// The picture in the bytes of a PNG, JPEG or WebP file.
///
/// # Errors
/// `Unsupported` for another format or a picture that is too large, `Invalid` when it is damaged.
pub(crate) fn picture_of(bytes: &[u8]) -> Result<Picture> {
    let mut reader = ImageReader::new(Cursor::new(bytes));
    let format = image::guess_format(bytes).ok().filter(|format| {
        matches!(format, ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP)
    });
    let format =
        format.ok_or_else(|| Error::new(Code::Unsupported, "it is no PNG, JPEG or WebP"))?;
    if !base::png::palettes_are_whole(bytes) {
        return Err(Error::new(Code::Invalid, "the picture's palette is damaged"));
    }
    reader.set_format(format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    reader.limits(limits);
    let failed = |error: image::ImageError| {
        let code = match error {
            image::ImageError::Limits(_) | image::ImageError::Unsupported(_) => Code::Unsupported,
            _ => Code::Invalid,
        };
        Error::new(code, "the picture cannot be read").because(error)
    };
    let mut decoder = reader.into_decoder().map_err(failed)?;
    // A picture whose orientation is damaged is still a picture.
    let orientation = decoder.orientation().ok();
    let mut image = DynamicImage::from_decoder(decoder).map_err(failed)?;
    if let Some(orientation) = orientation {
        image.apply_orientation(orientation);
    }
    picture::shrunk(image.into_rgb8())
        .ok_or_else(|| Error::new(Code::Invalid, "the picture has no pixels"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_come_in_the_order_of_their_last_number() {
        for (name, expected) in [
            ("frame_0007.png", Some(7)),
            ("12.jpg", Some(12)),
            ("clip2 b10é.webp", Some(10)),
            ("é3.png", Some(3)),
            ("no number.png", None),
            ("99999999999999999999999.png", None),
        ] {
            assert_eq!(number(Path::new(name)), expected, "{name}");
        }
    }
}
