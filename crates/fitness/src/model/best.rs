//! Best efforts: the quickest stretch of a distance, the highest mean power over a time.

use super::splits::reach;
use super::track::{Column, Track};

/// Distances that people compare, millimeters: 400 m, 1 km, a mile, 5 km, 10 km, half a marathon, a
/// marathon.
pub(crate) const DISTANCES_MM: [i64; 7] =
    [400_000, 1_000_000, 1_609_344, 5_000_000, 10_000_000, 21_097_500, 42_195_000];

/// Times that riders compare, seconds.
pub(crate) const POWER_S: [i64; 6] = [5, 30, 60, 300, 1200, 3600];

/// How power is averaged, for people.
pub(crate) const POWER_METHOD: &str = "mean of every second, 0 where nothing was measured";

/// The longest track of which every second is looked at: a week.
const SECONDS_MAX: i64 = 7 * 86_400;

/// A best effort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Best {
    /// Its distance in millimeters, or its length in milliseconds.
    pub(crate) of: i64,
    /// When it began, since the start.
    pub(crate) at_ms: i64,
    /// Milliseconds that the distance took, or the mean watts.
    pub(crate) value: i64,
}

/// The quickest stretch of each distance, with its pauses: elapsed time, as races count it. Stretches
/// end at a point and begin where the distance before it was reached.
pub(crate) fn distances(track: &Track, way: &[i64]) -> Vec<Best> {
    let all = way.last().copied().unwrap_or(0);
    let fits = DISTANCES_MM.iter().filter(|distance| **distance <= all);
    fits.filter_map(|distance| quickest(track, way, *distance)).collect()
}

fn quickest(track: &Track, way: &[i64], distance: i64) -> Option<Best> {
    let first = way.partition_point(|way| *way < distance);
    let stretch = |to: usize| {
        // What the last point went beyond the distance counts for the part before.
        let (from_ms, _) = reach(track, way, way[to] - distance);
        Best { of: distance, at_ms: from_ms, value: track.at_ms[to] - from_ms }
    };
    let whole = (first..way.len()).map(stretch);
    whole.filter(|best| best.value > 0).min_by_key(|best| (best.value, best.at_ms))
}

/// The highest mean power over each time.
pub(crate) fn powers(track: &Track) -> Vec<Best> {
    let Some(last) = track.at_ms.last().filter(|last| **last / 1000 < SECONDS_MAX) else {
        return Vec::new();
    };
    if !track.has(Column::Power) {
        return Vec::new();
    }
    let seconds = usize::try_from(last / 1000 + 1).unwrap_or(0);
    let mut watts = vec![0_i64; seconds];
    for (point, at) in track.at_ms.iter().enumerate() {
        let second = usize::try_from(at / 1000).ok().and_then(|second| watts.get_mut(second));
        if let (Some(second), Some(power)) = (second, track.get(Column::Power, point)) {
            *second = power;
        }
    }
    let mut sums = Vec::with_capacity(seconds + 1);
    let mut sum = 0_i64;
    sums.push(0);
    for watts in watts {
        sum += watts;
        sums.push(sum);
    }
    POWER_S.iter().filter_map(|time| strongest(&sums, *time)).collect()
}

fn strongest(sums: &[i64], time: i64) -> Option<Best> {
    let width = usize::try_from(time).ok()?;
    let windows = sums.iter().zip(sums.get(width..)?).enumerate();
    let best = windows.map(|(from, (before, after))| (after - before, from));
    let (sum, from) = best.max_by_key(|(sum, from)| (*sum, std::cmp::Reverse(*from)))?;
    let at_ms = i64::try_from(from).ok()? * 1000;
    (sum > 0).then_some(Best { of: time * 1000, at_ms, value: (sum + time / 2) / time })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::way::way_mm;

    #[test]
    fn the_quickest_stretch_is_found_wherever_it_lies() {
        let mut track = Track::default();
        let mut way = 0;
        for second in 0..1200_i64 {
            track.push(second * 1000);
            track.set(Column::Distance, way);
            track.set(Column::Power, if (600..660).contains(&second) { 400 } else { 150 });
            way += if (600..700).contains(&second) { 5000 } else { 2500 };
        }
        let ways = way_mm(&track);
        let best = distances(&track, &ways);
        assert_eq!(best[0], Best { of: 400_000, at_ms: 600_000, value: 80_000 });
        assert_eq!(best[1].value, 100_000 + 200_000);
        assert_eq!(best.len(), 3, "no further than it was");
        let power = powers(&track);
        assert_eq!(power[0], Best { of: 5_000, at_ms: 600_000, value: 400 });
        assert_eq!(power[2].value, 400);
        assert_eq!(power[3].value, (60 * 400 + 240 * 150) / 300);
        assert_eq!(power.len(), 5);
        assert!(powers(&Track::default()).is_empty() && distances(&track, &[]).is_empty());
    }
}
