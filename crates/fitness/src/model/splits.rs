//! Splits: how long each kilometer or mile took.

use super::geo::climb;
use super::track::{Column, Track};
use super::way::timer_ms;

/// The most splits that are told: a thousand kilometers.
const SPLITS_MAX: usize = 1000;

/// One split.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Split {
    /// Its length; shorter at the end.
    pub(crate) distance_mm: i64,
    /// When it began, since the start.
    pub(crate) at_ms: i64,
    /// How long the timer ran.
    pub(crate) time_ms: i64,
    /// Up and down, when heights are known.
    pub(crate) climb: Option<(i64, i64)>,
    /// Mean heart rate, when it is known.
    pub(crate) heart_bpm: Option<i64>,
}

/// Splits of a length along a way. Where one ends between two points, its time is between theirs.
pub(crate) fn splits(track: &Track, way: &[i64], length_mm: i64) -> Vec<Split> {
    let mut splits = Vec::new();
    let (Some(last), Some(first_at)) = (way.last(), track.at_ms.first()) else { return splits };
    let (mut at_ms, mut from) = (*first_at, 0);
    let mut begun = 0;
    while begun < *last && splits.len() < SPLITS_MAX {
        let goal = (begun + length_mm).min(*last);
        let (end_ms, to) = reach(track, way, goal);
        let heights: Vec<i64> = values(track, Column::Altitude, from, to).collect();
        let climbed = (heights.len() > 1).then(|| climb(&heights));
        let hearts: Vec<i64> = values(track, Column::Heart, from, to).collect();
        let count = i64::try_from(hearts.len()).unwrap_or(1).max(1);
        splits.push(Split {
            distance_mm: goal - begun,
            at_ms,
            time_ms: timer_ms(&track.pauses, end_ms) - timer_ms(&track.pauses, at_ms),
            climb: climbed.map(|climbed| (climbed.ascent_mm, climbed.descent_mm)),
            heart_bpm: (!hearts.is_empty())
                .then(|| (hearts.iter().sum::<i64>() + count / 2) / count),
        });
        (at_ms, from, begun) = (end_ms, to, goal);
    }
    splits
}

/// When a way was reached, and the first point at or beyond it.
pub(super) fn reach(track: &Track, way: &[i64], goal: i64) -> (i64, usize) {
    let to = way.partition_point(|way| *way < goal).min(way.len() - 1);
    let Some(before) = to.checked_sub(1) else { return (track.at_ms[to], to) };
    let (mm, ms) = (way[to] - way[before], track.at_ms[to] - track.at_ms[before]);
    let part = if mm > 0 { ms as f64 * (goal - way[before]) as f64 / mm as f64 } else { 0.0 };
    (track.at_ms[before] + part.round() as i64, to)
}

fn values(track: &Track, column: Column, from: usize, to: usize) -> impl Iterator<Item = i64> + '_ {
    (from..=to).filter_map(move |point| track.get(column, point))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::track::Pause;
    use crate::model::way::{moving_ms, way_mm};

    /// Three meters a second for so long, with a pause of a minute in the middle.
    fn track(seconds: i64) -> Track {
        let mut track = Track::default();
        let half = seconds / 2;
        for second in 0..=seconds {
            let at = if second > half { second + 60 } else { second };
            track.push(at * 1000);
            track.set(Column::Distance, second * 3000);
            track.set(Column::Heart, 120 + second * 40 / seconds);
        }
        track.pauses = vec![Pause { from_ms: half * 1000, to_ms: (half + 60) * 1000 }];
        track
    }

    #[test]
    fn splits_take_their_time_without_pauses() {
        let track = track(1000);
        let way = way_mm(&track);
        let splits = splits(&track, &way, 1_000_000);
        let told: Vec<(i64, i64)> =
            splits.iter().map(|one| (one.distance_mm, one.time_ms)).collect();
        assert_eq!(told, [(1_000_000, 333_333), (1_000_000, 333_334), (1_000_000, 333_333)]);
        assert!(splits[0].heart_bpm < splits[2].heart_bpm);
        assert_eq!(splits.iter().map(|one| one.time_ms).sum::<i64>(), 1_000_000);
        assert_eq!(moving_ms(&track, &way), Some(999_000), "all but the second of the pause");
    }

    #[test]
    fn nothing_has_no_splits() {
        assert!(splits(&Track::default(), &[], 1_000_000).is_empty());
        let mut still = Track::default();
        still.push(0);
        still.set(Column::Distance, 0);
        assert!(splits(&still, &way_mm(&still), 1_000_000).is_empty());
    }
}
