//! What the watch tells: from the day on which it was bought, runs and rides with their tracks, and
//! steps, sleep and heart of every day.

use base::day::Day;
use base::error::Result;
use domain::DemoLife;
use domain::import::Sink;

use super::year::HOME_ZONE;
use crate::model::activity::{Activity, TrackFact};
use crate::model::sample::Samples;
use crate::outing::days::measured_day;
use crate::outing::{Plan, outing};
use crate::record::{ACTIVITY, SAMPLES, TRACK};

/// The watch was bought on so many days after the first.
pub(super) const BOUGHT: i32 = 200;
/// Activities that are handed over together: each has some ten kilobytes of track.
const AT_ONCE: usize = 32;
/// Samples of days that are handed over together.
const DAYS_AT_ONCE: usize = 400;
/// Milliseconds between the points of a track.
const STEP_MS: i64 = 3000;

/// Seconds east of UTC at noon of a day.
fn offset_s(day: Day) -> i32 {
    let noon = day.date().at(12, 0, 0, 0).in_tz(HOME_ZONE);
    noon.map_or(0, |noon| noon.offset().seconds())
}

/// A run or ride that the watch told.
pub(super) fn plan(
    life: &DemoLife,
    day: Day,
    sport: &str,
    start: i64,
    (elapsed_ms, meters): (i64, i64),
) -> Plan {
    Plan {
        seed: life.seed,
        sport: sport.to_owned(),
        start,
        day,
        offset_s: offset_s(day),
        elapsed_ms,
        distance_mm: meters * 1000,
        step_ms: STEP_MS,
    }
}

/// Hands over the outings with their tracks.
pub(super) fn outings(plans: &[Plan], sink: &mut dyn Sink) -> Result<()> {
    for some in plans.chunks(AT_ONCE) {
        let mut activities: Vec<Activity> = Vec::with_capacity(some.len());
        let mut tracks: Vec<TrackFact> = Vec::with_capacity(some.len());
        for plan in some {
            let (activity, track) = outing(plan);
            let bytes = track.encode().into();
            tracks.push(TrackFact { activity: activity.key(), start: activity.start, bytes });
            activities.push(activity);
        }
        sink.facts(&ACTIVITY, &activities)?;
        sink.facts(&TRACK, &tracks)?;
    }
    Ok(())
}

/// Hands over what it measured day by day, up to yesterday.
pub(super) fn days(life: &DemoLife, sink: &mut dyn Sink) -> Result<()> {
    let mut samples: Vec<Samples> = Vec::new();
    for ago in (1..365 - BOUGHT).rev() {
        let day = life.last_day.plus(-ago);
        // Rested by and large; worse on the first nights of a week.
        let rest = match day.date().weekday().to_monday_zero_offset() {
            0 | 1 => -0.4,
            5 | 6 => 0.5,
            _ => 0.1,
        };
        samples.extend(measured_day(life.seed, day, offset_s(day), rest));
    }
    for some in samples.chunks(DAYS_AT_ONCE) {
        sink.facts(&SAMPLES, &some.to_vec())?;
    }
    Ok(())
}
