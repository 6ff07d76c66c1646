//! The mean color of parts of a picture: skin between points of a face mesh, and the wall behind the head.

use base::sense::Picture;

/// A point in pixels.
pub type Point = [f32; 2];

/// Corners of skin on the 468-point mesh, chosen so that hair, eyes and mouth stay out of their hulls:
/// forehead, left cheek, right cheek.
pub const FOREHEAD: [usize; 13] = [10, 338, 297, 332, 284, 251, 389, 71, 68, 54, 103, 67, 109];
/// See [`FOREHEAD`].
pub const LEFT_CHEEK: [usize; 9] = [50, 101, 118, 117, 123, 187, 205, 36, 142];
/// See [`FOREHEAD`].
pub const RIGHT_CHEEK: [usize; 9] = [280, 330, 347, 346, 352, 411, 425, 266, 371];

/// Sums of colors over pixels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Color {
    sums: [u64; 3],
    /// How many pixels.
    pub pixels: u64,
    /// How many of them are at the end of a channel's range.
    pub clipped: u64,
}

impl Color {
    /// Means of red, green and blue, 0 to 255; `None` without a pixel.
    pub fn mean(&self) -> Option<[f64; 3]> {
        (self.pixels > 0).then(|| self.sums.map(|sum| sum as f64 / self.pixels as f64))
    }

    /// Adds the pixels `left..right` of a row; what lies outside of the picture is left out.
    fn add_row(&mut self, picture: &Picture, row: u32, left: u32, right: u32) {
        let right = right.min(picture.width());
        if row >= picture.height() || right <= left {
            return;
        }
        let start = row as usize * picture.width() as usize;
        let pixels = &picture.rgb()[(start + left as usize) * 3..(start + right as usize) * 3];
        let mut sums = [0_u32; 3];
        let mut clipped = 0_u32;
        for pixel in pixels.chunks_exact(3) {
            sums[0] += u32::from(pixel[0]);
            sums[1] += u32::from(pixel[1]);
            sums[2] += u32::from(pixel[2]);
            clipped += u32::from(pixel.iter().any(|value| *value < 4 || *value > 251));
        }
        for (sum, row) in self.sums.iter_mut().zip(sums) {
            *sum += u64::from(row);
        }
        self.pixels += u64::from(right - left);
        self.clipped += u64::from(clipped);
    }

    /// Adds the inside of a convex polygon.
    pub fn add_polygon(&mut self, picture: &Picture, corners: &[Point]) {
        let (mut top, mut bottom) = (f32::MAX, f32::MIN);
        for corner in corners {
            top = top.min(corner[1]);
            bottom = bottom.max(corner[1]);
        }
        let first = top.max(0.0).ceil() as u32;
        let last = bottom.min(picture.height() as f32 - 1.0).floor();
        if corners.len() < 3 || last < 0.0 || !top.is_finite() || !bottom.is_finite() {
            return;
        }
        for row in first..=last as u32 {
            let (mut left, mut right) = (f32::MAX, f32::MIN);
            for (index, a) in corners.iter().enumerate() {
                let b = &corners[(index + 1) % corners.len()];
                let (low, high) = if a[1] <= b[1] { (a, b) } else { (b, a) };
                let y = row as f32;
                if low[1] <= y && y <= high[1] && low[1] < high[1] {
                    let x = low[0] + (high[0] - low[0]) * (y - low[1]) / (high[1] - low[1]);
                    left = left.min(x);
                    right = right.max(x);
                }
            }
            if left <= right {
                self.add_row(picture, row, left.max(0.0).ceil() as u32, right.max(0.0) as u32 + 1);
            }
        }
    }

    /// Adds a rectangle `[left, top, right, bottom]` in pixels, cut to the picture.
    pub fn add_rectangle(&mut self, picture: &Picture, sides: [f32; 4]) {
        let [left, top, right, bottom] = sides.map(|side| side.max(0.0) as u32);
        for row in top..bottom.min(picture.height()) {
            self.add_row(picture, row, left, right);
        }
    }
}

/// The convex hull of points, in order around it (A. M. Andrew, Inf. Process. Lett. 9, 1979).
pub fn hull(points: &[Point]) -> Vec<Point> {
    let mut sorted: Vec<Point> = points
        .iter()
        .copied()
        .filter(|point| point.iter().all(|value| value.is_finite()))
        .collect();
    sorted.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
    let turn = |a: Point, b: Point, c: Point| {
        (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    };
    let chain = |points: &mut dyn Iterator<Item = Point>| {
        let mut chain: Vec<Point> = Vec::new();
        for point in points {
            while chain.len() > 1
                && turn(chain[chain.len() - 2], chain[chain.len() - 1], point) <= 0.0
            {
                chain.pop();
            }
            chain.push(point);
        }
        chain.pop();
        chain
    };
    let mut around = chain(&mut sorted.iter().copied());
    around.extend(chain(&mut sorted.iter().rev().copied()));
    around
}

#[cfg(test)]
mod tests {
    use super::*;

    fn halves() -> Picture {
        let row: Vec<u8> =
            (0..20).flat_map(|x| if x < 10 { [100, 50, 20] } else { [200, 0, 255] }).collect();
        Picture::new(20, 10, row.repeat(10)).expect("the bytes fit the sides")
    }

    #[test]
    fn a_polygon_has_the_color_of_its_inside() {
        let corners = hull(&[[1.0, 1.0], [8.0, 1.0], [8.0, 8.0], [1.0, 8.0], [4.0, 4.0]]);
        assert_eq!(corners.len(), 4, "the point inside is no corner");
        let mut color = Color::default();
        color.add_polygon(&halves(), &corners);
        assert_eq!(color.mean(), Some([100.0, 50.0, 20.0]));
        assert_eq!((color.pixels, color.clipped), (64, 0));
    }

    #[test]
    fn what_lies_outside_is_left_out() {
        let mut color = Color::default();
        color.add_rectangle(&halves(), [-5.0, -5.0, 1e9, 1e9]);
        assert_eq!((color.pixels, color.clipped), (200, 100));
        let mut none = Color::default();
        none.add_polygon(&halves(), &hull(&[[50.0, 50.0], [60.0, 50.0], [60.0, 60.0]]));
        none.add_polygon(&halves(), &[[f32::NAN, 0.0], [1.0, f32::NAN], [2.0, 3.0]]);
        none.add_polygon(&halves(), &[[-9.0, -9.0], [-2.0, -9.0], [-2.0, -3.0]]);
        assert_eq!(none.mean(), None);
    }
}
