//! Heart rate zones: where they begin, and how long the heart beat in each.

use super::track::{Column, Track};
use super::way::timer_ms;

/// How many zones.
pub(crate) const ZONES: usize = 5;
/// Where zones begin, percent of the highest heart rate, as most watches have it.
const PERCENTS: [i64; ZONES] = [50, 60, 70, 80, 90];
/// A value counts no longer than this: beyond, the strap was off.
const GAP_MS: i64 = 30_000;

/// Where the beginnings of zones come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The person wrote them down.
    Own,
    /// By share of the highest rate that the person knows.
    Highest,
    /// By share of the highest rate that the year of birth suggests: 208 - 0.7 x age (Tanaka et al.,
    /// J Am Coll Cardiol 2001;37:153). Off by some ten beats for every third person.
    Age,
}

/// What is known of the person.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    /// Where the zones begin, if the person said so.
    pub(crate) own: Vec<i64>,
    /// The highest heart rate, if the person knows it.
    pub(crate) highest: Option<i64>,
    /// The age in years when it was.
    pub(crate) age: Option<i64>,
}

/// Where the zones begin, beats per minute; `None` when nothing is known of the person.
pub(crate) fn bounds(known: &Known) -> Option<([i64; ZONES], Origin)> {
    if let Ok(own) = <[i64; ZONES]>::try_from(known.own.as_slice()) {
        return Some((own, Origin::Own));
    }
    let suggested =
        known.age.filter(|age| (5..=110).contains(age)).map(|age| (2080 - 7 * age) / 10);
    let (highest, origin) = match (known.highest, suggested) {
        (Some(highest), _) => (highest, Origin::Highest),
        (None, Some(suggested)) => (suggested, Origin::Age),
        (None, None) => return None,
    };
    Some((PERCENTS.map(|percent| (highest * percent + 50) / 100), origin))
}

/// Milliseconds below the first zone and in each zone, while the timer ran.
pub(crate) fn time_in(track: &Track, bounds: &[i64; ZONES]) -> [i64; ZONES + 1] {
    let mut times = [0; ZONES + 1];
    let mut before: Option<(i64, i64)> = None;
    for (point, at) in track.at_ms.iter().enumerate() {
        if let Some((since, heart)) = before {
            let ran = timer_ms(&track.pauses, *at) - timer_ms(&track.pauses, since);
            if let Some(time) = times.get_mut(zone(heart, bounds)) {
                *time += ran.clamp(0, GAP_MS);
            }
        }
        before = track.get(Column::Heart, point).map(|heart| (*at, heart));
    }
    times
}

/// The zone of a heart rate: 0 below the first.
fn zone(heart: i64, bounds: &[i64; ZONES]) -> usize {
    bounds.partition_point(|bound| *bound <= heart)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_come_from_what_is_known() {
        assert_eq!(bounds(&Known::default()), None, "nothing is guessed of nobody");
        let age = Known { age: Some(40), ..Known::default() };
        assert_eq!(bounds(&age), Some(([90, 108, 126, 144, 162], Origin::Age)));
        let highest = Known { highest: Some(200), ..age };
        assert_eq!(bounds(&highest), Some(([100, 120, 140, 160, 180], Origin::Highest)));
        let own = Known { own: vec![1, 2, 3, 4, 5], ..highest };
        assert_eq!(bounds(&own), Some(([1, 2, 3, 4, 5], Origin::Own)));
    }

    #[test]
    fn time_counts_in_its_zone_and_gaps_do_not() {
        let mut track = Track::default();
        for (at, heart) in [(0, 90), (10_000, 100), (20_000, 180), (500_000, 120)] {
            track.push(at);
            track.set(Column::Heart, heart);
        }
        let times = time_in(&track, &[100, 120, 140, 160, 180]);
        assert_eq!(times, [10_000, 10_000, 0, 0, 0, GAP_MS]);
    }
}
