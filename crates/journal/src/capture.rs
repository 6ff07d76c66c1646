//! Quick capture: one typed line as a journal entry.
//!
//! Modest on purpose: a date or time counts only at the start or the end of the line, and only what
//! stands apart (`yesterday: …`, `#tags` at either end) is taken out of the words. Everything that was
//! understood is shown, so that it can be put right before it is saved.

use base::day::Day;
use jiff::civil::{Date, Time, Weekday};

use crate::markdown;

/// What one line would become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct JournalDraft {
    /// The first of several lines when it reads like a title, else empty.
    pub title: String,
    /// The words, without what was taken out of them.
    pub body: String,
    /// Its tags, without `#`.
    pub tags: Vec<String>,
    /// The local day it is about.
    pub date: Day,
    /// The local time; `None` for another day without a time: all day.
    pub time: Option<Time>,
    /// What was understood from the line, to be shown.
    pub understood: Vec<Understood>,
}

/// One thing that was read out of the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Understood {
    /// A day was named.
    Date(Day),
    /// A time was named.
    Time(Time),
    /// A tag was named.
    Tag(String),
}

/// The line as an entry, or `None` when it says nothing (no words besides tags and dates).
pub(crate) fn read(text: &str, today: Day, now: Time) -> Option<JournalDraft> {
    let mut line = Line { words: text.trim(), today, date: None, time: None };
    let tags = markdown::tags_in(line.words);
    line.cut_outer_tags();
    line.read_start();
    line.read_end();
    line.cut_outer_tags();
    let words = line.words.trim();
    if !words.chars().any(char::is_alphanumeric) {
        return None;
    }
    let (title, body) = split_title(words);
    let date = line.date.unwrap_or(today);
    let understood = (line.date.map(Understood::Date).into_iter())
        .chain(line.time.map(Understood::Time))
        .chain(tags.iter().cloned().map(Understood::Tag))
        .collect();
    Some(JournalDraft {
        title: title.to_owned(),
        body: body.to_owned(),
        tags,
        date,
        time: line.time.or((date == today).then_some(now)),
        understood,
    })
}

/// A first line is a title when more follows, it is short and does not end like a sentence.
fn split_title(words: &str) -> (&str, &str) {
    const TITLE_CHARS_MAX: usize = 60; // A title fits one line of the list.
    match words.split_once('\n') {
        Some((first, rest))
            if first.chars().count() <= TITLE_CHARS_MAX
                && !first.trim_end().ends_with(['.', ',', ';', ':', '!', '?', '…']) =>
        {
            (first.trim_start_matches(['#', ' ']).trim(), rest.trim())
        }
        _ => ("", words),
    }
}

struct Line<'a> {
    words: &'a str,
    today: Day,
    date: Option<Day>,
    time: Option<Time>,
}

impl<'a> Line<'a> {
    fn cut_outer_tags(&mut self) {
        while let Some(rest) = self.words.strip_prefix('#') {
            let tag = markdown::tag_at(rest);
            if tag.is_empty() {
                break;
            }
            self.words = rest[tag.len()..].trim_start();
        }
        while let Some((rest, last)) = self.words.rsplit_once(char::is_whitespace) {
            match last.strip_prefix('#') {
                Some(tag) if !tag.is_empty() && markdown::tag_at(tag) == tag => {
                    self.words = rest.trim_end();
                }
                _ => break,
            }
        }
    }

    /// A date and a time at the start, in either order. Followed by `:` or a dash they leave the words.
    fn read_start(&mut self) {
        let mut rest = self.words;
        loop {
            let found = self.read_date(rest).or_else(|| self.read_time(rest, false));
            let Some(length) = found else { break };
            rest = rest[length..].trim_start();
            let apart = rest.strip_prefix([':', ',', '–', '—']).or_else(|| rest.strip_prefix("- "));
            if let Some(after) = apart.filter(|after| !after.trim().is_empty()) {
                rest = after.trim_start();
                self.words = rest;
            }
        }
    }

    /// A time (`at 18:00`) or a day (`yesterday`) as the last words; they stay where they are.
    fn read_end(&mut self) {
        let words = self.words.trim_end_matches(['.', ' ']);
        let mut starts: Vec<usize> =
            words.match_indices(' ').map(|(at, _)| at + 1).rev().take(3).collect();
        while let Some(start) = starts.pop() {
            let tail = &words[start..];
            let whole = |length: Option<usize>| length == Some(tail.len());
            if whole(self.read_time_if(tail)) || whole(self.read_date_if(tail)) {
                break;
            }
        }
    }

    fn read_time_if(&mut self, tail: &str) -> Option<usize> {
        let before = self.time;
        let length = self.read_time(tail, true);
        if length != Some(tail.len()) {
            self.time = before;
        }
        length
    }

    fn read_date_if(&mut self, tail: &str) -> Option<usize> {
        let before = self.date;
        let length = self.read_date(tail);
        if length != Some(tail.len()) {
            self.date = before;
        }
        length
    }

    /// A day at the start of `text`: its length in bytes.
    fn read_date(&mut self, text: &str) -> Option<usize> {
        if self.date.is_some() {
            return None;
        }
        let words = words(text);
        let (first, first_end) = words.first().map(|(word, end)| (word.as_str(), *end))?;
        let (day, end) = match first {
            "today" => (self.today, first_end),
            "yesterday" => (self.today.plus(-1), first_end),
            "on" | "last" => {
                let (name, end) = words.get(1).map(|(word, end)| (word.as_str(), *end))?;
                (self.last_weekday(weekday(name)?), end)
            }
            word => match word.parse::<Day>() {
                Ok(day) if word.len() == 10 => (day, first_end),
                _ => self.read_month_day(&words)?,
            },
        };
        self.date = Some(day);
        Some(end)
    }

    /// `14 march`, `march 14`, `14 march 2025`; without a year the last one that has been.
    fn read_month_day(&self, words: &[(String, usize)]) -> Option<(Day, usize)> {
        let (first, second) = (words.first()?, words.get(1)?);
        let (day, month) = match (month(&first.0), month(&second.0)) {
            (None, Some(month)) => (day_number(&first.0)?, month),
            (Some(month), None) => (day_number(&second.0)?, month),
            _ => return None,
        };
        let year = words.get(2).filter(|(word, _)| word.len() == 4);
        if let Some((year, end)) = year.and_then(|(word, end)| Some((word.parse().ok()?, *end))) {
            return Some((Day::new(Date::new(year, month, day).ok()?), end));
        }
        let this_year = self.today.date().year();
        (this_year - 8..=this_year) // Eight years hold a 29 February.
            .rev()
            .filter_map(|year| Date::new(year, month, day).ok().map(Day::new))
            .find(|day| *day <= self.today)
            .map(|day| (day, second.1))
    }

    fn last_weekday(&self, weekday: Weekday) -> Day {
        let back = self.today.date().weekday().since(weekday);
        self.today.plus(-i32::from(if back == 0 { 7 } else { back }))
    }

    /// `at 18:00`, `18:00`, `at 6pm`, `6:30 pm` at the start of `text`: its length in bytes. A bare
    /// number is a time only after `at`, and at the end of a line `at` is asked for as well.
    fn read_time(&mut self, text: &str, needs_at: bool) -> Option<usize> {
        if self.time.is_some() {
            return None;
        }
        let words = words(text);
        let (first, _) = words.first()?;
        let said_at = first == "at";
        if needs_at && !said_at {
            return None;
        }
        let mut rest = words.iter().skip(usize::from(said_at));
        let (clock, clock_end) = rest.next()?;
        let mut end = *clock_end;
        let half = match rest.next() {
            Some((half, half_end)) if half == "am" || half == "pm" => {
                end = *half_end;
                half.as_str()
            }
            _ => "",
        };
        self.time = Some(clock_time(&format!("{clock}{half}"))?);
        Some(end)
    }
}

/// The first words in lower case, each with the byte at which it ends, without `:` or `,` after it.
fn words(text: &str) -> Vec<(String, usize)> {
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|char: char| !char.is_whitespace()) {
        let start = at + start;
        let end = text[start..].find(char::is_whitespace).map_or(text.len(), |end| start + end);
        let word = text[start..end].trim_end_matches([':', ',', '–', '—']);
        words.push((word.to_lowercase(), start + word.len()));
        at = end;
        if words.len() == 4 || word.len() < end - start {
            break;
        }
    }
    words
}

fn clock_time(text: &str) -> Option<Time> {
    let (digits, half) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(digits), _) => (digits, Some(0)),
        (_, Some(digits)) => (digits, Some(12)),
        _ => (text, None),
    };
    let (hour, minute) = match digits.split_once([':', '.']) {
        Some((hour, minute)) if minute.len() == 2 => (hour, minute),
        None if half.is_some() => (digits, "00"),
        _ => return None,
    };
    if hour.is_empty() || hour.len() > 2 {
        return None;
    }
    let (hour, minute): (i8, i8) = (hour.parse().ok()?, minute.parse().ok()?);
    let hour = match half {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(add) => hour % 12 + add,
        None => hour,
    };
    Time::new(hour, minute, 0, 0).ok()
}

fn day_number(word: &str) -> Option<i8> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end));
    digits.unwrap_or(word).parse().ok().filter(|day| (1..=31).contains(day))
}

fn month(word: &str) -> Option<i8> {
    const MONTHS: &str =
        "january february march april may june july august september october november december";
    let found = MONTHS
        .split(' ')
        .position(|name| word == name || (word.len() == 3 && name.starts_with(word)))?;
    i8::try_from(found + 1).ok()
}

fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "monday" => Weekday::Monday,
        "tuesday" => Weekday::Tuesday,
        "wednesday" => Weekday::Wednesday,
        "thursday" => Weekday::Thursday,
        "friday" => Weekday::Friday,
        "saturday" => Weekday::Saturday,
        "sunday" => Weekday::Sunday,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::*;

    fn today() -> Day {
        "2026-03-03".parse().expect("a Tuesday")
    }

    fn check(lines: &str, expected: Expect) {
        let mut out = String::new();
        for line in lines.lines().map(|line| line.trim().replace("\\n", "\n")) {
            match read(&line, today(), Time::constant(21, 4, 5, 0)) {
                Some(JournalDraft { title, body, tags, date, time, understood }) => {
                    let time = time.map_or("all day".into(), |time| time.to_string());
                    let chips = understood.len();
                    writeln!(out, "{date} {time} {tags:?} {title:?} {body:?} ({chips})")
                }
                None => writeln!(out, "nothing"),
            }
            .expect("a string takes everything");
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn lines_become_entries() {
        check(
            r"calm after yoga
            yesterday: the sea was flat #sea #walk
            yesterday at 18:00 — met Ana
            at 6:30 pm, the lights went out
            Yesterday was hard
            ran along the canal at 7am
            #idea a shelf made of doors
            a #slow morning
            last tuesday: dentist
            on monday the boiler came
            14 march: the first warm day
            march 14 2024: moved in
            2025-12-24: snow
            29 february: a leap
            7 apples
            met at 7
            The long way\nWe took the long way home.
            #only #tags
            yesterday
            ",
            expect![[r#"
                2026-03-03 21:04:05 [] "" "calm after yoga" (0)
                2026-03-02 all day ["sea", "walk"] "" "the sea was flat" (3)
                2026-03-02 18:00:00 [] "" "met Ana" (2)
                2026-03-03 18:30:00 [] "" "the lights went out" (1)
                2026-03-02 all day [] "" "Yesterday was hard" (1)
                2026-03-03 07:00:00 [] "" "ran along the canal at 7am" (1)
                2026-03-03 21:04:05 ["idea"] "" "a shelf made of doors" (1)
                2026-03-03 21:04:05 ["slow"] "" "a #slow morning" (1)
                2026-02-24 all day [] "" "dentist" (1)
                2026-03-02 all day [] "" "on monday the boiler came" (1)
                2025-03-14 all day [] "" "the first warm day" (1)
                2024-03-14 all day [] "" "moved in" (1)
                2025-12-24 all day [] "" "snow" (1)
                2024-02-29 all day [] "" "a leap" (1)
                2026-03-03 21:04:05 [] "" "7 apples" (0)
                2026-03-03 21:04:05 [] "" "met at 7" (0)
                2026-03-03 21:04:05 [] "The long way" "We took the long way home." (0)
                nothing
                2026-03-02 all day [] "" "yesterday" (1)
                nothing
            "#]],
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_line_is_read(line in "(at|on|last|#|14|march|yesterday|7:30|pm|é|—|:|,| |\n|[a-z0-9#:]){0,14}") {
            if let Some(draft) = read(&line, today(), Time::midnight()) {
                prop_assert!(!draft.body.is_empty() || !draft.title.is_empty());
            }
        }
    }
}
