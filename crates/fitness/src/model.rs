//! What training is here, without a store, a clock or a file.

pub(crate) mod activity;
mod base64;
pub(crate) mod best;
pub(crate) mod e1rm;
pub(crate) mod geo;
pub(crate) mod muscle;
pub(crate) mod order;
pub(crate) mod plates;
pub(crate) mod progression;
pub(crate) mod routine;
pub(crate) mod sample;
pub(crate) mod splits;
pub(crate) mod sport;
pub(crate) mod suggest;
pub(crate) mod thin;
pub(crate) mod track;
pub(crate) mod trend;
pub(crate) mod units;
pub(crate) mod way;
pub(crate) mod workout;
pub(crate) mod zones;

use base::day::Day;
use base::error::{Error, Result};
use base::id::AnyId;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};

/// An id as 32 hexadecimal digits: how records and keys name each other.
pub(crate) fn hex(id: AnyId) -> String {
    data_encoding::HEXLOWER.encode(id.as_bytes())
}

/// A day as tables hold it: 20260301.
pub(crate) fn day_number(day: Day) -> i64 {
    let date = day.date();
    i64::from(date.year()) * 10_000 + i64::from(date.month()) * 100 + i64::from(date.day())
}

/// A day from a table.
///
/// # Errors
/// `Internal` when the number is no day.
pub(crate) fn day(number: i64) -> Result<Day> {
    let year = i16::try_from(number / 10_000);
    let rest = i8::try_from(number / 100 % 100).ok().zip(i8::try_from(number % 100).ok());
    year.ok()
        .zip(rest)
        .and_then(|(year, (month, day))| Date::new(year, month, day).ok())
        .map(Day::new)
        .ok_or_else(|| Error::internal("reading a table", format!("{number} is no day")))
}

/// The local day of an instant (Unix milliseconds) in a zone by its IANA name or offset; in UTC when
/// there is no such zone. Instants outside the calendar are its first day.
pub(crate) fn local_day(at_ms: i64, zone: &str) -> Day {
    let at = Timestamp::from_millisecond(at_ms).unwrap_or(Timestamp::MIN);
    Day::new(at.to_zoned(zone_of(zone)).date())
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
        let seconds = sign * hours.checked_mul(60)?.checked_add(minutes)?.checked_mul(60)?;
        Offset::from_seconds(seconds).ok().map(Offset::to_time_zone)
    };
    fixed().or_else(|| TimeZone::get(name).ok()).unwrap_or(TimeZone::UTC)
}

/// The Monday of a day's week (ISO 8601).
pub(crate) fn monday(day: Day) -> Day {
    let since = day.date().weekday().to_monday_zero_offset();
    day.plus(-i32::from(since))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_numbers_in_tables_and_come_back() {
        for text in ["2026-03-01", "0001-01-01", "9999-12-31", "2024-02-29"] {
            let given: Day = text.parse().expect("a day");
            assert_eq!(day(day_number(given)).expect("a day"), given);
        }
        for number in [0, 20_260_230, 20_261_301, -5, i64::MAX] {
            assert!(day(number).is_err(), "{number} is no day");
        }
    }

    #[test]
    fn a_day_is_local_and_its_week_begins_on_monday() {
        let at = 1_772_407_800_000; // 2026-03-01T23:30:00Z
        assert_eq!(local_day(at, "Europe/Berlin").to_string(), "2026-03-02");
        assert_eq!(local_day(at, "nowhere").to_string(), "2026-03-01");
        let sunday: Day = "2026-03-01".parse().expect("a day");
        assert_eq!(monday(sunday).to_string(), "2026-02-23");
        assert_eq!(monday(sunday.plus(1)).to_string(), "2026-03-02");
    }
}
