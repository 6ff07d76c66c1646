//! The way along a track, and the time that counts on it.

use super::geo::{Place, vincenty_m};
use super::track::{Column, Pause, Track};

/// The way up to each point, millimeters since the first one: what the device counted, else along the
/// positions; empty when there is neither. It never falls.
pub(crate) fn way_mm(track: &Track) -> Vec<i64> {
    if !track.has(Column::Distance) {
        return along_positions_mm(track).into_iter().map(|way| way.round() as i64).collect();
    }
    let counted = |point| track.get(Column::Distance, point);
    let first = (0..track.len()).find_map(counted).unwrap_or(0);
    let mut so_far = 0;
    (0..track.len())
        .map(|point| {
            so_far = counted(point).map_or(so_far, |way| way.saturating_sub(first)).max(so_far);
            so_far
        })
        .collect()
}

/// How the time that was moved in is told, for people.
pub(crate) const MOVING_METHOD: &str = "faster than 0.5 m/s, without pauses";
/// Slower than this is standing: a receiver at rest wanders by less.
const STANDING_MM_S: i64 = 500;
/// Between points further apart than this nobody knows what happened; devices that save space write
/// one every few seconds.
const GAP_MS: i64 = 60_000;

/// How long was moved, milliseconds, as [`MOVING_METHOD`] says; `None` without a way.
pub(crate) fn moving_ms(track: &Track, way: &[i64]) -> Option<i64> {
    if way.is_empty() {
        return None;
    }
    let times = track.at_ms.windows(2).zip(way.windows(2));
    let moved = times.filter_map(|(at, way)| {
        let (ms, mm) = (at[1] - at[0], way[1] - way[0]);
        let is_moving = 0 < ms && ms <= GAP_MS && mm * 1000 >= ms.saturating_mul(STANDING_MM_S);
        (is_moving && !is_paused(&track.pauses, at[0], at[1])).then_some(ms)
    });
    Some(moved.sum())
}

/// Whether a pause lies between two instants.
fn is_paused(pauses: &[Pause], from: i64, to: i64) -> bool {
    let first = pauses.partition_point(|pause| pause.to_ms <= from);
    pauses.get(first).is_some_and(|pause| pause.from_ms < to)
}

/// How long the timer ran from the start up to an instant.
pub(crate) fn timer_ms(pauses: &[Pause], at: i64) -> i64 {
    let paused = |pause: &Pause| (pause.to_ms.min(at) - pause.from_ms).max(0);
    at - pauses.iter().map(paused).sum::<i64>()
}

/// The way up to each point along the positions, millimeters; empty when there are none. Segments are
/// apart: the way across a pause is not counted.
pub(crate) fn along_positions_mm(track: &Track) -> Vec<f64> {
    if !track.has(Column::Latitude) || !track.has(Column::Longitude) {
        return Vec::new();
    }
    let mut pauses = track.pauses.iter().peekable();
    let mut before: Option<Place> = None;
    let mut sum = 0.0;
    let mut ways = Vec::with_capacity(track.len());
    for point in 0..track.len() {
        let at = track.at_ms[point];
        // A pause that has ended between the last point and this one.
        while pauses.next_if(|pause| pause.to_ms <= at && pause.from_ms < at).is_some() {
            before = None;
        }
        let position = track.get(Column::Latitude, point).zip(track.get(Column::Longitude, point));
        if let Some((north, east)) = position {
            let place = Place::of_e7(north, east);
            if let Some(before) = before {
                sum += vincenty_m(before, place) * 1000.0;
            }
            before = Some(place);
        }
        ways.push(sum);
    }
    ways
}
