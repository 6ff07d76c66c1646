//! Instants, as the sources write them.

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, fmt};

/// The first second of the year 10,000: later is an accident (milliseconds read as seconds).
const SECONDS_END: f64 = 253_402_300_800.0;

/// Unix milliseconds of an RFC 3339 instant; one without a zone is read as UTC.
pub(super) fn instant(text: &str) -> Option<i64> {
    let text = text.trim();
    let instant = text.parse::<Timestamp>().ok().or_else(|| civil(text))?;
    let ms = instant.as_millisecond();
    (0 <= ms).then_some(ms)
}

fn civil(text: &str) -> Option<Timestamp> {
    let pieces = fmt::temporal::DateTimeParser::new().parse_pieces(text).ok()?;
    if pieces.to_numeric_offset().is_some() {
        return None;
    }
    TimeZone::UTC.to_timestamp(pieces.date().to_datetime(pieces.time()?)).ok()
}

/// Unix seconds as milliseconds; what can only be milliseconds is taken as such.
pub(super) fn unix(seconds: f64) -> Option<i64> {
    let ms = match seconds {
        number if !(0.0..SECONDS_END * 1000.0).contains(&number) => return None,
        // Seconds of the year 5138; milliseconds of March 1973, before anybody logged a play.
        number if 1e11 <= number => number,
        number => number * 1000.0,
    };
    // The range is checked above, so the cast is exact.
    Some(ms.round() as i64)
}

/// A local clock's time as Unix milliseconds in a zone.
pub(super) fn local(unix_ms: i64, zone: &TimeZone) -> Option<i64> {
    let clock = Timestamp::from_millisecond(unix_ms).ok()?.to_zoned(TimeZone::UTC).datetime();
    Some(zone.to_timestamp(clock).ok()?.as_millisecond())
}

/// What people's tables write: Unix seconds or milliseconds, `2020-01-01 12:34[:56]`, RFC 3339,
/// `13 Jun 2025, 00:55`; all UTC. With how exact it is, in seconds (0: to the second).
pub(super) fn written(text: &str) -> Option<(i64, u32)> {
    let text = text.trim();
    if let Ok(number) = text.parse::<f64>() {
        return Some((unix(number)?, 0));
    }
    if let Some(ms) = instant(text) {
        let by_minute = text.len() == "2020-01-01 12:34".len();
        return Some((ms, if by_minute { 60 } else { 0 }));
    }
    for (format, grain) in
        [("%d %b %Y, %H:%M", 60), ("%d %b %Y %H:%M", 60), ("%d %b %Y %H:%M:%S", 0)]
    {
        if let Ok(clock) = DateTime::strptime(format, text) {
            let ms = TimeZone::UTC.to_timestamp(clock).ok()?.as_millisecond();
            return (0 <= ms).then_some((ms, grain));
        }
    }
    None
}

/// Seconds east of Greenwich as `+02:00`.
pub(super) fn offset(seconds: f64) -> Option<String> {
    // Offsets are within a day and a bit; jiff checks the rest.
    let seconds = (seconds.abs() < 100_000.0).then_some(seconds as i32)?;
    let offset = Offset::from_seconds(seconds).ok()?;
    let minutes = offset.seconds().unsigned_abs() / 60;
    let sign = if offset.is_negative() { '-' } else { '+' };
    Some(format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60))
}
