//! The smallest rectangle, turned as may be, around points.

use super::Corners;

/// The rectangle of the smallest area around points, by rotating calipers over their convex hull
/// (Toussaint 1983), grown on each side by area x `ratio` / perimeter; `None` for no points. Of each
/// point a square of side 1 counts, so that a single row of pixels has a height.
pub(super) fn around(points: &[[f32; 2]], ratio: f32) -> Option<Corners> {
    let hull = hull(points);
    let first = *hull.first()?;
    let mut best: Option<(f32, Frame)> = None;
    for (index, from) in hull.iter().enumerate() {
        let to = hull[(index + 1) % hull.len()];
        let (x, y) = (to[0] - from[0], to[1] - from[1]);
        let length = x.hypot(y);
        let along = if length > 0.0 { [x / length, y / length] } else { [1.0, 0.0] };
        let frame = Frame::of(&hull, first, along);
        let area = (frame.right - frame.left) * (frame.bottom - frame.top);
        if best.as_ref().is_none_or(|(least, _)| area < *least) {
            best = Some((area, frame));
        }
    }
    let (_, mut frame) = best?;
    frame.left -= 0.5;
    frame.top -= 0.5;
    frame.right += 0.5;
    frame.bottom += 0.5;
    let (width, height) = (frame.right - frame.left, frame.bottom - frame.top);
    frame.grow(width * height * ratio / (2.0 * (width + height)));
    Some(ordered(frame.corners()))
}

/// A rectangle in a coordinate system of its own.
struct Frame {
    origin: [f32; 2],
    along: [f32; 2],
    left: f32,
    right: f32,
    top: f32,
    bottom: f32,
}

impl Frame {
    fn of(points: &[[f32; 2]], origin: [f32; 2], along: [f32; 2]) -> Frame {
        let mut frame = Frame { origin, along, left: 0.0, right: 0.0, top: 0.0, bottom: 0.0 };
        for point in points {
            let (x, y) = (point[0] - origin[0], point[1] - origin[1]);
            let (u, v) = (x * along[0] + y * along[1], y * along[0] - x * along[1]);
            frame.left = frame.left.min(u);
            frame.right = frame.right.max(u);
            frame.top = frame.top.min(v);
            frame.bottom = frame.bottom.max(v);
        }
        frame
    }

    fn grow(&mut self, by: f32) {
        self.left -= by;
        self.top -= by;
        self.right += by;
        self.bottom += by;
    }

    fn corners(&self) -> Corners {
        let at = |u: f32, v: f32| {
            let [x, y] = self.along;
            [self.origin[0] + u * x - v * y, self.origin[1] + u * y + v * x]
        };
        [
            at(self.left, self.top),
            at(self.right, self.top),
            at(self.right, self.bottom),
            at(self.left, self.bottom),
        ]
    }
}

/// The corners of a rectangle so that its reading direction is nearest to the right: the edge from the
/// first to the second corner points within 45 degrees of it.
fn ordered(corners: Corners) -> Corners {
    let slope = |first: usize| {
        let (from, to) = (corners[first], corners[(first + 1) % 4]);
        let (x, y) = (to[0] - from[0], to[1] - from[1]);
        x / x.hypot(y).max(f32::MIN_POSITIVE)
    };
    let first = (0..4).max_by(|a, b| slope(*a).total_cmp(&slope(*b))).unwrap_or(0);
    std::array::from_fn(|index| corners[(first + index) % 4])
}

/// The convex hull, around it once (Andrew's monotone chain).
fn hull(points: &[[f32; 2]]) -> Vec<[f32; 2]> {
    let mut points = points.to_vec();
    points.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
    points.dedup();
    if points.len() < 3 {
        return points;
    }
    let turns_left = |a: [f32; 2], b: [f32; 2], c: [f32; 2]| {
        (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) > 0.0
    };
    let half = |points: &mut dyn Iterator<Item = [f32; 2]>| {
        let mut chain: Vec<[f32; 2]> = Vec::new();
        for point in points {
            while let [.., a, b] = chain[..]
                && !turns_left(a, b, point)
            {
                chain.pop();
            }
            chain.push(point);
        }
        chain.pop();
        chain
    };
    let mut hull = half(&mut points.iter().copied());
    hull.extend(half(&mut points.iter().rev().copied()));
    hull
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turned_bar_has_a_turned_rectangle() {
        let (sin, cos) = 10.0_f32.to_radians().sin_cos();
        let points: Vec<[f32; 2]> = (0..100)
            .flat_map(|x| (0..12).map(move |y| (x as f32, y as f32)))
            .map(|(x, y)| [200.0 + x * cos - y * sin, 100.0 + x * sin + y * cos])
            .collect();
        let corners = around(&points, 0.0).expect("there are points");
        let wide = [corners[1][0] - corners[0][0], corners[1][1] - corners[0][1]];
        assert!((wide[1].atan2(wide[0]).to_degrees() - 10.0).abs() < 0.1);
        assert!((wide[0].hypot(wide[1]) - 100.0).abs() < 0.1);
        let high = [corners[3][0] - corners[0][0], corners[3][1] - corners[0][1]];
        assert!((high[0].hypot(high[1]) - 12.0).abs() < 0.1);
    }

    #[test]
    fn one_point_and_one_row_have_an_area() {
        assert!(around(&[], 1.0).is_none());
        assert_eq!(
            around(&[[5.0, 5.0]], 0.0),
            Some([[4.5, 4.5], [5.5, 4.5], [5.5, 5.5], [4.5, 5.5]])
        );
        let row: Vec<[f32; 2]> = (0..9).map(|x| [x as f32, 3.0]).collect();
        let corners = around(&row, 2.0).expect("there are points");
        // 9 by 1: area 9, perimeter 20, so 0.9 more on each side.
        assert!((corners[0][0] - -1.4).abs() < 1e-5 && (corners[2][1] - 4.4).abs() < 1e-5);
    }
}
