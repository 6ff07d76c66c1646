//! Small pictures of attachments: WebP, made once, kept encrypted beside them.
//!
//! They are a cache: whatever is wrong with one, it is made again. That an attachment has none (it is
//! no picture, or a broken one) is kept as an empty file, so that it is not tried at each look.

use std::io::Cursor;
use std::sync::PoisonError;

use base::error::{Code, Error, Result};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits, imageops::FilterType};

use crate::blobs::{Blobs, ContentHash, remove_if_there};
use crate::media::{PIXELS_MAX, unless_it_panics};

/// How large a small picture is: its longer side in pixels. A smaller picture is not enlarged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThumbSize {
    /// 96: a row of a list.
    Small,
    /// 480: a card or a page.
    Large,
}

impl ThumbSize {
    const ALL: [ThumbSize; 2] = [ThumbSize::Small, ThumbSize::Large];

    /// The longer side.
    pub const fn pixels(self) -> u32 {
        match self {
            ThumbSize::Small => 96,
            ThumbSize::Large => 480,
        }
    }

    /// The size that has so many pixels, for a request that names them.
    pub fn of_pixels(pixels: u32) -> Option<ThumbSize> {
        ThumbSize::ALL.into_iter().find(|size| size.pixels() == pixels)
    }
}

/// Raised when more can be drawn than before: what an older version could not draw is then tried again.
const DRAWN_BY: u8 = 1;

/// Lossy WebP, 0 to 100: about 25 kB at 480 pixels, without visible blocks.
const QUALITY: f32 = 80.0;

/// A file above it is no photo to draw; the decoder holds it whole.
const SOURCE_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// Decoded bytes: 100 megapixels of 8-bit RGBA, with room.
const DECODED_BYTES_MAX: u64 = 512 * 1024 * 1024;

/// A small picture of 480 pixels has at most 900 kB uncompressed.
const THUMB_BYTES_MAX: u64 = 1024 * 1024;

impl Blobs {
    /// A small picture of an attachment as WebP, upright; nothing when it is not a picture that can be
    /// drawn. The first call for a picture decodes it, and makes all sizes.
    ///
    /// # Errors
    /// `NotFound` when the attachment is not in the folder, `Invalid` when it is damaged on the disk.
    pub fn thumb(&self, hash: &ContentHash, size: ThumbSize) -> Result<Option<Vec<u8>>> {
        let blob = self.disk_name(hash);
        if let Some(made) = self.made(&blob, size) {
            return Ok(made);
        }
        let _one_at_a_time = self.decoding.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(made) = self.made(&blob, size) {
            return Ok(made);
        }
        let mut reader = self.read(hash)?;
        let mut picture = None;
        if reader.len() <= SOURCE_BYTES_MAX {
            let bytes = reader.read_all(SOURCE_BYTES_MAX)?;
            picture = unless_it_panics(|| decode(&bytes));
        }
        let mut asked = None;
        for each in ThumbSize::ALL {
            let webp = picture.as_ref().map(|picture| draw(picture, each)).transpose()?;
            self.thumbs.write(
                &self.thumb_name(&blob, each),
                webp.as_deref().unwrap_or(&[]),
                &*self.env,
            )?;
            if each == size {
                asked = webp;
            }
        }
        Ok(asked)
    }

    /// What was made before: `Some(None)` remembers that there is nothing to draw.
    #[expect(clippy::option_option, reason = "the three answers have no better name")]
    fn made(&self, blob: &str, size: ThumbSize) -> Option<Option<Vec<u8>>> {
        let mut reader = self.thumbs.read(&self.thumb_name(blob, size), "a small picture").ok()?;
        let bytes = reader.read_all(THUMB_BYTES_MAX).ok()?;
        Some(Some(bytes).filter(|bytes| !bytes.is_empty()))
    }

    /// Removes the small pictures of an attachment, known by its name on the disk.
    pub(crate) fn remove_thumbs(&self, blob: &str) -> Result<()> {
        ThumbSize::ALL.into_iter().try_for_each(|size| {
            remove_if_there(&self.thumbs.path_of(&self.thumb_name(blob, size)))
        })
    }

    fn thumb_name(&self, blob: &str, size: ThumbSize) -> String {
        self.thumbs.name(format!("{blob} {} {DRAWN_BY}", size.pixels()).as_bytes())
    }
}

/// The picture and how it is to be turned; nothing when it is not one, is broken, or is a flood of pixels.
fn decode(bytes: &[u8]) -> Option<(DynamicImage, Orientation)> {
    if !base::png::palettes_are_whole(bytes) {
        return None;
    }
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(DECODED_BYTES_MAX);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    // Before anything is decoded: a few kilobytes can claim to be four thousand million pixels.
    if PIXELS_MAX < u64::from(width) * u64::from(height)
        || DECODED_BYTES_MAX < decoder.total_bytes()
    {
        return None;
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let picture = DynamicImage::from_decoder(decoder).ok()?;
    Some((picture, orientation))
}

fn draw((picture, orientation): &(DynamicImage, Orientation), size: ThumbSize) -> Result<Vec<u8>> {
    let side = size.pixels();
    let longer = |picture: &DynamicImage| picture.width().max(picture.height());
    // Roughly first, then well: ten times faster than well at once, and not to be told apart.
    let mut small = if 4 * side < longer(picture) {
        picture.thumbnail(2 * side, 2 * side)
    } else {
        picture.clone()
    };
    if side < longer(&small) {
        small = small.resize(side, side, FilterType::CatmullRom);
    }
    small.apply_orientation(*orientation);
    let (width, height) = (small.width(), small.height());
    let encoded = if small.color().has_alpha() {
        let pixels = small.to_rgba8();
        webp::Encoder::from_rgba(&pixels, width, height).encode_simple(false, QUALITY)
    } else {
        let pixels = small.to_rgb8();
        webp::Encoder::from_rgb(&pixels, width, height).encode_simple(false, QUALITY)
    };
    let webp = encoded.map_err(|error| {
        Error::new(Code::Internal, format!("encoding a small picture: {error:?}"))
    })?;
    Ok(webp.to_vec())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::Arc;

    use image::ImageFormat;
    use tempfile::TempDir;

    use super::*;
    use crate::key::DataKey;
    use crate::key::testing::FixedEnv;
    use crate::media::samples::{encoded, exif_block, exif_segment, flood, picture, with_segments};

    fn open(dir: &TempDir) -> Blobs {
        let env = Arc::new(FixedEnv::new(1));
        Blobs::open(dir.path(), &DataKey::generate(&*env), env).unwrap()
    }

    fn put(blobs: &Blobs, bytes: &[u8]) -> ContentHash {
        blobs.put(&mut &bytes[..], u64::MAX).unwrap().hash
    }

    fn size_of(webp: &[u8]) -> (u32, u32) {
        let features = webp::BitstreamFeatures::new(webp).expect("it is WebP");
        (features.width(), features.height())
    }

    #[test]
    fn every_format_is_drawn_in_both_sizes_and_never_enlarged() {
        let dir = tempfile::tempdir().unwrap();
        let blobs = open(&dir);
        use ImageFormat::{Bmp, Gif, Jpeg, Png, Tiff, WebP};
        for format in [Jpeg, Png, Gif, WebP, Bmp, Tiff] {
            let hash = put(&blobs, &encoded(&picture(1200, 900), format));
            let small = blobs.thumb(&hash, ThumbSize::Small).unwrap().unwrap();
            let large = blobs.thumb(&hash, ThumbSize::Large).unwrap().unwrap();
            assert_eq!((size_of(&small), size_of(&large)), ((96, 72), (480, 360)), "{format:?}");
        }
        let tiny = put(&blobs, &encoded(&picture(20, 10), Png));
        assert_eq!(size_of(&blobs.thumb(&tiny, ThumbSize::Large).unwrap().unwrap()), (20, 10));
        let wide = put(&blobs, &encoded(&picture(3000, 2), Png));
        assert_eq!(size_of(&blobs.thumb(&wide, ThumbSize::Small).unwrap().unwrap()), (96, 1));
        assert_eq!(ThumbSize::of_pixels(96), Some(ThumbSize::Small));
        assert_eq!(ThumbSize::of_pixels(97), None);
    }

    #[test]
    fn a_turned_photo_is_drawn_upright() {
        let dir = tempfile::tempdir().unwrap();
        let blobs = open(&dir);
        let jpeg = encoded(&picture(400, 300), ImageFormat::Jpeg);
        // Where the red quarter of the stored picture is seen, by EXIF orientation.
        for (orientation, red) in [(1, (0, 0)), (2, (1, 0)), (3, (1, 1)), (6, (1, 0)), (8, (0, 1))]
        {
            let turned =
                with_segments(&jpeg, &[exif_segment(&exif_block(orientation, false, true))]);
            let webp = blobs.thumb(&put(&blobs, &turned), ThumbSize::Small).unwrap().unwrap();
            let seen = image::load_from_memory(&webp).unwrap().to_rgb8();
            let (width, height) = seen.dimensions();
            assert_eq!(width < height, orientation >= 5, "orientation {orientation}");
            let at = (width / 4 + red.0 * width / 2, height / 4 + red.1 * height / 2);
            let [r, _, b] = seen.get_pixel(at.0, at.1).0;
            assert!(r > 180 && b < 80, "orientation {orientation}: {r} {b} at {at:?}");
        }
    }

    #[test]
    fn what_cannot_be_drawn_is_remembered() {
        let dir = tempfile::tempdir().unwrap();
        let blobs = open(&dir);
        let png = encoded(&picture(600, 600), ImageFormat::Png);
        let cases = [
            ("text", b"no picture".to_vec()),
            ("nothing", Vec::new()),
            ("svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec()),
            ("a cut picture", png[..png.len() / 2].to_vec()),
            ("a flood of pixels", flood(60_000, 60_000)),
            ("a flood in one line", flood(u32::MAX >> 1, 1)),
        ];
        for (what, bytes) in cases {
            let hash = put(&blobs, &bytes);
            assert_eq!(blobs.thumb(&hash, ThumbSize::Large).unwrap(), None, "{what}");
            for size in ThumbSize::ALL {
                assert_eq!(
                    blobs.made(&blobs.disk_name(&hash), size),
                    Some(None),
                    "{what} is remembered"
                );
            }
        }
        let missing = ContentHash::of(b"never put");
        assert_eq!(blobs.thumb(&missing, ThumbSize::Small).unwrap_err().code(), Code::NotFound);
    }

    #[test]
    fn a_damaged_attachment_is_an_error_and_a_damaged_small_picture_is_made_again() {
        let dir = tempfile::tempdir().unwrap();
        let blobs = open(&dir);
        let hash = put(&blobs, &encoded(&picture(300, 300), ImageFormat::Png));
        let name = blobs.disk_name(&hash);
        let path = blobs.blobs.path_of(&name);
        let whole = fs::read(&path).unwrap();
        let mut damaged = whole.clone();
        *damaged.last_mut().unwrap() ^= 1;
        fs::write(&path, damaged).unwrap();
        assert_eq!(blobs.thumb(&hash, ThumbSize::Small).unwrap_err().code(), Code::Invalid);
        fs::write(&path, whole).unwrap();

        let made = blobs.thumb(&hash, ThumbSize::Small).unwrap().unwrap();
        let thumb = blobs.thumbs.path_of(&blobs.thumb_name(&name, ThumbSize::Small));
        let stored = fs::read(&thumb).unwrap();
        assert!(!stored.windows(4).any(|at| at == b"WEBP"), "it is encrypted");
        fs::write(&thumb, &stored[..stored.len() - 1]).unwrap();
        assert_eq!(blobs.thumb(&hash, ThumbSize::Small).unwrap(), Some(made));

        blobs.remove(&hash).unwrap();
        assert!(!thumb.exists());
        assert_eq!(blobs.thumb(&hash, ThumbSize::Small).unwrap_err().code(), Code::NotFound);
    }
}
