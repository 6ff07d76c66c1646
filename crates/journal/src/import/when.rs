//! Instants and local days.

use base::error::{Error, Result};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, civil};

/// When an entry belongs.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct When {
    pub(super) date: Date,
    /// `None`: the whole day.
    pub(super) time: Option<Time>,
    /// The IANA name, if the source tells it.
    pub(super) zone: Option<String>,
    /// Unix milliseconds; when the source has no zone, the local clock read as UTC, so that every
    /// device finds the same.
    pub(super) at_ms: i64,
}

impl When {
    /// An instant seen from a zone.
    pub(super) fn at(instant: Timestamp, zone: &Zone) -> When {
        let local = instant.to_zoned(zone.zone.clone()).datetime();
        When {
            date: local.date(),
            time: Some(local.time()),
            zone: zone.name.clone(),
            at_ms: instant.as_millisecond(),
        }
    }

    /// A time on the clock of wherever the person was.
    pub(super) fn local(local: DateTime) -> When {
        When { date: local.date(), time: Some(local.time()), zone: None, at_ms: utc_ms(local) }
    }

    /// A whole day.
    pub(super) fn day(date: Date) -> When {
        When { date, time: None, zone: None, at_ms: utc_ms(date.to_datetime(Time::midnight())) }
    }

    /// The moment and the zone for what is told of a moment, a mood say: of a whole day its noon, which
    /// lies within it wherever a day begins. A zone without a name is its offset, `+02:00`; where nobody
    /// told one it is empty, and the moment is the local clock read as UTC.
    pub(super) fn moment(&self) -> (i64, String) {
        let Some(time) = self.time else {
            let noon = self.date.to_datetime(Time::constant(12, 0, 0, 0));
            let zone = self.zone.clone().unwrap_or_default();
            let at = TimeZone::get(&zone).ok().and_then(|zone| zone.to_timestamp(noon).ok());
            return match at {
                Some(at) => (at.as_millisecond(), zone),
                None => (utc_ms(noon), String::new()),
            };
        };
        if let Some(zone) = &self.zone {
            return (self.at_ms, zone.clone());
        }
        let minutes = (utc_ms(self.date.to_datetime(time)) - self.at_ms).div_euclid(60_000);
        let sign = if minutes < 0 { '-' } else { '+' };
        let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
        let zone = match minutes {
            0 => String::new(),
            _ => format!("{sign}{hours:02}:{rest:02}"),
        };
        (self.at_ms, zone)
    }

    /// The same without its time.
    pub(super) fn all_day(self) -> When {
        When { time: None, ..self }
    }
}

fn utc_ms(local: DateTime) -> i64 {
    // The civil calendar is a little longer than the one of instants; its ends are nobody's diary.
    let instant = TimeZone::UTC.to_timestamp(local);
    instant.map_or(0, Timestamp::as_millisecond)
}

/// A zone and its IANA name, if it has one.
pub(super) struct Zone {
    zone: TimeZone,
    name: Option<String>,
}

impl Zone {
    /// Greenwich's time without a name: for when nothing is known.
    pub(super) fn unknown() -> Zone {
        Zone { zone: TimeZone::UTC, name: None }
    }

    /// The zone that the person lives in, for instants of which the source tells no zone. It is not
    /// written into the entry: nobody said where they were.
    pub(super) fn of(zone: &TimeZone) -> Zone {
        Zone { zone: zone.clone(), name: None }
    }

    /// A zone by its IANA name or as `GMT+0200`; `None` when it is neither.
    pub(super) fn named(name: &str) -> Option<Zone> {
        let name = name.trim();
        if let Some(zone) = fixed(name) {
            return Some(Zone { zone, name: None });
        }
        let zone = TimeZone::get(name).ok()?;
        let name = zone.iana_name().map(str::to_owned);
        Some(Zone { zone, name })
    }
}

/// `GMT+0200`, `UTC-3`, `+05:30`.
fn fixed(name: &str) -> Option<TimeZone> {
    let rest = name.strip_prefix("GMT").or_else(|| name.strip_prefix("UTC")).unwrap_or(name);
    let sign = match rest.chars().next()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let digits: String = rest[1..].chars().filter(|letter| *letter != ':').collect();
    if digits.is_empty() || 4 < digits.len() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: i32 = digits.parse().ok()?;
    let (hours, minutes) =
        if digits.len() < 3 { (number, 0) } else { (number / 100, number % 100) };
    if 59 < minutes {
        return None;
    }
    let offset = Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()?;
    Some(TimeZone::fixed(offset))
}

/// An RFC 3339 instant: `2021-11-15T12:34:56Z`.
pub(super) fn instant(text: &str) -> Result<Timestamp> {
    let parsed = text.trim().parse();
    parsed.map_err(|_| {
        Error::invalid("date", format!("{text:?} is not a time like 2021-11-15T12:34:56Z"))
    })
}

/// RFC 3339 for a time as it was written; one without a zone is read as UTC.
pub(super) fn stamp(text: &str) -> Option<String> {
    if instant(text).is_ok() {
        return Some(text.trim().to_owned());
    }
    let at_ms = written(text)?.when().at_ms;
    Some(Timestamp::from_millisecond(at_ms).ok()?.to_string())
}

/// What a person or a program wrote as a date, in the forms that are met in the wild.
pub(super) enum Written {
    Day(Date),
    Local(DateTime),
    Instant(Timestamp, Offset),
}

impl Written {
    pub(super) fn when(self) -> When {
        match self {
            Written::Day(date) => When::day(date),
            Written::Local(local) => When::local(local),
            Written::Instant(instant, offset) => {
                let zone = Zone { zone: TimeZone::fixed(offset), name: None };
                When::at(instant, &zone)
            }
        }
    }
}

/// Reads `2024-03-05`, `2024/03/05 21:04`, `20240305`, `2024-03-05T21:04:05+01:00`, `5 March 2024`,
/// `March 5, 2024 at 9:04 PM`. Days before months with points or slashes are not guessed at.
pub(super) fn written(text: &str) -> Option<Written> {
    let text = text.trim();
    if let Ok(pieces) = jiff::fmt::temporal::DateTimeParser::new().parse_pieces(text)
        && let Some(time) = pieces.time()
    {
        let local = pieces.date().to_datetime(time);
        return match pieces.to_numeric_offset() {
            Some(offset) => Some(Written::Instant(offset.to_timestamp(local).ok()?, offset)),
            None => Some(Written::Local(local)),
        };
    }
    let (date, rest) = leading_date(text)?;
    let rest = rest.trim_start_matches([',', 'T', ' ']);
    let rest = rest.strip_prefix("at ").unwrap_or(rest);
    if rest.is_empty() {
        return Some(Written::Day(date));
    }
    let time = clock(rest)?;
    Some(Written::Local(date.to_datetime(time)))
}

/// A date at the start of a text, and what follows.
pub(super) fn leading_date(text: &str) -> Option<(Date, &str)> {
    numeric_date(text).or_else(|| worded_date(text))
}

/// `2024-03-05`, `2024/3/5`, `2024.03.05`, `2024_03_05` or `20240305`.
fn numeric_date(text: &str) -> Option<(Date, &str)> {
    let (year, rest) = number(text)?;
    let (digits, followed) = (text.len() - rest.len(), rest.chars().next());
    if digits == 8 {
        let date = date(year / 10_000, year / 100 % 100, year % 100)?;
        return Some((date, rest));
    }
    let separator = followed.filter(|letter| matches!(letter, '-' | '/' | '.' | '_'))?;
    if digits != 4 {
        return None;
    }
    let (month, rest) = number(&rest[1..])?;
    let (day, rest) = number(rest.strip_prefix(separator)?)?;
    Some((date(year, month, day)?, rest))
}

/// `5 March 2024`, `March 5, 2024`, `Tuesday, 5 March 2024`; English month names, also cut to three.
fn worded_date(text: &str) -> Option<(Date, &str)> {
    let mut rest = text;
    let (mut day, mut month, mut words) = (None, None, 0);
    loop {
        rest = rest.trim_start_matches([' ', ',', '.']);
        if let Some((value, after)) = number(rest) {
            let digits = rest.len() - after.len();
            rest = after;
            match (digits, day, month) {
                (1 | 2, None, _) => {
                    day = Some(value);
                    rest = ["st", "nd", "rd", "th"]
                        .iter()
                        .find_map(|ending| rest.strip_prefix(ending))
                        .unwrap_or(rest);
                }
                (4, Some(day), Some(month)) => return Some((date(value, month, day)?, rest)),
                _ => return None,
            }
            continue;
        }
        let len = rest.find(|letter: char| !letter.is_alphabetic()).unwrap_or(rest.len());
        let word = rest.get(..len).filter(|word| !word.is_empty())?;
        words += 1;
        if month.is_none() {
            month = month_of(word);
        }
        // A weekday and a month; more words are a sentence.
        if 2 < words {
            return None;
        }
        rest = &rest[len..];
    }
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

fn month_of(word: &str) -> Option<i64> {
    let word = word.to_lowercase();
    if word.len() < 3 {
        return None;
    }
    let at = MONTHS
        .iter()
        .position(|month| month.starts_with(&word) || word == "sept" && *month == "september")?;
    i64::try_from(at + 1).ok()
}

/// `21:04`, `9:04:33 PM`, `9.04 pm`; what follows (a zone's short name) is not read.
pub(super) fn clock(text: &str) -> Option<Time> {
    // Apple's programs put a narrow no-break space before AM and PM.
    let text = text.trim().replace(['\u{202f}', '\u{a0}'], " ").to_lowercase();
    let (hour, rest) = number(&text)?;
    let (minute, rest) = number(rest.strip_prefix([':', '.', 'h'])?)?;
    let (second, rest) = match rest.strip_prefix(':').and_then(number) {
        Some((second, rest)) => (second, rest),
        None => (0, rest),
    };
    let rest = rest.trim_start();
    let hour = match (
        hour,
        rest.starts_with("am") || rest.starts_with("a.m"),
        rest.starts_with("pm") || rest.starts_with("p.m"),
    ) {
        (12, true, _) => 0,
        (1..=11, _, true) => hour + 12,
        _ => hour,
    };
    let small = |number: i64| i8::try_from(number).ok();
    Time::new(small(hour)?, small(minute)?, small(second)?, 0).ok()
}

/// Digits at the start of a text.
fn number(text: &str) -> Option<(i64, &str)> {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    let value = text.get(..len)?.parse().ok()?;
    Some((value, &text[len..]))
}

fn date(year: i64, month: i64, day: i64) -> Option<Date> {
    let small = |number: i64| i8::try_from(number).ok();
    civil::Date::new(i16::try_from(year).ok()?, small(month)?, small(day)?).ok()
}
