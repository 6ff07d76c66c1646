//! What a request may say: texts that are not too long, moments that have been.

use base::day::{Day, Span};
use base::error::{Error, Result};

use crate::model::words::{WORD_CHARS_MAX, folded};

/// The longest name, characters.
const NAME_CHARS_MAX: usize = 80;
/// The longest note, characters.
const NOTE_CHARS_MAX: usize = 20_000;
/// The longest range of figures, days: a life.
const DAYS_MAX: u32 = 40_000;

/// A name without blanks around it.
///
/// # Errors
/// `Invalid` at `field` when it is empty, too long or no line.
pub(crate) fn name(text: &str, field: &str) -> Result<String> {
    let text = line(text, field)?;
    match text.is_empty() {
        true => Err(Error::invalid(field, "a name is needed")),
        false => Ok(text),
    }
}

/// A line without blanks around it; it may be empty.
///
/// # Errors
/// `Invalid` at `field` when it is too long or no line.
pub(crate) fn line(text: &str, field: &str) -> Result<String> {
    let text = text.trim();
    if text.chars().count() > NAME_CHARS_MAX || text.contains(char::is_control) {
        let message = format!("the {field} is no line of at most {NAME_CHARS_MAX} characters");
        return Err(Error::invalid(field, message));
    }
    Ok(text.to_owned())
}

/// A note.
///
/// # Errors
/// `Invalid` at `note` when it is too long.
pub(crate) fn note(text: &str) -> Result<String> {
    match text.chars().nth(NOTE_CHARS_MAX) {
        None => Ok(text.trim().to_owned()),
        Some(_) => {
            let message = format!("the note has more than {NOTE_CHARS_MAX} characters");
            Err(Error::invalid("note", message))
        }
    }
}

/// A word as it is kept.
///
/// # Errors
/// `Invalid` at `field`.
pub(crate) fn word(text: &str, field: &str) -> Result<String> {
    folded(text).ok_or_else(|| {
        Error::invalid(field, format!("a word has 1 to {WORD_CHARS_MAX} characters"))
    })
}

/// A moment that has been: the given one, or now.
///
/// # Errors
/// `Invalid` at `at_ms`.
pub(crate) fn moment(at_ms: Option<i64>, now_ms: i64) -> Result<i64> {
    const EARLIEST_MS: i64 = -2_208_988_800_000; // 1900-01-01
    const AHEAD_MS: i64 = 3_600_000; // Clocks of two devices differ.
    let at_ms = at_ms.unwrap_or(now_ms);
    match (EARLIEST_MS..=now_ms.saturating_add(AHEAD_MS)).contains(&at_ms) {
        true => Ok(at_ms),
        false => Err(Error::invalid("at_ms", format!("{at_ms} is no moment that has been"))),
    }
}

/// The last so many days up to one.
///
/// # Errors
/// `Invalid` at `days`.
pub(crate) fn last_days(days: u32, last: Day) -> Result<Span> {
    if !(1..=DAYS_MAX).contains(&days) {
        return Err(Error::invalid("days", format!("{days} is not between 1 and {DAYS_MAX}")));
    }
    Ok(Span { first: last.plus(1 - i32::try_from(days).unwrap_or(1)), last })
}
