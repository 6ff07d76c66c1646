//! What breathing and meditation are here, without a store, a clock or a sensor.

pub(crate) mod coaching;
pub(crate) mod course;
pub(crate) mod figure;
pub(crate) mod hrv;
pub(crate) mod plan;
pub(crate) mod program;
pub(crate) mod rhythm;
pub(crate) mod session;
pub(crate) mod shared;
pub(crate) mod shipped;
pub(crate) mod summary;
pub(crate) mod timeline;

use base::day::Day;
use base::error::{Error, Result};
use base::id::AnyId;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// An id as 32 hexadecimal digits: how records name each other.
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

/// The local day of an instant (Unix milliseconds) in a zone by its IANA name; in UTC when there is no such
/// zone. Instants outside the calendar are its first day.
pub(crate) fn local_day(at_ms: i64, zone: &str) -> Day {
    let at = Timestamp::from_millisecond(at_ms).unwrap_or(Timestamp::MIN);
    Day::new(at.to_zoned(zone_of(zone)).date())
}

/// A zone by its IANA name, UTC when there is none of that name.
pub(crate) fn zone_of(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// The Monday of a day's week (ISO 8601).
pub(crate) fn monday(day: Day) -> Day {
    let since = day.date().weekday().to_monday_zero_offset();
    day.plus(-i32::from(since))
}
