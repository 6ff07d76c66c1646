//! What a piece of a line says: PP-OCRv6 on strips of 48 pixels' height, read by CTC.

use std::collections::HashMap;
use std::sync::Arc;

use base::error::{Error, Result};
use base::sense::Picture;

use super::Corners;
use crate::models::plan::{Input, Plan, Shape};
use crate::models::{Models, Name};

/// The height of a strip, which the network was trained with.
const HEIGHT: usize = 48;

/// The widths for which there is a plan: fixed ones are twice as quick as a free one.
const WIDTHS: [usize; 4] = [160, 320, 480, 640];

/// A longer strip is cut into pieces of at least this and at most the last width, where a gap is.
const PIECE_MIN: usize = 320;

/// The longest strip that is read: a box of the whole canvas's width and a line's height is shorter.
const STRIP_MAX: usize = 4_800;

/// The network has one column for 8 pixels.
const PIXELS_PER_COLUMN: usize = 8;

/// What a strip says.
pub(super) struct Read {
    pub(super) text: String,
    /// The mean probability of its letters, 0 to 1.
    pub(super) quality: f32,
}

/// The network with its plans and characters.
pub(super) struct Recognizer {
    plans: HashMap<usize, Arc<Plan>>,
    /// What each class means; the first is the blank of CTC.
    characters: Vec<String>,
}

impl Recognizer {
    /// `None` when the model is not installed.
    ///
    /// # Errors
    /// When the file is broken or does not carry its characters.
    pub(super) fn open(models: &Models) -> Result<Option<Recognizer>> {
        let mut plans = HashMap::new();
        let mut characters = Vec::new();
        for width in WIDTHS {
            let shape = Shape::floats([1, 3, HEIGHT, width]);
            let Some(plan) = models.plan(Name::DocumentRecognition, &[shape])? else {
                return Ok(None);
            };
            if characters.is_empty() {
                let listed = plan.metadata("character").ok_or_else(|| {
                    Error::internal("reading a document", "the model does not carry its characters")
                })?;
                characters.push(String::new());
                characters.extend(listed.split('\n').map(str::to_owned));
                characters.push(" ".to_owned());
            }
            plans.insert(width, plan);
        }
        Ok(Some(Recognizer { plans, characters }))
    }

    /// Reads what stands between these corners.
    pub(super) fn read(&self, picture: &Picture, corners: &Corners) -> Result<Read> {
        let strip = Strip::cut(picture, corners);
        let (mut text, mut sum, mut letters) = (String::new(), 0.0, 0);
        for piece in strip.pieces() {
            let read = self.read_piece(&strip, piece)?;
            if !text.is_empty() && !read.text.is_empty() {
                text.push(' ');
            }
            let count = read.text.chars().count();
            text.push_str(&read.text);
            sum += read.quality * count as f32;
            letters += count;
        }
        Ok(Read { text, quality: sum / letters.max(1) as f32 })
    }

    fn read_piece(&self, strip: &Strip, piece: std::ops::Range<usize>) -> Result<Read> {
        Ok(self.decode(&self.columns(strip, piece)?))
    }

    /// The network's answer: for each column the probabilities of all characters.
    pub(super) fn columns(&self, strip: &Strip, piece: std::ops::Range<usize>) -> Result<Vec<f32>> {
        let wanted = WIDTHS.into_iter().find(|width| *width >= piece.len());
        let width = wanted.unwrap_or(WIDTHS[WIDTHS.len() - 1]);
        let plan = self.plans.get(&width).expect("there is a plan for each width");
        let input = strip.input(piece, width);
        let outputs = plan.run(&[Input::Floats(&[1, 3, HEIGHT, width], &input)])?;
        let numbers = width / PIXELS_PER_COLUMN * self.characters.len();
        Ok(outputs.floats("fetch_name_0", Some(numbers))?.to_vec())
    }

    /// Greedy CTC: the likeliest class of each column, without blanks and immediate repetitions.
    fn decode(&self, probabilities: &[f32]) -> Read {
        let (mut text, mut sum, mut letters, mut before) = (String::new(), 0.0, 0, 0);
        for column in probabilities.chunks_exact(self.characters.len()) {
            let best = column.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
            let Some((class, probability)) = best else { continue };
            if class != 0 && class != before {
                text.push_str(&self.characters[class]);
                sum += probability;
                letters += 1;
            }
            before = class;
        }
        Read { text, quality: sum / letters.max(1) as f32 }
    }
}

/// A piece of a picture turned upright and brought to the height of the network.
pub(super) struct Strip {
    width: usize,
    /// Rows of blue, green, red, 0 to 255.
    pixels: Vec<[f32; 3]>,
}

impl Strip {
    /// What lies between the corners. A box higher than wide stays upright: it is a letter or a digit.
    pub(super) fn cut(picture: &Picture, corners: &Corners) -> Strip {
        let side = |from: usize, to: usize| {
            (corners[to][0] - corners[from][0]).hypot(corners[to][1] - corners[from][1])
        };
        let high = side(0, 3).max(side(1, 2)).max(1.0);
        let wide = side(0, 1).max(side(3, 2)).max(1.0);
        let scale = HEIGHT as f32 / high;
        let width = ((wide * scale).round() as usize).clamp(HEIGHT / 4, STRIP_MAX);
        // Samples per pixel of the strip in each direction: a larger picture is averaged, not skipped.
        let samples = ((1.0 / scale).ceil() as usize).clamp(1, 8);
        let mut pixels = Vec::with_capacity(width * HEIGHT);
        for y in 0..HEIGHT {
            for x in 0..width {
                let mut sum = [0.0; 3];
                for step in 0..samples * samples {
                    let part = |step: usize| (step as f32 + 0.5) / samples as f32;
                    let u = (x as f32 + part(step % samples)) / width as f32;
                    let v = (y as f32 + part(step / samples)) / HEIGHT as f32;
                    let color = color(picture, between(corners, u, v));
                    sum = std::array::from_fn(|channel| sum[channel] + color[channel]);
                }
                pixels.push(sum.map(|sum| sum / (samples * samples) as f32));
            }
        }
        Strip { width, pixels }
    }

    /// The columns that are read at once: all, or pieces that are cut in the middle of the widest gap.
    fn pieces(&self) -> Vec<std::ops::Range<usize>> {
        let longest = WIDTHS[WIDTHS.len() - 1];
        let mut pieces = Vec::new();
        let mut start = 0;
        let ink = self.ink();
        while self.width - start > longest {
            let end = start + widest_gap(&ink[start..start + longest]);
            pieces.push(start..end);
            start = end;
        }
        pieces.push(start..self.width);
        pieces
    }

    /// How much each column differs within itself: little where nothing is written.
    fn ink(&self) -> Vec<f32> {
        let column = |x: usize| {
            let bright = (0..HEIGHT).map(|y| self.pixels[y * self.width + x][1]);
            let (least, most) =
                bright.fold((f32::MAX, f32::MIN), |(a, b), value| (a.min(value), b.max(value)));
            most - least
        };
        (0..self.width).map(column).collect()
    }

    /// A piece as the network's input: blue, green and red one after another, each -1 to 1, gray (0) to
    /// the right.
    fn input(&self, piece: std::ops::Range<usize>, width: usize) -> Vec<f32> {
        let mut input = vec![0.0; 3 * HEIGHT * width];
        for (channel, plane) in input.chunks_exact_mut(HEIGHT * width).enumerate() {
            let rows = plane.chunks_exact_mut(width).zip(self.pixels.chunks_exact(self.width));
            for (line, from) in rows {
                for (to, pixel) in line.iter_mut().zip(&from[piece.clone()]) {
                    *to = pixel[channel] / 127.5 - 1.0;
                }
            }
        }
        input
    }
}

/// Where to cut: the middle of the longest run of columns with little ink, from [`PIECE_MIN`] on; the
/// column of the least ink when there is none.
fn widest_gap(ink: &[f32]) -> usize {
    let most = ink.iter().copied().fold(0.0, f32::max);
    let is_blank = |x: &usize| ink[*x] < 0.25 * most;
    let mut best: Option<(usize, usize)> = None;
    let mut x = PIECE_MIN;
    while x < ink.len() {
        let run = (x..ink.len()).take_while(is_blank).count();
        if run > 0 && best.is_none_or(|(length, _)| run >= length) {
            best = Some((run, x + run / 2));
        }
        x += run + 1;
    }
    let least = || {
        let columns = (PIECE_MIN..ink.len()).min_by(|a, b| ink[*a].total_cmp(&ink[*b]));
        columns.unwrap_or(ink.len())
    };
    best.map_or_else(least, |(_, middle)| middle)
}

/// The point at `u`, `v` (0 to 1) between corners.
fn between(corners: &Corners, u: f32, v: f32) -> [f32; 2] {
    let [top_left, top_right, bottom_right, bottom_left] = corners;
    std::array::from_fn(|axis| {
        let top = top_left[axis] + u * (top_right[axis] - top_left[axis]);
        let bottom = bottom_left[axis] + u * (bottom_right[axis] - bottom_left[axis]);
        top + v * (bottom - top)
    })
}

/// Blue, green and red at a point between pixels; beyond the edge as at the edge.
fn color(picture: &Picture, point: [f32; 2]) -> [f32; 3] {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    // The middle of the first pixel lies at one half.
    let x = (point[0] - 0.5).clamp(0.0, (width - 1) as f32);
    let y = (point[1] - 0.5).clamp(0.0, (height - 1) as f32);
    let (left, top) = (x as usize, y as usize);
    let (right, bottom) = ((left + 1).min(width - 1), (top + 1).min(height - 1));
    let (u, v) = (x - left as f32, y - top as f32);
    let rgb = picture.rgb();
    let pixel = |x: usize, y: usize, channel: usize| f32::from(rgb[3 * (y * width + x) + channel]);
    std::array::from_fn(|channel| {
        let channel = 2 - channel;
        let above = pixel(left, top, channel) * (1.0 - u) + pixel(right, top, channel) * u;
        let below = pixel(left, bottom, channel) * (1.0 - u) + pixel(right, bottom, channel) * u;
        above * (1.0 - v) + below * v
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strip_is_upright_and_of_one_height() {
        // Left half black, right half white, turned by nothing; then the same cut from right to left.
        let pixels = (0..40 * 20).flat_map(|at| [if at % 40 < 20 { 0 } else { 255 }; 3]).collect();
        let picture = Picture::new(40, 20, pixels).expect("it fits");
        let corners = [[0.0, 0.0], [40.0, 0.0], [40.0, 20.0], [0.0, 20.0]];
        let strip = Strip::cut(&picture, &corners);
        assert_eq!((strip.width, strip.pixels.len()), (96, 96 * HEIGHT));
        assert!(strip.pixels[10][0] < 1.0 && strip.pixels[85][0] > 254.0);
        let around = [corners[2], corners[3], corners[0], corners[1]];
        assert!(Strip::cut(&picture, &around).pixels[10][0] > 254.0);
    }

    #[test]
    fn corners_outside_the_picture_are_no_harm() {
        let picture = Picture::new(1, 1, vec![7; 3]).expect("it fits");
        let corners = [[-1e9, -5.0], [1e9, -5.0], [1e9, 9.0], [-1e9, 9.0]];
        let strip = Strip::cut(&picture, &corners);
        assert_eq!(strip.width, STRIP_MAX);
        let pieces = strip.pieces();
        assert!(pieces.iter().all(|piece| piece.len() <= WIDTHS[3]), "{pieces:?}");
        assert_eq!(pieces.iter().map(ExactSizeIterator::len).sum::<usize>(), STRIP_MAX);
    }

    #[test]
    fn a_long_strip_is_cut_in_a_gap() {
        let mut ink = vec![200.0; 640];
        ink[100..160].fill(0.0);
        ink[400..410].fill(0.0);
        ink[500..530].fill(10.0);
        assert_eq!(widest_gap(&ink), 515);
        ink[330..640].fill(200.0);
        ink[333] = 90.0;
        assert_eq!(widest_gap(&ink), 333);
    }
}
