//! Files made on the spot, small and of known content, for the tests of media and small pictures.

use std::io::Cursor;

use exif::experimental::Writer;
use exif::{Field, In, Rational, Tag, Value};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

/// Red in the upper left quarter, blue elsewhere: one can see how it is turned.
pub(crate) fn picture(width: u32, height: u32) -> DynamicImage {
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, y| {
        let upper_left = x < width / 2 && y < height / 2;
        if upper_left { Rgb([230, 10, 10]) } else { Rgb([10, 10, 230]) }
    }))
}

pub(crate) fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// What a camera writes: when, how it was held, its name, and where.
pub(crate) fn exif_block(orientation: u16, place: bool, little_endian: bool) -> Vec<u8> {
    let ascii = |text: &str| Value::Ascii(vec![text.as_bytes().to_vec()]);
    let degrees = |d: u32, m: u32, s: u32| {
        Value::Rational(
            [(d, 1), (m, 1), (s, 100)].map(|(num, denom)| Rational { num, denom }).to_vec(),
        )
    };
    let mut told = vec![
        (Tag::Make, ascii("Lichtwerk")),
        (Tag::Orientation, Value::Short(vec![orientation])),
        (Tag::DateTimeOriginal, ascii("2026:03:01 21:04:05")),
        (Tag::OffsetTimeOriginal, ascii("+01:00")),
    ];
    if place {
        told.extend([
            (Tag::GPSLatitudeRef, ascii("N")),
            (Tag::GPSLatitude, degrees(48, 8, 1473)),
            (Tag::GPSLongitudeRef, ascii("E")),
            (Tag::GPSLongitude, degrees(11, 34, 3141)),
        ]);
    }
    let fields: Vec<Field> =
        told.into_iter().map(|(tag, value)| Field { tag, ifd_num: In::PRIMARY, value }).collect();
    let mut writer = Writer::new();
    fields.iter().for_each(|field| writer.push_field(field));
    let mut bytes = Cursor::new(Vec::new());
    writer.write(&mut bytes, little_endian).unwrap();
    bytes.into_inner()
}

/// The JPEG with segments (marker, content) behind its first two bytes.
pub(crate) fn with_segments(jpeg: &[u8], segments: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = jpeg[..2].to_vec();
    for (marker, content) in segments {
        let len = u16::try_from(content.len() + 2).unwrap();
        bytes.extend([0xff, *marker]);
        bytes.extend(len.to_be_bytes());
        bytes.extend(content);
    }
    bytes.extend(&jpeg[2..]);
    bytes
}

pub(crate) fn exif_segment(block: &[u8]) -> (u8, Vec<u8>) {
    (0xe1, [b"Exif\0\0", block].concat())
}

/// The PNG with chunks (kind, content) behind its header.
pub(crate) fn with_chunks(png: &[u8], chunks: &[([u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut bytes = png[..33].to_vec();
    for (kind, content) in chunks {
        bytes.extend(u32::try_from(content.len()).unwrap().to_be_bytes());
        bytes.extend(kind);
        bytes.extend(content);
        bytes.extend(super::place::crc32(&[&kind[..], content].concat()).to_be_bytes());
    }
    bytes.extend(&png[33..]);
    bytes
}

/// A PNG whose header claims a size that its few bytes do not hold.
pub(crate) fn flood(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = encoded(&picture(2, 2), ImageFormat::Png);
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let sum = super::place::crc32(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&sum.to_be_bytes());
    bytes
}

/// One box of an MP4 file.
pub(crate) fn mp4_box(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let len = u32::try_from(content.len() + 8).unwrap();
    [&len.to_be_bytes()[..], name, content].concat()
}

/// A second and a half of silence.
pub(crate) fn wav() -> Vec<u8> {
    let sound = vec![0; 12_000];
    let mut bytes = b"RIFF\0\0\0\0WAVEfmt ".to_vec();
    bytes.extend(16u32.to_le_bytes());
    bytes.extend([1, 0, 1, 0]);
    bytes.extend(8_000u32.to_le_bytes());
    bytes.extend(8_000u32.to_le_bytes());
    bytes.extend([1, 0, 8, 0]);
    bytes.extend(b"data");
    bytes.extend(12_000u32.to_le_bytes());
    bytes.extend(sound);
    bytes
}
