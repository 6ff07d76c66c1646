//! Times as files write them: ISO 8601 and what is near to it. Read by hand, because a health export
//! has millions of them.

/// An instant, and what is said about the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct When {
    /// Unix milliseconds; when no offset is told, of the clock on the wall as if it were UTC.
    pub(crate) at_ms: i64,
    /// Seconds east of UTC, when it is told. `Z` says nothing about the place: 0.
    pub(crate) offset_s: Option<i32>,
}

/// Reads `2026-03-01T21:04:05.123+01:00`, `2026-03-01 21:04:05 +0100`, `2026-03-01T21:04:05Z`, and the
/// same without seconds or offset.
pub(crate) fn instant(text: &str) -> Option<When> {
    let bytes = text.trim().as_bytes();
    let (year, month, day) = (number(bytes, 0, 4)?, number(bytes, 5, 2)?, number(bytes, 8, 2)?);
    if bytes.get(4) != Some(&b'-') || bytes.get(7) != Some(&b'-') {
        return None;
    }
    if !matches!(bytes.get(10), Some(b'T' | b't' | b' ')) || bytes.get(13) != Some(&b':') {
        return None;
    }
    let (hour, minute) = (number(bytes, 11, 2)?, number(bytes, 14, 2)?);
    let mut at = 16;
    let mut second = 0;
    let mut millis = 0;
    if bytes.get(at) == Some(&b':') {
        second = number(bytes, at + 1, 2)?;
        at += 3;
        if matches!(bytes.get(at), Some(b'.' | b',')) {
            let digits = bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            for place in 0..3 {
                let digit = bytes[at + 1..][..digits].get(place).map_or(0, |byte| byte - b'0');
                millis = millis * 10 + i64::from(digit);
            }
            at += 1 + digits;
        }
    }
    let known = (1..=12).contains(&month) && (1..=month_days(year, month)).contains(&day);
    // 60 is a leap second, 24:00 the end of a day.
    if !known || hour > 24 || minute > 59 || second > 60 {
        return None;
    }
    let offset_s = offset(bytes.get(at..)?)?;
    let seconds = days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
    let at_ms = (seconds - i64::from(offset_s.unwrap_or(0))) * 1000 + millis;
    Some(When { at_ms, offset_s })
}

/// `Z`, `+01:00`, `+0100`, `+01`, or nothing; `None` when it is something else.
#[allow(clippy::option_option, reason = "a missing offset and a broken one are two things")]
fn offset(rest: &[u8]) -> Option<Option<i32>> {
    let rest = rest.trim_ascii();
    let sign = match rest.first() {
        None => return Some(None),
        Some(b'Z' | b'z') => return Some(Some(0)),
        Some(b'+') => 1,
        Some(b'-') => -1,
        Some(_) => return None,
    };
    let hours = number(rest, 1, 2)?;
    let minutes = match rest.len() {
        3 => 0,
        5 => number(rest, 3, 2)?,
        6 if rest[3] == b':' => number(rest, 4, 2)?,
        _ => return None,
    };
    let seconds = i32::try_from(hours * 3600 + minutes * 60).ok()?;
    (seconds < 86_400).then_some(Some(sign * seconds))
}

fn number(bytes: &[u8], at: usize, digits: usize) -> Option<i64> {
    let digits = bytes.get(at..at + digits)?;
    digits
        .iter()
        .try_fold(0, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i64::from(byte - b'0')))
}

/// Days since 1970-01-01 in the Gregorian calendar (H. Hinnant, "chrono-Compatible Low-Level Date
/// Algorithms", `days_from_civil`).
pub(crate) fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Days of a month.
pub(crate) fn month_days(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_read_in_every_form() {
        const NINE: i64 = 1_772_395_445_000; // 2026-03-01T20:04:05Z
        for (text, at_ms, offset_s) in [
            ("2026-03-01T20:04:05Z", NINE, Some(0)),
            ("2026-03-01T21:04:05+01:00", NINE, Some(3600)),
            ("2026-03-01 21:04:05 +0100", NINE, Some(3600)),
            ("2026-03-01T15:34:05.1237-04:30", NINE + 123, Some(-16_200)),
            (" 2026-03-01T20:04:05.5 ", NINE + 500, None),
            ("2026-03-01T20:04Z", NINE - 5000, Some(0)),
            ("1901-12-13T20:45:52.207Z", -2_147_483_647_793, Some(0)),
        ] {
            assert_eq!(instant(text), Some(When { at_ms, offset_s }), "{text}");
        }
        for text in [
            "",
            "2026-03-01",
            "2026-02-30T10:00:00Z",
            "2026-13-01T10:00:00Z",
            "2026-03-01T10:00:00 CET",
            "01/03/2026 10:00",
            "2026-03-01T10:00:00+1",
            "２０２６-03-01T10:00:00Z",
        ] {
            assert_eq!(instant(text), None, "{text:?}");
        }
    }

    #[test]
    fn days_agree_with_the_calendar() {
        let mut date = jiff::civil::date(1896, 2, 27);
        for _ in 0..80_000 {
            let (year, month, day) = (date.year().into(), date.month().into(), date.day().into());
            let since = date.since(jiff::civil::date(1970, 1, 1)).expect("days").get_days();
            assert_eq!(days(year, month, day), i64::from(since), "{date}");
            assert_eq!(month_days(year, month), i64::from(date.days_in_month()));
            date = date.tomorrow().expect("a day");
        }
    }
}
