//! Dates and durations as programs for strength training write them: on the clock on the wall.

use jiff::civil::DateTime;

use crate::import::when;

/// Beginnings of the names of months in the languages in which phones write them, from January on.
static MONTHS: [&[&str]; 12] = [
    &["jan", "ene", "gen", "janv", "sty"],
    &["feb", "fév", "fev", "fév", "lut"],
    &["mar", "mär", "mrz", "maa", "mrt"],
    &["apr", "avr", "abr", "kwi"],
    &["may", "mai", "mei", "mag", "maj"],
    &["jun", "juin", "giu", "cze"],
    &["jul", "juil", "lug", "lip"],
    &["aug", "aoû", "aou", "ago", "sie"],
    &["sep", "set", "wrz"],
    &["oct", "okt", "ott", "out", "paź"],
    &["nov", "noi", "lis"],
    &["dec", "dez", "déc", "dic", "des", "gru"],
];

/// A time on the wall: `2025-06-22 18:05:00`, `2025-06-22T18:05`, `22 Jun 2025, 18:05`,
/// `Jun 22, 2025, 6:05 PM`, and what stands between.
pub(in crate::import) fn wall(text: &str) -> Option<DateTime> {
    let text = text.trim();
    if let Some(told) = when::instant(text) {
        // An offset is dropped: what counts is what the wall showed.
        let local = told.at_ms + i64::from(told.offset_s.unwrap_or(0)) * 1000;
        let at = jiff::Timestamp::from_millisecond(local).ok()?;
        return Some(at.to_zoned(jiff::tz::TimeZone::UTC).datetime());
    }
    let lower = text.to_lowercase().replace(['\u{202f}', ','], " ");
    let mut words: Vec<&str> = lower.split_whitespace().collect();
    words.retain(|word| !matches!(*word, "at" | "um" | "à" | "de" | "a" | "."));
    let clock = words.iter().position(|word| word.contains(':'))?;
    let half = words.get(clock + 1).copied();
    let (hour, minute, second) = time(words[clock], half)?;
    let date: Vec<&str> = words[..clock].to_vec();
    let [a, b, year] = *date.as_slice() else { return None };
    let year: i16 = year.parse().ok()?;
    let (day, month) = match (a.trim_end_matches('.').parse::<i8>(), month(b)) {
        (Ok(day), Some(month)) => (day, month),
        _ => (b.trim_end_matches('.').parse().ok()?, month(a)?),
    };
    DateTime::new(year, month, day, hour, minute, second, 0).ok()
}

fn month(word: &str) -> Option<i8> {
    let found = MONTHS.iter().position(|names| names.iter().any(|name| word.starts_with(name)))?;
    i8::try_from(found + 1).ok()
}

fn time(clock: &str, half: Option<&str>) -> Option<(i8, i8, i8)> {
    // `6:05pm` may stand together.
    let end = clock.find(|letter: char| letter.is_ascii_alphabetic()).unwrap_or(clock.len());
    let (clock, glued) = clock.split_at(end);
    let mut parts = clock.split(':');
    let mut next = || parts.next().map(str::parse::<i8>);
    let (hour, minute) = (next()?.ok()?, next()?.ok()?);
    let second = next().unwrap_or(Ok(0)).ok()?;
    let half = if glued.is_empty() { half.unwrap_or_default() } else { glued };
    let hour = match (half.trim_matches('.'), hour) {
        ("am" | "a.m", 12) => 0,
        ("pm" | "p.m", hour) if hour < 12 => hour + 12,
        (_, hour) => hour,
    };
    Some((hour, minute, second))
}

/// Milliseconds of `1h 5m`, `45min`, `30s`, `1:05:00`, or a number of seconds.
pub(super) fn duration_ms(text: &str) -> Option<i64> {
    let text = text.trim().to_lowercase();
    if text.contains(':') {
        let parts = text.split(':').map(|part| part.trim().parse::<i64>().ok());
        let seconds = parts.into_iter().try_fold(0_i64, |sum, part| {
            sum.checked_mul(60)?.checked_add(part.filter(|part| (0..100_000).contains(part))?)
        })?;
        return seconds.checked_mul(1000);
    }
    let mut rest = text.as_str();
    let mut sum = 0.0;
    while !rest.is_empty() {
        let digits =
            rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',').unwrap_or(rest.len());
        let (number, after) = rest.split_at(digits);
        let number: f64 = number.replace(',', ".").parse().ok()?;
        let after = after.trim_start();
        let word = after.find(|c: char| c.is_ascii_digit()).unwrap_or(after.len());
        let (unit, next) = after.split_at(word);
        sum += number
            * match unit.trim() {
                "h" | "hr" | "hrs" | "hour" | "hours" | "std" => 3600.0,
                "m" | "min" | "mins" | "minutes" | "minute" => 60.0,
                "" | "s" | "sec" | "secs" | "second" | "seconds" => 1.0,
                _ => return None,
            };
        rest = next;
    }
    // Beyond a year it is no workout.
    (!text.is_empty() && sum < 3e7).then(|| (sum * 1000.0).round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_every_form() {
        for text in [
            "22 Jun 2025, 18:05",
            "22 Jun 2025 18:05:00",
            "2025-06-22 18:05:00",
            "2025-06-22T18:05:00",
            "2025-06-22T18:05:00Z",
            "2025-06-22T18:05:00+02:00",
            "2025-06-22 18:05",
            "Jun 22, 2025, 6:05 PM",
            "June 22, 2025 at 6:05\u{202f}PM",
            "22. Juni 2025, 18:05",
            "22 juin 2025, 18:05",
            "22 jun. 2025, 18:05",
        ] {
            let at = wall(text).map(|at| at.to_string());
            assert_eq!(at.as_deref(), Some("2025-06-22T18:05:00"), "{text}");
        }
        assert_eq!(wall("1 Jan 2025, 12:00 AM").map(|at| at.hour()), Some(0));
        for text in ["", "18:05", "32 Jun 2025, 18:05", "22 Foo 2025, 18:05", "22/06/2025", ":::"] {
            assert_eq!(wall(text), None, "{text}");
        }
    }

    #[test]
    fn durations_are_read_in_every_form() {
        for (text, seconds) in [
            ("1h 5m", 3900),
            ("45m", 2700),
            ("1h", 3600),
            ("30s", 30),
            ("1h 2m 3s", 3723),
            ("65min", 3900),
            ("1:05:00", 3900),
            ("05:30", 330),
            ("3900", 3900),
            ("1.5h", 5400),
        ] {
            assert_eq!(duration_ms(text), Some(seconds * 1000), "{text}");
        }
        for text in ["", "soon", "5 x", "h", "1h m", "99999999999999999999h", ":"] {
            assert_eq!(duration_ms(text), None, "{text}");
        }
    }
}
