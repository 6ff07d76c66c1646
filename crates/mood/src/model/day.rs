//! Which day a moment belongs to: what is said at half past one at night is still about the evening.
//!
//! Moments are kept as they were (an instant and a zone); a day is only ever made of them when it is
//! asked for, so another beginning of the day changes every figure and no record.

use base::day::Day;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};

/// When a day begins for whom nobody said otherwise, minutes after midnight: four in the morning, when
/// the fewest people are awake.
pub(crate) const STARTS_MINUTES: i64 = 240;
/// The latest beginning of a day, minutes after midnight: noon.
pub(crate) const STARTS_MINUTES_MAX: i64 = 720;

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 86_400_000;
const EPOCH: Date = Date::constant(1970, 1, 1);

/// When days begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DayStart {
    ms: i64,
}

impl DayStart {
    /// Days that begin so many minutes after midnight; more than half a day is none.
    pub(crate) fn after(minutes: i64) -> DayStart {
        DayStart { ms: minutes.clamp(0, STARTS_MINUTES_MAX) * MINUTE_MS }
    }

    /// Minutes after midnight.
    pub(crate) fn minutes(self) -> i64 {
        self.ms / MINUTE_MS
    }

    /// The number of the day of a local moment ([`local_ms`]), 0 is 1970-01-01.
    pub(crate) fn number(self, local_ms: i64) -> i64 {
        (local_ms - self.ms).div_euclid(DAY_MS)
    }

    /// The day of a local moment.
    pub(crate) fn day(self, local_ms: i64) -> Day {
        day(self.number(local_ms))
    }

    /// The first local moment of a day.
    pub(crate) fn first_ms(self, day: Day) -> i64 {
        number(day) * DAY_MS + self.ms
    }

    /// The first local moment after a day.
    pub(crate) fn end_ms(self, day: Day) -> i64 {
        self.first_ms(day) + DAY_MS
    }
}

/// The number of a day, 0 is 1970-01-01.
pub(crate) fn number(day: Day) -> i64 {
    day.ordinal() - Day::new(EPOCH).ordinal()
}

/// The day of a number; beyond the calendar its last day.
pub(crate) fn day(number: i64) -> Day {
    const FAR: i64 = 7_000_000; // More days than the calendar has on either side.
    let number = i32::try_from(number.clamp(-FAR, FAR)).unwrap_or_default();
    Day::new(EPOCH).plus(number)
}

/// An instant (Unix milliseconds) as the clock on the wall showed it: milliseconds since 1970-01-01
/// 00:00 on that clock.
pub(crate) fn local_ms(at_ms: i64, zone: &str) -> i64 {
    let at = Timestamp::from_millisecond(at_ms).unwrap_or(Timestamp::MIN);
    let offset = zone_of(zone).to_offset(at);
    at.as_millisecond() + i64::from(offset.seconds()) * 1000
}

/// The midnight with which a calendar day begins, as a local moment.
pub(crate) fn midnight_ms(day: Day) -> i64 {
    number(day) * DAY_MS
}

/// The calendar day of a local moment.
pub(crate) fn calendar_day(local_ms: i64) -> Day {
    day(local_ms.div_euclid(DAY_MS))
}

/// `21:04`: what the clock on the wall showed.
pub(crate) fn clock(local_ms: i64) -> String {
    let minutes = local_ms.rem_euclid(DAY_MS) / MINUTE_MS;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// A zone by its IANA name or a fixed offset (`+01:00`), UTC when there is none of that name.
pub(crate) fn zone_of(name: &str) -> TimeZone {
    let fixed = || {
        let (sign, rest) = match name.split_at_checked(1)? {
            ("+", rest) => (1, rest),
            ("-", rest) => (-1, rest),
            _ => return None,
        };
        let (hours, minutes) = rest.split_once(':')?;
        let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
        let seconds = hours.checked_mul(60)?.checked_add(minutes)?.checked_mul(60)?;
        Offset::from_seconds(sign * seconds).ok().map(Offset::to_time_zone)
    };
    fixed().or_else(|| TimeZone::get(name).ok()).unwrap_or(TimeZone::UTC)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> i64 {
        text.parse::<Timestamp>().expect("an instant").as_millisecond()
    }

    #[test]
    fn the_small_hours_belong_to_the_evening_before() {
        let start = DayStart::after(STARTS_MINUTES);
        let day = |text: &str, zone: &str| start.day(local_ms(at(text), zone)).to_string();
        assert_eq!(day("2026-03-02T03:59:59Z", "UTC"), "2026-03-01");
        assert_eq!(day("2026-03-02T04:00:00Z", "UTC"), "2026-03-02");
        assert_eq!(day("2026-03-02T03:30:00Z", "Europe/Berlin"), "2026-03-02");
        assert_eq!(day("2026-03-02T01:00:00Z", "-05:00"), "2026-03-01");
        let midnight = DayStart::after(0);
        assert_eq!(
            midnight.day(local_ms(at("2026-03-02T00:30:00Z"), "UTC")).to_string(),
            "2026-03-02"
        );
    }

    #[test]
    fn days_have_numbers_and_bounds() {
        let start = DayStart::after(STARTS_MINUTES);
        let first: Day = "2024-02-29".parse().expect("a day");
        assert_eq!(day(number(first)), first);
        assert_eq!(
            (start.day(start.first_ms(first)), start.day(start.end_ms(first))),
            (first, first.plus(1))
        );
        assert_eq!(clock(start.first_ms(first)), "04:00");
        assert_eq!(calendar_day(start.end_ms(first) - 1), first.plus(1));
        assert_eq!(day(i64::MIN), Day::new(Date::MIN), "beyond the calendar is its end");
    }
}
