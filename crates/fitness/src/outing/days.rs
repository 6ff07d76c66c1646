//! What a watch would measure over a day: steps, sleep, heart.

use base::day::Day;
use jiff::tz::TimeZone;

use super::Dice;
use crate::model::sample::{Sample, Samples, What, stage};

const HOUR_MS: i64 = 3_600_000;
const MINUTE_MS: i64 = 60_000;
/// Who measured it.
const SOURCE: &str = "fit:demo watch";

/// A day of steps, the night before it, heart rate at rest and its variability. `rest` is how well
/// rested the person is: around 0, a bad night below.
pub(crate) fn measured_day(seed: u64, day: Day, offset_s: i32, rest: f64) -> Vec<Samples> {
    let mut dice = Dice::new(seed ^ day.ordinal().unsigned_abs().wrapping_mul(0x9e37));
    let midnight = day.date().to_zoned(TimeZone::UTC);
    let midnight = midnight.map_or(0, |at| at.timestamp().as_millisecond());
    let midnight = midnight - i64::from(offset_s) * 1000;
    let made = |what, samples| Samples::new(what, SOURCE, day, Some(offset_s), samples);
    let instant = |at: i64, value: i64| vec![Sample { start: at, end: at, value }];
    let morning = midnight + 7 * HOUR_MS;
    vec![
        made(What::Steps, steps(midnight, &mut dice)),
        made(What::Sleep, night(midnight, rest, &mut dice)),
        made(
            What::RestingHeart,
            instant(morning, 54 - (rest * 3.0).round() as i64 + dice.between(-1, 2)),
        ),
        made(
            What::Hrv,
            instant(morning, 52_000 + (rest * 9_000.0) as i64 + dice.between(-6_000, 6_000)),
        ),
    ]
}

fn steps(midnight: i64, dice: &mut Dice) -> Vec<Sample> {
    let hour = |hour: i64| {
        let most = match hour {
            8 | 9 | 17 | 18 => 1600,
            12 | 13 => 1100,
            _ => 500,
        };
        let start = midnight + hour * HOUR_MS;
        Sample { start, end: start + HOUR_MS, value: dice.between(20, most) }
    };
    (7..22).map(hour).collect()
}

fn night(midnight: i64, rest: f64, dice: &mut Dice) -> Vec<Sample> {
    let mut at = midnight - HOUR_MS + dice.between(-30, 40) * MINUTE_MS;
    let end = midnight
        + 6 * HOUR_MS
        + (rest * 50.0) as i64 * MINUTE_MS
        + dice.between(-20, 20) * MINUTE_MS;
    let mut stages =
        [stage::LIGHT, stage::DEEP, stage::LIGHT, stage::REM, stage::AWAKE].iter().cycle();
    let mut night = Vec::new();
    while at < end {
        let value = stages.next().copied().unwrap_or(stage::LIGHT);
        let minutes = match value {
            stage::DEEP => dice.between(15, 40),
            stage::REM => dice.between(10, 35),
            stage::AWAKE => dice.between(1, 8),
            _ => dice.between(20, 50),
        };
        let until = (at + minutes * MINUTE_MS).min(end);
        night.push(Sample { start: at, end: until, value });
        at = until;
    }
    night
}
