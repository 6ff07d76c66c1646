//! Numbers, days and names as a report writes them.

use base::day::Day;

use crate::api::{Name, Range};

/// Text between tags and in attributes.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            // What no page may hold; a name of a broken file may.
            char if char.is_control() => out.push(' '),
            char => out.push(char),
        }
    }
    out
}

/// What [`escape`] made, as it was.
pub(super) fn unescape(text: &str) -> String {
    let plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    plain.replace("&amp;", "&")
}

/// `9,534`.
pub(super) fn number(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 play`, `9,534 plays`.
pub(super) fn counted(count: u32, one: &str, many: &str) -> String {
    format!("{} {}", number(u64::from(count)), if count == 1 { one } else { many })
}

/// `660 h`, `3 h 20 min`, `12 min`.
pub(super) fn time(ms: u64) -> String {
    let minutes = (ms + 30_000) / 60_000;
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours @ 1..10, minutes @ 1..) => format!("{hours} h {minutes} min"),
        (hours, _) => format!("{} h", number(hours)),
    }
}

/// `21 November 2026`.
pub(super) fn day(day: Day) -> String {
    day.date().strftime("%-d %B %Y").to_string()
}

/// `November 2026`.
pub(super) fn month(day: Day) -> String {
    day.date().strftime("%B %Y").to_string()
}

/// The range in words; what has no end is bound by what was heard.
pub(super) fn range(range: Range, first: Option<Day>, last: Option<Day>) -> String {
    match (range.from.or(first), range.to.min(last).or(range.to).or(last)) {
        (Some(from), Some(to)) if from == to => day(from),
        (Some(from), Some(to)) if whole_year(from, to) => from.date().year().to_string(),
        (Some(from), Some(to)) => format!("{} to {}", day(from), day(to)),
        _ => String::from("No days"),
    }
}

fn whole_year(from: Day, to: Day) -> bool {
    from.date() == from.date().first_of_year() && to.date() == from.date().last_of_year()
}

/// `Slow Estuary, Nine Stiles`.
pub(super) fn names(names: &[Name]) -> String {
    let names: Vec<&str> = names.iter().map(|name| name.name.as_str()).collect();
    names.join(", ")
}

/// A plain name for the file.
pub(super) fn file_name(range: Range) -> String {
    match (range.from, range.to) {
        (None, None) => "listening.html".to_owned(),
        (Some(from), Some(to)) if whole_year(from, to) => {
            format!("listening-{}.html", from.date().year())
        }
        (from, to) => {
            let part = |day: Option<Day>| day.map(|day| format!("-{day}")).unwrap_or_default();
            format!("listening{}{}.html", part(from), part(to))
        }
    }
}

/// The days of a week, Monday first.
pub(super) const WEEKDAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
