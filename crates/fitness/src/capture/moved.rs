//! Runs, rides, hours of yoga.

use super::line::quantity;
use crate::model::units::{KM, M, MI, read_clock};

/// What was done, how far and how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Moved {
    /// The slug of the sport.
    pub(super) sport: &'static str,
    /// What is left of the words.
    pub(super) name: Option<String>,
    pub(super) distance_mm: Option<i64>,
    pub(super) elapsed_ms: Option<i64>,
}

/// Words at the beginning, and what they say was done.
static SPORTS: &[(&[&str], &str)] = &[
    (&["trail", "run"], "trail_run"),
    (&["went", "running"], "run"),
    (&["ran"], "run"),
    (&["run"], "run"),
    (&["jogged"], "run"),
    (&["jog"], "run"),
    (&["walked"], "walk"),
    (&["walk"], "walk"),
    (&["hiked"], "hike"),
    (&["hike"], "hike"),
    (&["cycled"], "ride"),
    (&["biked"], "ride"),
    (&["rode"], "ride"),
    (&["ride"], "ride"),
    (&["swam"], "swim"),
    (&["swim"], "swim"),
    (&["rowed"], "row"),
    (&["row"], "row"),
    (&["skied"], "ski"),
    (&["yoga"], "yoga"),
    (&["pilates"], "pilates"),
    (&["stretched"], "stretch"),
    (&["stretching"], "stretch"),
    (&["climbed"], "climb"),
    (&["bouldering"], "climb"),
    (&["tennis"], "tennis"),
    (&["played", "tennis"], "tennis"),
    (&["badminton"], "badminton"),
    (&["played", "badminton"], "badminton"),
    (&["squash"], "squash"),
    (&["played", "football"], "football"),
    (&["football"], "football"),
    (&["played", "basketball"], "basketball"),
    (&["basketball"], "basketball"),
    (&["boxing"], "boxing"),
];

/// Words that say nothing between figures.
const BETWEEN: [&str; 5] = ["in", "for", "a", "of", "and"];

/// The longest that is believed, milliseconds: two days.
const LONGEST_MS: i64 = 172_800_000;

/// The words as something that was done, when all of them are understood. Other words are its name,
/// but only beside a distance and a time: then the line is no sentence.
pub(super) fn read(words: &[&str]) -> Option<Moved> {
    let words = match words {
        ["i", rest @ ..] => rest,
        all => all,
    };
    let (begins, sport) = SPORTS.iter().find(|(begins, _)| words.starts_with(begins))?;
    let mut rest = &words[begins.len()..];
    let (mut distance_mm, mut elapsed_ms) = (None, None);
    let mut name: Vec<&str> = Vec::new();
    while let Some(word) = rest.first() {
        if let Some((mm, took)) = distance(rest).filter(|_| distance_mm.is_none()) {
            distance_mm = Some(mm);
            rest = &rest[took..];
        } else if let Some((ms, took)) = duration(rest).filter(|_| elapsed_ms.is_none()) {
            elapsed_ms = Some(ms);
            rest = &rest[took..];
        } else {
            // A number that is neither is something else: money, a date.
            if word.contains(|c: char| c.is_ascii_digit() || matches!(c, '€' | '$' | '£')) {
                return None;
            }
            if !name.is_empty() || !BETWEEN.contains(word) {
                name.push(word);
            }
            rest = &rest[1..];
        }
    }
    let both = distance_mm.is_some() && elapsed_ms.is_some();
    let some = distance_mm.is_some() || elapsed_ms.is_some();
    if !some || !name.is_empty() && !both {
        return None;
    }
    let name = Some(name.join(" ")).filter(|name| !name.is_empty());
    Some(Moved { sport, name, distance_mm, elapsed_ms })
}

/// `5k`, `5 km`, `3.1 miles`, `400m`: millimeters and how many words.
fn distance(words: &[&str]) -> Option<(i64, usize)> {
    let (number, unit, took) = quantity(words)?;
    let unit = match unit {
        "k" | "km" | "kms" | "kilometers" | "kilometres" => KM,
        "mi" | "mile" | "miles" => MI,
        "m" | "meters" | "metres" => M,
        _ => return None,
    };
    let mm = unit.read(number)?;
    (10_000..=2_000_000_000).contains(&mm).then_some((mm, took))
}

/// `25:10`, `25 min`, `1h`, `1h30`, `1 h 20 min`, `45'`: milliseconds and how many words.
fn duration(words: &[&str]) -> Option<(i64, usize)> {
    let believed = |ms: i64| (1000..=LONGEST_MS).contains(&ms);
    if let Some(ms) = words.first().and_then(|word| read_clock(word)).filter(|ms| believed(*ms)) {
        return Some((ms, 1));
    }
    let (number, unit, took) = quantity(words)?;
    let whole = || number.parse::<i64>().ok();
    let (ms, took) = match unit {
        "min" | "mins" | "minutes" | "minute" | "'" => (whole()? * 60_000, took),
        "s" | "sec" | "secs" | "seconds" => (whole()? * 1000, took),
        "h" | "hr" | "hrs" | "hour" | "hours" => {
            let hours_ms = tenths(number)? * 360_000;
            match quantity(&words[took..]) {
                Some((minutes, "min" | "mins" | "minutes" | "m", more)) => {
                    (hours_ms + minutes.parse::<i64>().ok()? * 60_000, took + more)
                }
                _ => (hours_ms, took),
            }
        }
        // 1h30
        joined => {
            let minutes = joined.strip_prefix('h')?.trim_end_matches("min").trim_end_matches('m');
            let minutes: i64 = minutes.parse().ok().filter(|minutes| *minutes < 60)?;
            (whole()? * 3_600_000 + minutes * 60_000, took)
        }
    };
    believed(ms).then_some((ms, took))
}

/// A number in tenths: `1.5` is 15.
fn tenths(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    if part.len() != 1 {
        return None;
    }
    [whole, part].concat().parse().ok()
}
