//! Pictures in the book: how large they are, how they are set in rows, and their bytes.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits};
use krilla::image::Image;

use super::page::{MEASURE, Mark, Pages};

/// The longer side of a picture in the book: 300 dots an inch over the width of the text.
const SIDE_MAX: u32 = 1_400;
/// A picture with more than these is not decoded: a small file can unpack to gigabytes.
const PIXELS_MAX: u64 = 100_000_000;
const DECODED_BYTES_MAX: u64 = 512 * 1024 * 1024;
const JPEG_QUALITY: u8 = 85;
/// How much smaller a row of pictures may become to fit the rest of a page.
const SHRUNK_MIN: f32 = 0.6;
/// Points between two pictures.
const GUTTER: f32 = 6.0;

/// A picture waiting to be placed: its number in the book's list and its width over its height.
#[derive(Debug, Clone, Copy)]
pub(super) struct Framed {
    pub picture: usize,
    pub aspect: f32,
}

/// Width over height as it is to be seen, or `None` for bytes that are no picture we can read.
pub(super) fn aspect(bytes: &[u8]) -> Option<f32> {
    let (decoder, orientation) = decoder(bytes)?;
    let (width, height) = decoder.dimensions();
    let (width, height) = if turned(orientation) { (height, width) } else { (width, height) };
    (width > 0 && height > 0).then(|| (width as f32 / height as f32).clamp(0.1, 10.0))
}

/// The picture as it goes into the file: upright, a JPEG, no larger than paper can show.
pub(super) fn embed(bytes: Vec<u8>) -> Option<Image> {
    let (decoder, orientation) = decoder(&bytes)?;
    let (width, height) = decoder.dimensions();
    let is_jpeg = bytes.starts_with(&[0xff, 0xd8, 0xff]);
    if is_jpeg && orientation == Orientation::NoTransforms && width.max(height) <= SIDE_MAX {
        drop(decoder);
        return Image::from_jpeg(bytes.into(), true).ok();
    }
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    if picture.width().max(picture.height()) > SIDE_MAX {
        picture = picture.thumbnail(SIDE_MAX, SIDE_MAX);
    }
    picture.apply_orientation(orientation);
    let mut jpeg = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut jpeg, JPEG_QUALITY);
    on_white(&picture).write_with_encoder(encoder).ok()?;
    Image::from_jpeg(jpeg.into(), true).ok()
}

fn decoder(bytes: &[u8]) -> Option<(impl ImageDecoder + '_, Orientation)> {
    if !base::png::palettes_are_whole(bytes) {
        return None;
    }
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(DECODED_BYTES_MAX);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PIXELS_MAX {
        return None;
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    Some((decoder, orientation))
}

fn turned(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    )
}

/// Paper is white where a picture is clear.
fn on_white(picture: &DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return picture.to_rgb8().into();
    }
    let mut rgba = picture.to_rgba8();
    for pixel in rgba.pixels_mut() {
        let [red, green, blue, alpha] = pixel.0.map(u32::from);
        let over = |channel: u32| ((channel * alpha + 255 * (255 - alpha)) / 255) as u8;
        pixel.0 = [over(red), over(green), over(blue), 255];
    }
    DynamicImage::from(rgba).to_rgb8().into()
}

/// Sets pictures in rows of up to three, each row as wide as the text unless that makes it too tall.
pub(super) fn place(pages: &mut Pages, pictures: &[Framed]) {
    let mut rest = pictures;
    while !rest.is_empty() {
        let (row, after) = rest.split_at(match rest.len() {
            4 => 2, // Two and two, not three and one.
            few => few.min(3),
        });
        rest = after;
        place_row(pages, row);
    }
}

fn place_row(pages: &mut Pages, row: &[Framed]) {
    let measure = MEASURE - pages.x;
    let gutters = GUTTER * (row.len() - 1) as f32;
    let aspects: f32 = row.iter().map(|framed| framed.aspect).sum();
    let tallest = match row.len() {
        1 => 250.0,
        2 => 200.0,
        _ => 150.0,
    };
    let height = ((measure - gutters) / aspects).min(tallest);
    // A little smaller here rather than over the page, which would leave this one half empty.
    let left = pages.left() - 2.0;
    let height = if (height * SHRUNK_MIN..height).contains(&left) { left } else { height };
    pages.need(height + 2.0);
    let mut x = pages.x + (measure - gutters - height * aspects) / 2.0;
    let y = pages.y + 2.0;
    for framed in row {
        let width = height * framed.aspect;
        pages.put(Mark::Picture { x, y, width, height, picture: framed.picture });
        x += width + GUTTER;
    }
    pages.y += height + 2.0;
    pages.gap(GUTTER);
}
