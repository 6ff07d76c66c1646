//! A canvas, colors, soft noise, and the way to a JPEG.

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ExtendedColorType, ImageBuffer, ImageEncoder};

use super::words::Dice;

const JPEG_QUALITY: u8 = 84;

/// Red, green and blue, 0 to 1.
pub(super) type Color = [f32; 3];

pub(super) fn hex(rgb: u32) -> Color {
    let part = |shift: u32| ((rgb >> shift) & 0xff) as f32 / 255.0;
    [part(16), part(8), part(0)]
}

pub(super) fn mix(from: Color, to: Color, share: f32) -> Color {
    let share = share.clamp(0.0, 1.0);
    std::array::from_fn(|part| from[part] + (to[part] - from[part]) * share)
}

/// From 0 to 1 between two edges, with soft ends.
pub(super) fn smooth(from: f32, to: f32, at: f32) -> f32 {
    let share = ((at - from) / (to - from)).clamp(0.0, 1.0);
    share * share * (3.0 - 2.0 * share)
}

/// Value noise: random heights on a grid, smoothly joined; the same for the same seed.
#[derive(Clone, Copy)]
pub(super) struct Noise(u32);

impl Noise {
    pub(super) fn new(dice: &mut Dice) -> Noise {
        Noise(dice.below(1 << 30) as u32)
    }

    fn height(self, x: i32, y: i32) -> f32 {
        let mut bits =
            (x as u32).wrapping_mul(0x9e37_79b1) ^ (y as u32).wrapping_mul(0x85eb_ca77) ^ self.0;
        bits = (bits ^ (bits >> 15)).wrapping_mul(0x2c1b_3c6d);
        bits = (bits ^ (bits >> 12)).wrapping_mul(0x297a_2d39);
        ((bits ^ (bits >> 15)) >> 8) as f32 / (1 << 24) as f32
    }

    pub(super) fn at(self, x: f32, y: f32) -> f32 {
        let (left, top) = (x.floor(), y.floor());
        let (right_share, down_share) = (smooth(0.0, 1.0, x - left), smooth(0.0, 1.0, y - top));
        let (left, top) = (left as i32, top as i32);
        let row = |y| {
            let from = self.height(left, y);
            from + (self.height(left.wrapping_add(1), y) - from) * right_share
        };
        let above = row(top);
        above + (row(top.wrapping_add(1)) - above) * down_share
    }

    /// Several layers of it, each half as large and half as strong.
    pub(super) fn layered(self, x: f32, y: f32, layers: u8) -> f32 {
        let (mut sum, mut total, mut scale, mut strength) = (0.0, 0.0, 1.0, 1.0);
        for layer in 0..layers {
            let shift = f32::from(layer) * 17.3;
            sum += strength * self.at(x * scale + shift, y * scale - shift);
            total += strength;
            scale *= 2.0;
            strength *= 0.5;
        }
        sum / total
    }
}

/// A picture being painted. Places are in pixels.
pub(super) struct Canvas {
    pub width: usize,
    pub height: usize,
    pixels: Vec<Color>,
}

impl Canvas {
    pub(super) fn new(width: usize, height: usize) -> Canvas {
        Canvas { width, height, pixels: vec![[0.0; 3]; width * height] }
    }

    /// Lets `color` see each place and what is there; `x` and `y` run from 0 to 1, the width counts as
    /// much as the height.
    pub(super) fn each(&mut self, mut color: impl FnMut(f32, f32, Color) -> Color) {
        let scale = 1.0 / self.height as f32;
        for (row, pixels) in self.pixels.chunks_exact_mut(self.width).enumerate() {
            let y = row as f32 * scale;
            for (column, pixel) in pixels.iter_mut().enumerate() {
                *pixel = color(column as f32 * scale, y, *pixel);
            }
        }
    }

    /// As [`Canvas::each`], within `left..right` and `top..bottom` only.
    pub(super) fn within(
        &mut self,
        [left, right, top, bottom]: [f32; 4],
        mut color: impl FnMut(f32, f32, Color) -> Color,
    ) {
        let size = self.height as f32;
        let place = |at: f32, end: usize| ((at * size).max(0.0) as usize).min(end);
        let (first, last) = (place(left, self.width), place(right, self.width));
        for row in place(top, self.height)..place(bottom, self.height) {
            for column in first..last {
                let pixel = &mut self.pixels[row * self.width + column];
                *pixel = color(column as f32 / size, row as f32 / size, *pixel);
            }
        }
    }

    /// How wide the picture is when its height is 1.
    pub(super) fn aspect(&self) -> f32 {
        self.width as f32 / self.height as f32
    }

    /// Fills what lies below a line across the picture, its edge softened by a pixel or two.
    pub(super) fn below(
        &mut self,
        mut edge: impl FnMut(f32) -> f32,
        mut color: impl FnMut(f32, f32, f32) -> Color,
    ) {
        let scale = 1.0 / self.height as f32;
        for column in 0..self.width {
            let x = column as f32 * scale;
            let top = edge(x);
            let first = (top.max(0.0) / scale) as usize;
            for row in first.min(self.height)..self.height {
                let y = row as f32 * scale;
                let depth = y - top;
                let pixel = &mut self.pixels[row * self.width + column];
                *pixel = mix(*pixel, color(x, y, depth), depth / (1.5 * scale));
            }
        }
    }

    /// Twice as large, with grain like a film's and a little dark at the corners, as a JPEG.
    pub(super) fn jpeg(self, dice: &mut Dice) -> Vec<u8> {
        let (width, height) = (self.width as u32 * 2, self.height as u32 * 2);
        // Two bytes a part, so that soft skies show no steps before the grain hides them.
        let painted = self.pixels.iter().flatten();
        let painted = painted.map(|part| (part.clamp(0.0, 1.0) * 65_535.0) as u16).collect();
        let small = ImageBuffer::from_raw(width / 2, height / 2, painted).unwrap_or_default();
        let large =
            DynamicImage::ImageRgb16(small).resize_exact(width, height, FilterType::CatmullRom);
        let mut bytes = Vec::with_capacity(width as usize * height as usize * 3);
        let mut grain = dice.below(1 << 30) as u32;
        for (row, parts) in large.into_rgb16().chunks_exact(width as usize * 3).enumerate() {
            let down = (row as f32 / height as f32 - 0.5).powi(2);
            for (column, pixel) in parts.chunks_exact(3).enumerate() {
                let across = (column as f32 / width as f32 - 0.5).powi(2);
                let light = (1.0 - 0.42 * (across + down)) / 257.0;
                grain = grain.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let speck = (grain >> 24) as f32 * 0.030 - 3.8;
                for part in pixel {
                    bytes.push((f32::from(*part) * light + speck) as u8);
                }
            }
        }
        let mut jpeg = Vec::new();
        let written = JpegEncoder::new_with_quality(&mut jpeg, JPEG_QUALITY).write_image(
            &bytes,
            width,
            height,
            ExtendedColorType::Rgb8,
        );
        debug_assert!(written.is_ok(), "three bytes a pixel make a JPEG");
        jpeg
    }
}
