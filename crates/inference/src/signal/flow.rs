//! How far parts of a picture moved since the one before, by the gradients of tiles.
//!
//! A chest moves by a pixel or two with each breath, together with whatever the whole person does. The
//! vertical motion of the chest minus that of the head is the breath (without the subtraction, sway costs
//! several breaths a minute; with it, hundredths).

use base::sense::Picture;

/// Columns to which a picture is brought before; a chest of 150 columns in them is enough, and the noise of
/// the sensor is averaged away with the pixels.
const COLUMNS: u32 = 320;
/// Rows and columns of tiles.
const TILES: (usize, usize) = (4, 6);
/// Added to each tile's energy, so that a flat tile says nothing instead of anything.
const ENERGY_MIN: f32 = 50.0;
/// A tile smaller than this in pixels says nothing.
const TILE_SIDE_MIN: usize = 3;

/// A gray picture of at most about 640 columns.
// Invariant: pixels.len() == width * height.
#[derive(Clone, PartialEq)]
pub struct Gray {
    width: usize,
    height: usize,
    /// How many pixels of the picture make one here, in each direction.
    pub scale: u32,
    pixels: Vec<f32>,
}

/// The motion of one part from one picture to the next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Motion {
    /// Downward, in pixels of the original picture: the energy-weighted median of the tiles.
    pub down: f32,
    /// How the downward motion grows with each pixel further down: what coming nearer does.
    pub growth: f32,
    /// The share of the difference between the pictures that the motion explains, 0 to 1.
    pub explained: f32,
    /// Sum of the tiles' energies: how much structure there is to see motion by.
    pub energy: f32,
}

impl Gray {
    /// A smaller gray picture, each pixel the mean of a square, smoothed by 1-2-1 in both directions.
    pub fn of(picture: &Picture) -> Gray {
        let scale = (picture.width() / COLUMNS).max(1);
        let (width, height) = (picture.width() / scale, (picture.height() / scale).max(1));
        let (width, height, step) = (width as usize, height as usize, scale as usize);
        let row_bytes = picture.width() as usize * 3;
        let rows = (picture.height() as usize).min(height * step);
        let mut pixels = vec![0.0_f32; width * height];
        let mut sums = vec![0_u32; width];
        for y in 0..height {
            sums.fill(0);
            for row in picture.rgb().chunks_exact(row_bytes).take(rows).skip(y * step).take(step) {
                for (sum, square) in sums.iter_mut().zip(row.chunks_exact(3 * step)) {
                    for pixel in square.chunks_exact(3) {
                        // Luma of ITU-R BT.601 in 256ths.
                        *sum += 77 * u32::from(pixel[0])
                            + 150 * u32::from(pixel[1])
                            + 29 * u32::from(pixel[2]);
                    }
                }
            }
            let share = 1.0 / (256.0 * (step * step) as f32);
            for (pixel, sum) in pixels[y * width..(y + 1) * width].iter_mut().zip(&sums) {
                *pixel = *sum as f32 * share;
            }
        }
        let mut gray = Gray { width, height, scale, pixels };
        gray.smooth();
        gray
    }

    fn smooth(&mut self) {
        let (width, height) = (self.width, self.height);
        if width < 3 || height < 3 {
            return;
        }
        let mut across = self.pixels.clone();
        for (out, row) in across.chunks_exact_mut(width).zip(self.pixels.chunks_exact(width)) {
            for x in 1..width - 1 {
                out[x] = 0.25 * (row[x - 1] + 2.0 * row[x] + row[x + 1]);
            }
        }
        for y in 1..height - 1 {
            let (above, here, below) =
                (&across[(y - 1) * width..], &across[y * width..], &across[(y + 1) * width..]);
            for x in 0..width {
                self.pixels[y * width + x] = 0.25 * (above[x] + 2.0 * here[x] + below[x]);
            }
        }
    }

    /// The mean absolute difference to another picture, in steps of 8 bit; `None` when the sides differ.
    pub fn difference(&self, other: &Gray) -> Option<f32> {
        let same = (self.width, self.height) == (other.width, other.height);
        let sum = || self.pixels.iter().zip(&other.pixels).map(|(a, b)| (a - b).abs()).sum::<f32>();
        same.then(|| sum() / self.pixels.len() as f32)
    }
}

/// How the rectangle `[left, top, right, bottom]` (pixels of the original picture) moved from `before` to
/// `after`; `None` when the pictures' sides differ or too little of it is in the picture.
pub fn motion(before: &Gray, after: &Gray, sides: [f32; 4]) -> Option<Motion> {
    if (before.width, before.height) != (after.width, after.height) {
        return None;
    }
    let scale = after.scale as f32;
    let cut =
        |side: f32, most: usize| ((side / scale).max(1.0) as usize).min(most.saturating_sub(1));
    let [left, right] = [sides[0], sides[2]].map(|side| cut(side, after.width));
    let [top, bottom] = [sides[1], sides[3]].map(|side| cut(side, after.height));
    let (tile_height, tile_width) =
        (bottom.saturating_sub(top) / TILES.0, right.saturating_sub(left) / TILES.1);
    if tile_height < TILE_SIDE_MIN || tile_width < TILE_SIDE_MIN {
        return None;
    }
    let mut tiles = [Tile::default(); TILES.0 * TILES.1];
    for (index, tile) in tiles.iter_mut().enumerate() {
        let (row, column) = (index / TILES.1, index % TILES.1);
        let (y, x) = (top + row * tile_height, left + column * tile_width);
        *tile = Tile::of(before, after, y..y + tile_height, x..x + tile_width);
    }
    Some(summed(&tiles, scale))
}

#[derive(Clone, Copy, Default)]
struct Tile {
    /// Downward motion in pixels of the small picture.
    down: f32,
    energy: f32,
    /// The row of its middle.
    middle: f32,
    difference: f32,
    explained: f32,
}

impl Tile {
    /// Horn and Schunck's brightness constancy solved for one downward motion per tile: `-sum(gy d) / sum(gy
    /// gy)` with the vertical gradient `gy` (mean of both pictures) and the difference `d`.
    fn of(
        before: &Gray,
        after: &Gray,
        rows: std::ops::Range<usize>,
        columns: std::ops::Range<usize>,
    ) -> Tile {
        let width = after.width;
        let middle = (rows.start + rows.end) as f32 / 2.0;
        let (mut energy, mut product, mut difference) = (0.0_f32, 0.0_f32, 0.0_f32);
        for y in rows {
            let line = |gray: &'_ Gray, y: usize| {
                y * width + columns.start..y * width + columns.end.min(gray.width)
            };
            let (above, here, below) = (line(after, y - 1), line(after, y), line(after, y + 1));
            let a = after.pixels[above.clone()].iter().zip(&after.pixels[below.clone()]);
            let b = before.pixels[above].iter().zip(&before.pixels[below]);
            let both = after.pixels[here.clone()].iter().zip(&before.pixels[here]);
            for (((a0, a1), (b0, b1)), (now, then)) in a.zip(b).zip(both) {
                let slope = (a1 - a0 + b1 - b0) * 0.25;
                let change = now - then;
                energy += slope * slope;
                product += slope * change;
                difference += change * change;
            }
        }
        let down = -product / (energy + ENERGY_MIN);
        Tile {
            down,
            energy,
            middle,
            difference,
            explained: product * product / (energy + ENERGY_MIN),
        }
    }
}

fn summed(tiles: &[Tile], scale: f32) -> Motion {
    let energy: f32 = tiles.iter().map(|tile| tile.energy).sum();
    let mut sorted: Vec<&Tile> = tiles.iter().collect();
    sorted.sort_by(|a, b| a.down.total_cmp(&b.down));
    let mut so_far = 0.0;
    let median = sorted.iter().find(|tile| {
        so_far += tile.energy;
        so_far >= energy / 2.0
    });
    let down = median.map_or(0.0, |tile| tile.down);
    let mean = |value: &dyn Fn(&Tile) -> f32| {
        tiles.iter().map(|tile| tile.energy * value(tile)).sum::<f32>() / energy.max(1e-6)
    };
    let (middle, flow) = (mean(&|tile| tile.middle), mean(&|tile| tile.down));
    let spread = mean(&|tile| (tile.middle - middle).powi(2));
    let growth = mean(&|tile| (tile.middle - middle) * (tile.down - flow)) / spread.max(1e-6);
    let difference: f32 = tiles.iter().map(|tile| tile.difference).sum();
    let explained: f32 = tiles.iter().map(|tile| tile.explained).sum();
    Motion { down: down * scale, growth, explained: explained / difference.max(1e-6), energy }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture with structure, shifted down by `shift` pixels.
    fn picture(shift: f32, noise: u32) -> Picture {
        let rgb = (0..240_u32)
            .flat_map(|y| {
                (0..320_u32).flat_map(move |x| {
                    let (u, v) = (x as f32, y as f32 - shift);
                    let value = 120.0
                        + 50.0 * (v / 9.0 + u / 31.0).sin()
                        + 30.0 * (u / 17.0 - v / 13.0).cos();
                    let grain =
                        (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503) ^ noise) % 7;
                    [(value + grain as f32) as u8; 3]
                })
            })
            .collect();
        Picture::new(320, 240, rgb).expect("the bytes fit the sides")
    }

    #[test]
    fn parts_of_a_pixel_are_seen() {
        let before = Gray::of(&picture(0.0, 0));
        for shift in [-0.8, -0.1, 0.0, 0.05, 0.3, 1.0_f32] {
            let after = Gray::of(&picture(shift, 0));
            let got = motion(&before, &after, [40.0, 60.0, 280.0, 200.0]).expect("inside");
            assert!((got.down - shift).abs() < 0.06, "{shift}: {got:?}");
        }
    }

    #[test]
    fn too_little_of_a_part_says_nothing() {
        let gray = Gray::of(&picture(0.0, 0));
        for sides in [[0.0, 235.0, 320.0, 400.0], [f32::NAN; 4], [10.0, 10.0, 5.0, 5.0]] {
            assert_eq!(motion(&gray, &gray, sides), None);
        }
        let flat = Gray::of(&Picture::new(64, 64, vec![9; 64 * 64 * 3]).expect("the bytes fit"));
        assert_eq!(motion(&gray, &flat, [0.0, 0.0, 64.0, 64.0]), None, "another size");
        let still = motion(&flat, &flat, [0.0, 0.0, 64.0, 64.0]).expect("inside");
        assert_eq!((still.down, still.energy), (0.0, 0.0));
    }
}
