//! Where there is text: PP-OCRv4's map of probabilities on fixed canvases, and the boxes in it.

use base::error::Result;
use base::sense::Picture;
use image::imageops::FilterType;
use image::{ImageBuffer, Rgb};

use super::{Corners, rectangle};
use crate::models::plan::{Input, Shape};
use crate::models::{Models, Name};

/// The canvas's long and short side: the network cannot take free sides, so that there is a plan for
/// upright and one for lying pictures.
const LONG: usize = 960;
const SHORT: usize = 704;

/// From this probability on a pixel is text (DB's own postprocessing).
const PIXEL_MIN: f32 = 0.3;

/// A smaller spot is none, and one of a smaller mean probability neither.
const SPOT_PIXELS_MIN: usize = 10;
const SPOT_MEAN_MIN: f32 = 0.5;

/// The network marks a shrunk kernel of a line; it is grown by area x 1.6 / perimeter (DB's `unclip`).
const UNCLIP: f32 = 1.6;

/// The most boxes of one picture, the largest first: more are a pattern, and reading each costs time.
const BOXES_MAX: usize = 400;

/// A picture longer than this many times its width is looked at in parts, so that its letters stay
/// large enough; at most so many parts.
const TALL: f32 = 1.9;
const PARTS_MAX: usize = 6;

/// What two neighboring parts both see, in pixels of the canvas: more than a line is high.
const OVERLAP: usize = 96;

/// The boxes around lines and pieces of lines, in pixels of the picture; `None` when the model is not
/// installed.
pub(super) fn boxes(models: &Models, picture: &Picture) -> Result<Option<Vec<Corners>>> {
    let mut found: Vec<Corners> = Vec::new();
    for part in parts(picture.width() as usize, picture.height() as usize) {
        let Some(map) = map(models, picture, &part)? else { return Ok(None) };
        for corners in map.boxes() {
            let corners = corners.map(|point| part.to_picture(point));
            let center = (corners[0][1] + corners[2][1]) / 2.0;
            if part.own.contains(&center) {
                found.push(corners);
            }
        }
    }
    let area = |corners: &Corners| {
        let side = |a: [f32; 2], b: [f32; 2]| (a[0] - b[0]).hypot(a[1] - b[1]);
        side(corners[0], corners[1]) * side(corners[0], corners[3])
    };
    found.sort_by(|a, b| area(b).total_cmp(&area(a)));
    found.truncate(BOXES_MAX);
    Ok(Some(found))
}

/// What of a picture is put on one canvas.
pub(super) struct Part {
    /// The canvas.
    width: usize,
    height: usize,
    /// First row, and how many, of the picture.
    top: usize,
    rows: usize,
    /// Pixels of the canvas per pixel of the picture, at most 1.
    scale: f32,
    /// The rows whose text is this part's to tell; another part sees it, too.
    own: std::ops::Range<f32>,
}

impl Part {
    /// In the map the middle of the first pixel lies at 0, in the picture at one half.
    fn to_picture(&self, point: [f32; 2]) -> [f32; 2] {
        [(point[0] + 0.5) / self.scale, (point[1] + 0.5) / self.scale + self.top as f32]
    }
}

/// The canvases on which a picture is looked at, from top to bottom.
pub(super) fn parts(width: usize, height: usize) -> Vec<Part> {
    let all = f32::MIN..f32::MAX;
    let (wide, high) = (width as f32, height as f32);
    if high < wide * TALL {
        let sides = if width > height { (LONG, SHORT) } else { (SHORT, LONG) };
        let scale = (sides.0 as f32 / wide).min(sides.1 as f32 / high).min(1.0);
        return vec![Part {
            width: sides.0,
            height: sides.1,
            top: 0,
            rows: height,
            scale,
            own: all,
        }];
    }
    // As wide as the canvas, unless that takes too many parts.
    let room = (LONG + (PARTS_MAX - 1) * (LONG - OVERLAP)) as f32;
    let scale = (SHORT as f32 / wide).min(room / high).min(1.0);
    let (rows, overlap) = (LONG as f32 / scale, OVERLAP as f32 / scale);
    let count = ((high - overlap) / (rows - overlap)).ceil().clamp(1.0, PARTS_MAX as f32) as usize;
    let step = rows - overlap;
    (0..count)
        .map(|index| {
            let top = index as f32 * step;
            let first = if index == 0 { f32::MIN } else { top + overlap / 2.0 };
            let last = if index + 1 == count { f32::MAX } else { top + step + overlap / 2.0 };
            let top = top as usize;
            let rows = (rows.ceil() as usize).min(height - top.min(height - 1)).max(1);
            Part { width: SHORT, height: LONG, top, rows, scale, own: first..last }
        })
        .collect()
}

/// The network's answer for one canvas: per pixel the probability of text.
pub(super) struct Map {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) probabilities: Vec<f32>,
}

pub(super) fn map(models: &Models, picture: &Picture, part: &Part) -> Result<Option<Map>> {
    let shape = [1, 3, part.height, part.width];
    let Some(plan) = models.plan(Name::DocumentDetection, &[Shape::floats(shape)])? else {
        return Ok(None);
    };
    let canvas = canvas(picture, part);
    let outputs = plan.run(&[Input::Floats(&shape, &canvas)])?;
    let probabilities = outputs.floats("sigmoid_0.tmp_0", Some(part.width * part.height))?.to_vec();
    Ok(Some(Map { width: part.width, height: part.height, probabilities }))
}

/// The part in the canvas's upper left corner, blue, green and red one after another, each -1 to 1; gray
/// (0) around it.
fn canvas(picture: &Picture, part: &Part) -> Vec<f32> {
    let row = 3 * picture.width() as usize;
    let rows = &picture.rgb()[part.top * row..(part.top + part.rows) * row];
    let view: ImageBuffer<Rgb<u8>, &[u8]> =
        ImageBuffer::from_raw(picture.width(), part.rows as u32, rows)
            .expect("as many bytes as pixels were taken");
    let fit = |side: usize, limit: usize| {
        ((side as f32 * part.scale).round() as usize).clamp(1, limit) as u32
    };
    let width = fit(picture.width() as usize, part.width);
    let height = fit(part.rows, part.height);
    // Triangle averages over what a pixel covers: fine print does not flicker away in large photos.
    let small = match part.scale < 1.0 {
        true => image::imageops::resize(&view, width, height, FilterType::Triangle).into_raw(),
        false => rows.to_vec(),
    };
    let mut canvas = vec![0.0; 3 * part.width * part.height];
    for (channel, plane) in canvas.chunks_exact_mut(part.width * part.height).enumerate() {
        let lines = plane.chunks_exact_mut(part.width).zip(small.chunks_exact(3 * width as usize));
        for (line, from) in lines {
            for (to, pixel) in line.iter_mut().zip(from.chunks_exact(3)) {
                *to = f32::from(pixel[2 - channel]) / 127.5 - 1.0;
            }
        }
    }
    canvas
}

impl Map {
    /// Around each spot of text the smallest rectangle, grown to the letters' size; in pixels of the map.
    pub(super) fn boxes(&self) -> Vec<Corners> {
        let mut mask = self.mask();
        let mut boxes = Vec::new();
        let mut stack = Vec::new();
        for start in 0..mask.len() {
            if !mask[start] {
                continue;
            }
            mask[start] = false;
            stack.push(start);
            let mut spot = Spot::default();
            while let Some(at) = stack.pop() {
                let (x, y) = (at % self.width, at / self.width);
                spot.add(x, y, self.probabilities[at]);
                for y in y.saturating_sub(1)..=(y + 1).min(self.height - 1) {
                    for x in x.saturating_sub(1)..=(x + 1).min(self.width - 1) {
                        let next = y * self.width + x;
                        if std::mem::take(&mut mask[next]) {
                            stack.push(next);
                        }
                    }
                }
            }
            if spot.is_text() {
                boxes.extend(rectangle::around(&spot.outline(), UNCLIP));
            }
        }
        boxes
    }

    /// The pixels of text, each with its right, lower and lower right neighbor: letters that barely touch
    /// become one spot.
    fn mask(&self) -> Vec<bool> {
        let mut mask = vec![false; self.probabilities.len()];
        for (at, probability) in self.probabilities.iter().enumerate() {
            if *probability > PIXEL_MIN {
                let (x, y) = (at % self.width, at / self.width);
                for y in y..=(y + 1).min(self.height - 1) {
                    mask[y * self.width + x..=y * self.width + (x + 1).min(self.width - 1)]
                        .fill(true);
                }
            }
        }
        mask
    }
}

/// Pixels that hang together.
#[derive(Default)]
struct Spot {
    pixels: usize,
    sum: f32,
    /// Per row the leftmost and the rightmost pixel: only those can lie on the hull.
    rows: std::collections::BTreeMap<usize, (usize, usize)>,
}

impl Spot {
    fn add(&mut self, x: usize, y: usize, probability: f32) {
        self.pixels += 1;
        self.sum += probability;
        let row = self.rows.entry(y).or_insert((x, x));
        *row = (row.0.min(x), row.1.max(x));
    }

    fn is_text(&self) -> bool {
        self.pixels >= SPOT_PIXELS_MIN && self.sum >= SPOT_MEAN_MIN * self.pixels as f32
    }

    fn outline(&self) -> Vec<[f32; 2]> {
        let points = self.rows.iter();
        points
            .flat_map(|(y, (left, right))| [left, right].map(|x| [*x as f32, *y as f32]))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spots_become_boxes_and_specks_do_not() {
        let (width, height) = (60, 40);
        let mut map = Map { width, height, probabilities: vec![0.0; width * height] };
        for y in 10..16 {
            map.probabilities[y * width + 5..y * width + 45].fill(0.9);
        }
        // Too small, and too faint.
        map.probabilities[30 * width + 50] = 0.9;
        for y in 25..35 {
            map.probabilities[y * width + 5..y * width + 20].fill(0.35);
        }
        let boxes = map.boxes();
        assert_eq!(boxes.len(), 1);
        let [top_left, _, bottom_right, _] = boxes[0];
        // 41 by 7 with what the mask adds: area 287, perimeter 96, so 4.8 more on each side.
        assert!((top_left[0] - (4.5 - 4.78)).abs() < 0.01, "{top_left:?}");
        assert!((bottom_right[1] - (16.5 + 4.78)).abs() < 0.01, "{bottom_right:?}");
    }

    #[test]
    fn a_whole_map_of_text_is_one_box() {
        let map = Map { width: 704, height: 960, probabilities: vec![1.0; 704 * 960] };
        assert_eq!(map.boxes().len(), 1);
    }

    #[test]
    fn parts_cover_every_row_once() {
        for (width, height) in [
            (1, 1),
            (1, 20_000),
            (20_000, 1),
            (500, 3_000),
            (1_000, 1_800),
            (3_000, 4_000),
            (900, 20_000),
        ] {
            let parts = parts(width, height);
            assert!((1..=PARTS_MAX).contains(&parts.len()), "{width} x {height}");
            for row in 0..height {
                let own = parts
                    .iter()
                    .filter(|part| part.own.contains(&(row as f32)))
                    .collect::<Vec<_>>();
                assert_eq!(own.len(), 1, "row {row} of {width} x {height}");
                assert!(
                    (own[0].top..own[0].top + own[0].rows).contains(&row),
                    "{row} of {width} x {height}"
                );
            }
            for part in &parts {
                assert!(part.top + part.rows <= height);
                assert!(part.rows as f32 * part.scale <= part.height as f32 + 1.0);
            }
        }
    }
}
