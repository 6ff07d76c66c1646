//! What decoders need of a picture: rotated squares of it, the whole of it fitted into a square, gray.
//!
//! Coordinates are pixels of the picture with (0, 0) at the middle of its first pixel, x to the right and y
//! downward. Outside of a picture its border goes on for ever.

use base::sense::Picture;

/// A square that is cut out of a picture, upright or turned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Square {
    /// Its middle, in pixels of the picture.
    pub middle: [f32; 2],
    /// Its side, in pixels of the picture.
    pub side: f32,
    /// The angle of its upper edge against the picture's, in radians, clockwise as one sees it.
    pub angle: f32,
}

/// The most samples in each direction of which one pixel of a crop is the mean; more would change nothing
/// that a model sees, and would cost time on pictures of 12 megapixels.
const SAMPLES_MAX: usize = 6;

impl Square {
    /// Where a point of the square lies in the picture; the square's own corners are (0, 0) and (1, 1).
    pub fn point(&self, x: f32, y: f32) -> [f32; 2] {
        let (sin, cos) = self.angle.sin_cos();
        let (dx, dy) = ((x - 0.5) * self.side, (y - 0.5) * self.side);
        [self.middle[0] + dx * cos - dy * sin, self.middle[1] + dx * sin + dy * cos]
    }

    /// Whether it is one that can be cut out: finite, and of some size.
    pub fn is_sound(&self) -> bool {
        self.middle.iter().all(|at| at.is_finite())
            && self.angle.is_finite()
            && self.side.is_finite()
            && 0.0 < self.side
    }
}

/// The value of the picture between pixels, bilinear; red, green, blue from 0 to 255.
pub fn sample(picture: &Picture, x: f32, y: f32) -> [f32; 3] {
    let (right, bottom) = (picture.width() as usize - 1, picture.height() as usize - 1);
    let (x, y) = (x.clamp(0.0, right as f32), y.clamp(0.0, bottom as f32));
    let (left, top) = ((x as usize).min(right), (y as usize).min(bottom));
    let (fx, fy) = (x - left as f32, y - top as f32);
    let row = picture.width() as usize * 3;
    let upper = &picture.rgb()[top * row..][..row];
    let lower = &picture.rgb()[(top + 1).min(bottom) * row..][..row];
    let (a, b) = (left * 3, (left + 1).min(right) * 3);
    std::array::from_fn(|channel| {
        let above = between(upper[a + channel], upper[b + channel], fx);
        let below = between(lower[a + channel], lower[b + channel], fx);
        above + (below - above) * fy
    })
}

fn between(a: u8, b: u8, share: f32) -> f32 {
    let (a, b) = (f32::from(a), f32::from(b));
    a + (b - a) * share
}

/// Cuts a square out of a picture as `size` x `size` pixels, `[row][column][red, green, blue]`, each value
/// put through `scale` (from 0 to 255 to what a model expects). The first pixel is the square's corner, as
/// in MediaPipe and OpenCV. Where one pixel of the crop covers several of the picture it is their mean.
pub fn crop(
    picture: &Picture,
    square: &Square,
    size: usize,
    scale: impl Fn(f32) -> f32,
    into: &mut Vec<f32>,
) {
    into.clear();
    into.reserve(size * size * 3);
    let step = square.side / size as f32;
    let samples = (step as usize).clamp(1, SAMPLES_MAX);
    let (sin, cos) = square.angle.sin_cos();
    let [left, top] = square.point(0.0, 0.0);
    let share = 1.0 / (samples * samples) as f32;
    for row in 0..size {
        for column in 0..size {
            let mut sum = [0.0; 3];
            for part in 0..samples * samples {
                let dx = (column as f32 + offset(part % samples, samples)) * step;
                let dy = (row as f32 + offset(part / samples, samples)) * step;
                let value = sample(picture, left + dx * cos - dy * sin, top + dx * sin + dy * cos);
                for (sum, value) in sum.iter_mut().zip(value) {
                    *sum += value;
                }
            }
            into.extend(sum.map(|sum| scale(sum * share)));
        }
    }
}

/// Where one of several samples lies around the one that stands for them all, in pixels of the crop.
fn offset(index: usize, samples: usize) -> f32 {
    (index as f32 + 0.5) / samples as f32 - 0.5
}

/// Mirrors what [`crop`] gave, left to right, in place; `channels` numbers a pixel.
pub fn mirror(crop: &mut [f32], size: usize, channels: usize) {
    for row in crop.chunks_exact_mut(size * channels) {
        for column in 0..size / 2 {
            let other = size - 1 - column;
            for channel in 0..channels {
                row.swap(column * channels + channel, other * channels + channel);
            }
        }
    }
}

/// From `[row][column][channel]` to `[channel][row][column]`.
pub fn planes(crop: &[f32], into: &mut Vec<f32>) {
    into.clear();
    into.reserve(crop.len());
    for channel in 0..3 {
        into.extend(crop.iter().skip(channel).step_by(3));
    }
}

/// The brightness of a pixel in the scale of its parts; the weights of ITU-R BT.601.
pub fn gray([red, green, blue]: [f32; 3]) -> f32 {
    0.2989 * red + 0.587 * green + 0.114 * blue
}

/// Where a picture lies in the square that it was fitted into.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fit {
    /// The side of the square in pixels of the picture: the picture's longer side.
    pub side: f32,
    /// What lies to the left of the picture, in pixels of the picture.
    pub left: f32,
    /// What lies above the picture, in pixels of the picture.
    pub top: f32,
}

impl Fit {
    /// Where a point of the square lies in the picture; the square's own corners are (0, 0) and (1, 1).
    pub fn point(&self, x: f32, y: f32) -> [f32; 2] {
        [x * self.side - self.left, y * self.side - self.top]
    }
}

/// Fits a whole picture into a square of `size` x `size` pixels with black beside it, every pixel the mean
/// of what it covers: `[row][column][red, green, blue]`, each value put through `scale`.
pub fn fit(picture: &Picture, size: usize, scale: impl Fn(f32) -> f32, into: &mut Vec<f32>) -> Fit {
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    let side = width.max(height);
    // Whole pixels, as the letterbox that this is compared with.
    let fit =
        Fit { side, left: ((side - width) / 2.0).floor(), top: ((side - height) / 2.0).floor() };
    let step = side / size as f32;
    into.clear();
    into.reserve(size * size * 3);
    for row in 0..size {
        let y = row as f32 * step - fit.top;
        for column in 0..size {
            let x = column as f32 * step - fit.left;
            let sum = area(picture, [x, y], [x + step, y + step]);
            into.extend(sum.map(|sum| scale(sum / (step * step))));
        }
    }
    fit
}

/// The sum of a picture over a rectangle, pixels at its rim in part; what is outside is black.
fn area(picture: &Picture, from: [f32; 2], to: [f32; 2]) -> [f32; 3] {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let row = width * 3;
    let mut sum = [0.0; 3];
    for y in span(from[1], to[1], height) {
        let weight_y = overlap(y, from[1], to[1]);
        let pixels = &picture.rgb()[y * row..][..row];
        for x in span(from[0], to[0], width) {
            let weight = weight_y * overlap(x, from[0], to[0]);
            for (sum, &value) in sum.iter_mut().zip(&pixels[x * 3..][..3]) {
                *sum += weight * f32::from(value);
            }
        }
    }
    sum
}

/// The pixels that a stretch touches.
fn span(from: f32, to: f32, length: usize) -> std::ops::Range<usize> {
    (from.max(0.0) as usize).min(length)..(to.max(0.0).ceil() as usize).min(length)
}

/// How much of a pixel a stretch covers, 0 to 1.
fn overlap(pixel: usize, from: f32, to: f32) -> f32 {
    let pixel = pixel as f32;
    (to.min(pixel + 1.0) - from.max(pixel)).max(0.0)
}
