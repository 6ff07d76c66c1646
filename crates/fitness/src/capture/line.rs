//! One line, word by word.

use base::day::Day;
use jiff::civil::Time;

use super::lifting::{self, Lifted};
use super::moved::{self, Moved};
use crate::api::BodyMeasure;
use crate::model::units::{CM, INCH, KG, LB, Unit};

/// What a line tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) told: Told,
    pub(super) day: Option<Day>,
    pub(super) time: Option<Time>,
    /// Without `#`.
    pub(super) tags: Vec<String>,
}

/// What it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Told {
    /// A run, a ride, an hour of yoga.
    Moved(Moved),
    /// Sets of an exercise.
    Lifted(Lifted),
    /// A measure of the body, in whole units.
    Measured { what: BodyMeasure, value: i64, unit: Option<Unit>, text: String },
}

/// A longer line is a sentence, characters.
const LINE_CHARS_MAX: usize = 120;

/// The line as training, if it is that; `weight`: the unit of weights without one.
pub(super) fn read(text: &str, weight: Unit, today: Day) -> Option<Line> {
    let text = text.trim();
    if text.contains('\n') || text.chars().count() > LINE_CHARS_MAX {
        return None;
    }
    let lower = text.trim_end_matches(['.', '!']).to_lowercase();
    let mut words: Vec<&str> = lower.split_whitespace().collect();
    let tags = cut_tags(&mut words);
    let (day, time) = cut_when(&mut words, today);
    let told = measured(&words, weight)
        .or_else(|| moved::read(&words).map(Told::Moved))
        .or_else(|| lifting::read(&words, weight).map(Told::Lifted))?;
    Some(Line { told, day, time, tags })
}

/// Tags at the end.
fn cut_tags(words: &mut Vec<&str>) -> Vec<String> {
    let mut tags = Vec::new();
    while let Some(tag) = words.last().and_then(|last| last.strip_prefix('#')) {
        if tag.is_empty() {
            break;
        }
        tags.push(tag.to_owned());
        words.pop();
    }
    tags.reverse();
    tags
}

/// A day and a time at the end, in either order, or a day at the beginning.
fn cut_when(words: &mut Vec<&str>, today: Day) -> (Option<Day>, Option<Time>) {
    let (mut day, mut time) = (None, None);
    for _ in 0..2 {
        if let [.., at, clock] = words.as_slice()
            && *at == "at"
            && time.is_none()
            && let Some(found) = read_time(clock)
        {
            time = Some(found);
            words.truncate(words.len() - 2);
        }
        if day.is_none() {
            let last = words.last().and_then(|word| read_day(word, today));
            if last.is_some() {
                words.pop();
                if words.last() == Some(&"on") {
                    words.pop();
                }
            }
            day = last;
        }
    }
    if day.is_none()
        && let Some(first) =
            words.first().and_then(|word| read_day(word.trim_end_matches(':'), today))
    {
        day = Some(first);
        words.remove(0);
    }
    (day, time)
}

fn read_day(word: &str, today: Day) -> Option<Day> {
    match word {
        "today" => Some(today),
        "yesterday" => Some(today.plus(-1)),
        // What is to come has not been done.
        word => word.parse().ok().filter(|day| *day <= today),
    }
}

/// `18:30`, `6:30pm`, `7am`.
fn read_time(word: &str) -> Option<Time> {
    let (clock, half) = match (word.strip_suffix("am"), word.strip_suffix("pm")) {
        (Some(clock), _) => (clock, Some(0)),
        (_, Some(clock)) => (clock, Some(12)),
        (None, None) => (word, None),
    };
    let (hour, minute) = clock.split_once(':').unwrap_or((clock, "00"));
    if half.is_none() && !clock.contains(':') || minute.len() != 2 {
        return None;
    }
    let mut hour: i8 = hour.parse().ok()?;
    if let Some(half) = half {
        if !(1..=12).contains(&hour) {
            return None;
        }
        hour = hour % 12 + half;
    }
    Time::new(hour, minute.parse().ok()?, 0, 0).ok()
}

/// A number with its unit, joined or apart: the number, the unit's word, and how many words it took.
pub(super) fn quantity<'a>(words: &[&'a str]) -> Option<(&'a str, &'a str, usize)> {
    let first = words.first()?;
    let digits = first.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ','));
    let (number, unit) = first.split_at(digits.unwrap_or(first.len()));
    if number.is_empty() || !number.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if !unit.is_empty() {
        return Some((number, unit, 1));
    }
    match words.get(1) {
        Some(unit) if unit.chars().all(|c| c.is_alphabetic() || matches!(c, '%' | '\'' | '"')) => {
            Some((number, unit, 2))
        }
        _ => Some((number, "", 1)),
    }
}

/// A unit of weight by its word.
pub(super) fn weight_unit(word: &str) -> Option<Unit> {
    match word {
        "kg" | "kgs" | "kilo" | "kilos" | "kilograms" => Some(KG),
        "lb" | "lbs" | "pound" | "pounds" => Some(LB),
        _ => None,
    }
}

/// What a measure is called, and by how many words.
static MEASURES: &[(&[&str], BodyMeasure)] = &[
    (&["body", "weight"], BodyMeasure::Weight),
    (&["bodyweight"], BodyMeasure::Weight),
    (&["weight"], BodyMeasure::Weight),
    (&["weighed"], BodyMeasure::Weight),
    (&["i", "weigh"], BodyMeasure::Weight),
    (&["body", "fat"], BodyMeasure::BodyFat),
    (&["bodyfat"], BodyMeasure::BodyFat),
    (&["waist"], BodyMeasure::Waist),
    (&["hips"], BodyMeasure::Hip),
    (&["hip"], BodyMeasure::Hip),
    (&["chest"], BodyMeasure::Chest),
    (&["neck"], BodyMeasure::Neck),
    (&["resting", "heart", "rate"], BodyMeasure::RestingHeart),
    (&["resting", "hr"], BodyMeasure::RestingHeart),
    (&["resting", "pulse"], BodyMeasure::RestingHeart),
];

/// A name, a number, and nothing else.
fn measured(words: &[&str], weight: Unit) -> Option<Told> {
    let (names, what) = MEASURES.iter().find(|(names, _)| {
        let named = words.len() > names.len();
        named && names.iter().zip(words).all(|(name, word)| *name == word.trim_end_matches(':'))
    })?;
    let (text, word, took) = quantity(&words[names.len()..])?;
    if names.len() + took != words.len() {
        return None;
    }
    let (value, unit) = match what {
        BodyMeasure::Weight => {
            let unit = if word.is_empty() { weight } else { weight_unit(word)? };
            let value = unit.read(text)?;
            // Neither a price nor a portion.
            if !(20_000_000..=400_000_000).contains(&value) {
                return None;
            }
            (value, Some(unit))
        }
        BodyMeasure::BodyFat => {
            let percent = matches!(word, "%" | "percent" | "").then(|| tenths(text))??;
            (percent, None)
        }
        BodyMeasure::RestingHeart => {
            if !matches!(word, "" | "bpm") {
                return None;
            }
            (text.parse().ok().filter(|bpm| (25..=130).contains(bpm))?, None)
        }
        _ => {
            // A bare number is no length: chest 3 is no chest.
            let unit = match word {
                "cm" => CM,
                "in" | "inch" | "inches" | "\"" => INCH,
                _ => return None,
            };
            let value = unit.read(text)?;
            ((100..=2_500).contains(&value).then_some(value)?, Some(unit))
        }
    };
    Some(Told::Measured { what: *what, value, unit, text: text.to_owned() })
}

/// A number in tenths: `18.5` is 185.
fn tenths(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let tenths: i64 = [whole, part].concat().parse().ok()?;
    (part.len() == 1 && (20..=700).contains(&tenths)).then_some(tenths)
}
