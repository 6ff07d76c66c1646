//! Fewer points that look the same: a line for the map, extremes for charts.

use super::geo::Place;
use super::track::{Column, MISSING, Track};

/// Meters of a degree of latitude.
const DEGREE_M: f64 = 111_195.0;

/// The points of a line of at most `most` points, by Douglas and Peucker (1973): those without which
/// the line would be furthest off. Points without a place are left out.
pub(crate) fn line(track: &Track, most: usize) -> Vec<usize> {
    let places: Vec<(usize, Place)> = (0..track.len())
        .filter_map(|point| {
            let north = track.get(Column::Latitude, point)?;
            let east = track.get(Column::Longitude, point)?;
            Some((point, Place::of_e7(north, east)))
        })
        .collect();
    if places.len() <= most.max(2) {
        return places.into_iter().map(|(point, _)| point).collect();
    }
    let flat = flatten(&places);
    let mut keep = vec![0, places.len() - 1];
    let mut open = std::collections::BinaryHeap::new();
    open.extend(farthest(&flat, 0, places.len() - 1));
    while keep.len() < most {
        let Some(next) = open.pop() else { break };
        keep.push(next.at);
        open.extend(farthest(&flat, next.from, next.at));
        open.extend(farthest(&flat, next.at, next.to));
    }
    keep.sort_unstable();
    keep.into_iter().map(|place| places[place].0).collect()
}

/// Meters east and north of the first place, on a flat map.
fn flatten(places: &[(usize, Place)]) -> Vec<(f64, f64)> {
    let Some((_, origin)) = places.first() else { return Vec::new() };
    let narrow = origin.latitude.to_radians().cos();
    let flat = places.iter().map(|(_, place)| {
        let east = (place.longitude - origin.longitude) * DEGREE_M * narrow;
        (east, (place.latitude - origin.latitude) * DEGREE_M)
    });
    flat.collect()
}

/// The point between two others that is farthest from their line, in millimeters.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Farthest {
    distance_mm: u64,
    /// Of points equally far, the first.
    order: std::cmp::Reverse<usize>,
    at: usize,
    from: usize,
    to: usize,
}

fn farthest(flat: &[(f64, f64)], from: usize, to: usize) -> Option<Farthest> {
    let ((ax, ay), (bx, by)) = (flat[from], flat[to]);
    let (dx, dy) = (bx - ax, by - ay);
    let length = dx.hypot(dy);
    let off = |at: usize| {
        let (x, y) = (flat[at].0 - ax, flat[at].1 - ay);
        // A loop has no line: then the way from its ends counts.
        if length > 0.0 { (dx * y - dy * x).abs() / length } else { x.hypot(y) }
    };
    let all = (from + 1..to).map(|at| Farthest {
        distance_mm: (off(at) * 1000.0) as u64,
        order: std::cmp::Reverse(at),
        at,
        from,
        to,
    });
    all.max()
}

/// At most `most` points that keep the lowest and the highest value of a column in each of equal parts,
/// with the first and the last point: every peak is seen.
pub(crate) fn extremes(values: &[i64], most: usize) -> Vec<usize> {
    let len = values.len();
    if len <= most.max(4) {
        return (0..len).collect();
    }
    let parts = (most.max(4) - 2) / 2;
    let mut keep = vec![0];
    for part in 0..parts {
        let (from, to) = (part * len / parts, (part + 1) * len / parts);
        let known = || (from..to).filter(|at| values[*at] != MISSING);
        let (low, high) =
            (known().min_by_key(|at| values[*at]), known().max_by_key(|at| values[*at]));
        // A part without values is a gap, which one of its points shows.
        keep.extend(low.or(Some(from)));
        keep.extend(high);
    }
    keep.push(len - 1);
    keep.sort_unstable();
    keep.dedup();
    keep
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn peaks_stay_and_there_are_never_more_points(values in prop::collection::vec(-500_i64..500, 1..400), most in 4_usize..60) {
            let kept = extremes(&values, most);
            prop_assert!(kept.len() <= most.max(4) && kept.is_sorted());
            let highest = kept.iter().map(|at| values[*at]).max();
            prop_assert_eq!(highest, values.iter().copied().max());
            let lowest = kept.iter().map(|at| values[*at]).min();
            prop_assert_eq!(lowest, values.iter().copied().min());
            prop_assert_eq!((kept.first(), kept.last()), (Some(&0), Some(&(values.len() - 1))));
        }
    }

    #[test]
    fn a_corner_stays_and_a_straight_line_is_two_points() {
        let mut track = Track::default();
        for step in 0..=100_i64 {
            track.push(step * 1000);
            track.set(Column::Latitude, 500_000_000 + step.min(50) * 1000);
            track.set(Column::Longitude, 80_000_000 + (step - 50).max(0) * 1000);
        }
        assert_eq!(line(&track, 3), [0, 50, 100]);
        assert_eq!(line(&track, 1000).len(), 101);
        assert!(line(&Track::default(), 10).is_empty());
    }
}
