//! Quick capture: one typed line as a session that is over.
//!
//! `box breathing 5 min`, `meditated 10 min`, `4-7-8 4 min yesterday`. A line is one only when all of it is
//! understood: a box of five things is no breath.

use base::day::Day;
use domain::command::Nothing;
use domain::view::{Draft, DraftChip};
use jiff::civil::Time;
use serde_json::json;
use store::read::ReadCx;

use crate::api;
use crate::model::shipped::SHIPPED;

/// A longer line is a sentence, characters.
const LINE_CHARS_MAX: usize = 100;
/// The longest session that a line tells, minutes.
const MINUTES_MAX: u32 = 240;
/// Words that say that it is a meditation, and a breath.
const MEDITATED: [&str; 6] =
    ["meditated", "meditation", "meditate", "meditating", "sat", "mindfulness"];
const BREATHED: [&str; 5] = ["breathing", "breathed", "breathe", "breathwork", "breath"];
/// Words that say nothing.
const SILENT: [&str; 8] = ["for", "of", "the", "a", "in", "silence", "did", "at"];

/// What a line tells.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Told {
    meditation: bool,
    /// An id and its name.
    pattern: Option<(String, String)>,
    minutes: Option<u32>,
    day: Option<Day>,
    time: Option<Time>,
    sure: bool,
}

/// The line as a session, if it is one.
pub(crate) fn capture(text: &str, cx: &ReadCx<'_>) -> Vec<Draft> {
    let own = api::patterns(cx, Nothing {}).unwrap_or_default();
    let mut names: Vec<(String, String, String)> = Vec::new();
    for shipped in SHIPPED {
        for word in shipped.words {
            names.push(((*word).to_owned(), shipped.id.to_owned(), shipped.name.to_owned()));
        }
    }
    for pattern in own.into_iter().filter(|pattern| !pattern.shipped) {
        names.push((pattern.name.to_lowercase(), pattern.id, pattern.name));
    }
    let Some(told) = read(text, &names, cx.today()) else { return Vec::new() };
    draft(cx, told).into_iter().collect()
}

fn draft(cx: &ReadCx<'_>, told: Told) -> Option<Draft> {
    let usual = |id: &str| api::base(cx, id).ok().map(|base| base.pattern.minutes);
    let minutes = match (&told.minutes, &told.pattern) {
        (Some(minutes), _) => *minutes,
        (None, Some((id, _))) => usual(id)?,
        (None, None) => return None,
    };
    let what = match (&told.pattern, told.meditation) {
        (_, true) => "Meditation".to_owned(),
        (Some((_, name)), false) => name.clone(),
        (None, false) => "Breathing".to_owned(),
    };
    let chip = |label: &str, value: String| DraftChip { label: label.into(), value };
    let mut chips = vec![
        chip(if told.meditation { "meditation" } else { "pattern" }, what.clone()),
        chip("duration", format!("{minutes} min")),
    ];
    let today = cx.today();
    chips.extend(told.day.filter(|day| *day != today).map(|day| chip("date", day.to_string())));
    chips.extend(told.time.map(|time| chip("time", time.strftime("%H:%M").to_string())));
    let at = match (told.day, told.time) {
        (None, None) => None,
        (day, time) => {
            let noon = Time::constant(12, 0, 0, 0);
            let at = day.unwrap_or(today).date().to_datetime(time.unwrap_or(noon));
            Some(at.to_zoned(cx.env().zone()).ok()?.timestamp().as_millisecond())
        }
    };
    let payload = json!({
        "kind": if told.meditation { "meditation" } else { "breathing" },
        "pattern": told.pattern.map(|(id, _)| id),
        "minutes": minutes,
        "at": at,
    });
    Some(Draft {
        domain: "breath".into(),
        command: "breath.add_session".into(),
        payload,
        title: format!("{what}, {minutes} min"),
        chips,
        sure: told.sure,
    })
}

fn read(text: &str, names: &[(String, String, String)], today: Day) -> Option<Told> {
    let text = text.trim();
    if text.contains('\n') || LINE_CHARS_MAX < text.chars().count() {
        return None;
    }
    let lower = text.trim_end_matches(['.', '!']).to_lowercase();
    let mut words: Vec<&str> = lower.split_whitespace().collect();
    let (day, time) = (cut_day(&mut words, today), cut_time(&mut words));
    let minutes = cut_minutes(&mut words);
    let pattern = cut_pattern(&mut words, names);
    let mut said = |list: &[&str]| {
        let before = words.len();
        words.retain(|word| !list.contains(word));
        words.len() < before
    };
    let (meditated, breathed) = (said(&MEDITATED), said(&BREATHED));
    said(&SILENT);
    let named = pattern.as_ref().is_some_and(|(name, _)| {
        name.contains(' ') || BREATHED.iter().any(|word| name.contains(word))
    });
    let is_one = meditated && pattern.is_none() && minutes.is_some()
        || breathed && (pattern.is_some() || minutes.is_some())
        || pattern.is_some() && (named || minutes.is_some());
    if !words.is_empty() || !is_one || meditated && breathed {
        return None;
    }
    Some(Told {
        meditation: meditated,
        sure: meditated || breathed || named,
        pattern: pattern.map(|(_, pattern)| pattern),
        minutes,
        day,
        time,
    })
}

fn cut_day(words: &mut Vec<&str>, today: Day) -> Option<Day> {
    let (at, day) = words.iter().enumerate().find_map(|(at, word)| {
        let day = match *word {
            "today" => Some(today),
            "yesterday" => Some(today.plus(-1)),
            word => word.parse().ok().filter(|day| *day <= today),
        };
        day.map(|day| (at, day))
    })?;
    words.remove(at);
    words.retain(|word| *word != "on");
    Some(day)
}

/// `at 7:30`, `at 7:30pm`.
fn cut_time(words: &mut Vec<&str>) -> Option<Time> {
    let (at, time) = words.iter().enumerate().find_map(|(at, word)| {
        let (clock, half) = match (word.strip_suffix("am"), word.strip_suffix("pm")) {
            (Some(clock), _) => (clock, Some(0)),
            (_, Some(clock)) => (clock, Some(12)),
            (None, None) => (*word, None),
        };
        let (hour, minute) = clock.split_once(':')?;
        let mut hour: i8 = hour.parse().ok()?;
        if let Some(half) = half {
            hour = (1..=12).contains(&hour).then_some(hour % 12 + half)?;
        }
        let time = Time::new(hour, minute.parse().ok().filter(|_| minute.len() == 2)?, 0, 0);
        time.ok().map(|time| (at, time))
    })?;
    words.remove(at);
    Some(time)
}

/// `5 min`, `5min`, `10 minutes`, `1 h`, `half an hour`.
fn cut_minutes(words: &mut Vec<&str>) -> Option<u32> {
    let each = |unit: &str| match unit {
        "m" | "min" | "mins" | "minute" | "minutes" => Some(1),
        "h" | "hour" | "hours" => Some(60),
        _ => None,
    };
    for at in 0..words.len() {
        let digits = words[at].find(|c: char| !c.is_ascii_digit()).unwrap_or(words[at].len());
        let (number, unit) = words[at].split_at(digits);
        let Ok(number) = number.parse::<u32>() else { continue };
        let (unit, took) = match (unit, words.get(at + 1)) {
            ("", Some(next)) => (each(next), 2),
            ("", None) => (None, 1),
            (unit, _) => (each(unit), 1),
        };
        let minutes = unit.and_then(|unit| number.checked_mul(unit));
        if let Some(minutes) = minutes.filter(|minutes| (1..=MINUTES_MAX).contains(minutes)) {
            words.drain(at..at + took);
            return Some(minutes);
        }
    }
    None
}

/// The longest name in the line: itself, and its id and title.
fn cut_pattern(
    words: &mut Vec<&str>,
    names: &[(String, String, String)],
) -> Option<(String, (String, String))> {
    let mut best: Option<(usize, usize, usize)> = None;
    for (place, (name, ..)) in names.iter().enumerate() {
        let name: Vec<&str> = name.split_whitespace().collect();
        let longer = best.is_none_or(|(_, _, length)| length < name.len());
        if name.is_empty() || !longer {
            continue;
        }
        if let Some(at) = words.windows(name.len()).position(|part| part == name) {
            best = Some((place, at, name.len()));
        }
    }
    let (place, at, length) = best?;
    words.drain(at..at + length);
    let (name, id, title) = &names[place];
    Some((name.clone(), (id.clone(), title.clone())))
}

#[cfg(test)]
mod tests;
