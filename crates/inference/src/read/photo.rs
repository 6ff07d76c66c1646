//! Photos as bytes: JPEG, PNG and WebP, with bounds, and turned as the camera noted.

use std::io::Cursor;

use base::error::{Code, Error, Result};
use base::sense::Picture;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

/// The largest photo, in pixels: what phones take.
const PIXELS_MAX: u64 = 50_000_000;

/// The longest side: a strip of one pixel's height is no photo.
const SIDE_MAX: u32 = 20_000;

/// The memory that decoding may take: 50 million pixels of 16-bit RGBA.
const BYTES_MAX: u64 = 400 << 20;

/// A photo of its file's bytes, upright by its EXIF orientation, on white where it is transparent. Of a
/// moving picture the first.
///
/// # Errors
/// `Unsupported` for another format, `Invalid` when it cannot be read or is too large.
pub fn decode(bytes: &[u8]) -> Result<Picture> {
    let broken = |source: image::ImageError| {
        Error::invalid("photo", "the photo cannot be read").because(source)
    };
    if !base::png::palettes_are_whole(bytes) {
        return Err(Error::invalid("photo", "the photo's palette is damaged"));
    }
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|source| Error::invalid("photo", "the photo cannot be read").because(source))?;
    if !matches!(reader.format(), Some(ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) {
        let message = "a photo is a JPEG, PNG or WebP file";
        return Err(Error::new(Code::Unsupported, message).at("photo"));
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(BYTES_MAX);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(broken)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PIXELS_MAX {
        let message = format!("a photo of {width} by {height} pixels is too large");
        return Err(Error::invalid("photo", message));
    }
    // A photo whose EXIF block is broken stands as it is stored.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).map_err(broken)?;
    image.apply_orientation(orientation);
    let rgb = opaque(image);
    let (width, height) = rgb.dimensions();
    Picture::new(width, height, rgb.into_raw())
        .ok_or_else(|| Error::invalid("photo", "the photo has no pixels"))
}

fn opaque(image: DynamicImage) -> image::RgbImage {
    if !image.color().has_alpha() {
        return image.into_rgb8();
    }
    let rgba = image.into_rgba8();
    let mut rgb = image::RgbImage::new(rgba.width(), rgba.height());
    for (to, from) in rgb.pixels_mut().zip(rgba.pixels()) {
        let alpha = u32::from(from.0[3]);
        to.0 = std::array::from_fn(|channel| {
            let over_white = u32::from(from.0[channel]) * alpha + 255 * (255 - alpha);
            (over_white / 255) as u8
        });
    }
    rgb
}

#[cfg(test)]
mod tests {
    use image::{ExtendedColorType, ImageEncoder, codecs};
    use proptest::prelude::*;

    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        let pixels = vec![128; (width * height * 4) as usize];
        codecs::png::PngEncoder::new(&mut bytes)
            .write_image(&pixels, width, height, ExtendedColorType::Rgba8)
            .expect("it can be written");
        bytes
    }

    #[test]
    fn what_is_transparent_lies_on_white() {
        let picture = decode(&png(3, 2)).expect("it is a picture");
        assert_eq!((picture.width(), picture.height()), (3, 2));
        assert_eq!(picture.rgb()[..3], [191; 3]);
    }

    #[test]
    fn a_photo_is_turned_as_the_camera_noted() {
        let mut bytes = Vec::new();
        let mut encoder = codecs::jpeg::JpegEncoder::new(&mut bytes);
        // A TIFF header and one entry: orientation (0x0112) is 6, a quarter turn to the right.
        let mut exif = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0".to_vec();
        exif.extend([0; 4]);
        encoder.set_exif_metadata(exif).expect("it holds EXIF");
        let pixels: Vec<u8> = [vec![255; 8 * 16 * 3], vec![0; 8 * 16 * 3]].concat();
        encoder.write_image(&pixels, 16, 16, ExtendedColorType::Rgb8).expect("it can be written");
        let picture = decode(&bytes).expect("it is a picture");
        let at = |x: usize, y: usize| picture.rgb()[3 * (y * 16 + x)];
        assert!(at(2, 8) < 50 && at(13, 8) > 200, "its upper half is on the right");
    }

    #[test]
    fn what_is_too_large_or_no_photo_is_refused() {
        let mut huge = png(1, 1);
        huge[16..24].copy_from_slice(&[0, 0, 0x27, 0x10, 0, 0, 0x27, 0x10]);
        for bytes in
            [&huge[..], b"", b"GIF89a\x01\0\x01\0", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"]
        {
            assert!(decode(bytes).is_err());
        }
        let refused = decode(b"GIF89a\x01\0\x01\0").err().map(|error| error.code());
        assert_eq!(refused, Some(Code::Unsupported));
    }

    proptest! {
        #[test]
        fn broken_bytes_are_an_error(at in 0..200_usize, byte: u8, cut in 0..300_usize) {
            let mut bytes = png(5, 4);
            let at = at % bytes.len();
            bytes[at] = byte;
            bytes.truncate(cut);
            // Whatever comes of it: it comes, and it is no panic.
            drop(decode(&bytes));
        }
    }
}
