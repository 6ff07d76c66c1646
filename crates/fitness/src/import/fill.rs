//! What a source does not tell of an activity and its track does: way, climb, means. Each figure that
//! is made here is named in [`Activity::figured`].

use crate::model::activity::Activity;
use crate::model::geo::climb;
use crate::model::track::{Column, Track};
use crate::model::way::along_positions_mm;

/// Fills what is absent.
pub(crate) fn fill(activity: &mut Activity, track: &Track) {
    let mut figured = Vec::new();
    let mut set = |target: &mut Option<i64>, name: &str, value: Option<i64>| {
        if target.is_none() && value.is_some() {
            *target = value;
            figured.push(name.to_owned());
        }
    };
    let totals = &mut activity.totals;
    set(&mut totals.distance_mm, "distance", distance_mm(track));
    if totals.ascent_mm.is_none() && track.has(Column::Altitude) {
        let heights: Vec<i64> = values(track, Column::Altitude).collect();
        // A single height is no way up.
        let climbed = (heights.len() > 1).then(|| climb(&heights));
        set(&mut totals.ascent_mm, "ascent", climbed.map(|climbed| climbed.ascent_mm));
        set(&mut totals.descent_mm, "descent", climbed.map(|climbed| climbed.descent_mm));
    }
    set(&mut totals.heart_bpm, "heart", mean(values(track, Column::Heart)));
    set(&mut totals.heart_max_bpm, "heart_max", values(track, Column::Heart).max());
    set(&mut totals.power_w, "power", mean(values(track, Column::Power)));
    set(&mut totals.power_max_w, "power_max", values(track, Column::Power).max());
    set(
        &mut totals.cadence,
        "cadence",
        mean(values(track, Column::Cadence).filter(|one| *one > 0)),
    );
    set(&mut totals.speed_max, "speed_max", values(track, Column::Speed).max());
    if activity.elapsed_ms == 0
        && let Some(last) = track.at_ms.last().filter(|last| **last > 0)
    {
        activity.elapsed_ms = *last;
        figured.push("elapsed".to_owned());
    }
    if totals.timer_ms.is_none() && !track.pauses.is_empty() {
        let paused: i64 =
            track.pauses.iter().map(|pause| (pause.to_ms - pause.from_ms).max(0)).sum();
        totals.timer_ms = Some((activity.elapsed_ms - paused).max(0));
        figured.push("timer".to_owned());
    }
    activity.figured = figured;
}

fn values(track: &Track, column: Column) -> impl Iterator<Item = i64> + '_ {
    (0..track.column(column).len()).filter_map(move |point| track.get(column, point))
}

fn mean(values: impl Iterator<Item = i64>) -> Option<i64> {
    let (sum, count) =
        values.fold((0_i128, 0_i128), |(sum, count), one| (sum + i128::from(one), count + 1));
    if count == 0 { None } else { i64::try_from((sum * 2 + count).div_euclid(count * 2)).ok() }
}

/// What the device counted, else the way along the positions on the ellipsoid without the gaps of
/// pauses.
fn distance_mm(track: &Track) -> Option<i64> {
    let mut counted = values(track, Column::Distance);
    if let Some(first) = counted.next() {
        return Some(counted.max().unwrap_or(first).max(first) - first.min(0));
    }
    let ways = along_positions_mm(track);
    ways.last().map(|way| way.round() as i64)
}
