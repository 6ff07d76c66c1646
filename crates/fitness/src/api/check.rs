//! What a request may say: texts that are not too long, numbers that a body can reach.

use base::error::{Error, Result};

/// The longest name, characters.
const NAME_CHARS_MAX: usize = 200;
/// The longest note, characters.
const NOTE_CHARS_MAX: usize = 20_000;
/// The longest tag, characters.
const TAG_CHARS_MAX: usize = 60;
/// The longest slug, characters.
const SLUG_CHARS_MAX: usize = 60;

/// A name without blanks around it.
///
/// # Errors
/// `Invalid` at `field` when it is empty or too long.
pub(super) fn name(text: &str, field: &str) -> Result<String> {
    let text = words(text, field)?;
    match text.is_empty() {
        true => Err(Error::invalid(field, "a name is needed")),
        false => Ok(text),
    }
}

/// A line without blanks around it; it may be empty.
///
/// # Errors
/// `Invalid` at `field` when it is too long.
pub(super) fn words(text: &str, field: &str) -> Result<String> {
    bounded(text.trim(), NAME_CHARS_MAX, field)
}

/// A note.
///
/// # Errors
/// `Invalid` at `note` when it is too long.
pub(super) fn note(text: &str) -> Result<String> {
    bounded(text, NOTE_CHARS_MAX, "note")
}

/// A tag, without `#` before it.
///
/// # Errors
/// `Invalid` at `tags` when it is empty or too long, or has a slash.
pub(super) fn tag(text: &str) -> Result<String> {
    let text = bounded(text.trim().trim_start_matches('#').trim(), TAG_CHARS_MAX, "tags")?;
    match text.is_empty() {
        true => Err(Error::invalid("tags", "a tag is a word")),
        false => Ok(text),
    }
}

/// A word of lower-case letters, digits and `_`: a sport, a muscle, an equipment.
///
/// # Errors
/// `Invalid` at `field`.
pub(super) fn slug(text: &str, field: &str) -> Result<String> {
    let plain = |byte: u8| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_' || byte == b'-'
    };
    if text.is_empty() || text.len() > SLUG_CHARS_MAX || !text.bytes().all(plain) {
        return Err(Error::invalid(field, format!("{text:?} is no word like trail_running")));
    }
    Ok(text.to_owned())
}

/// A number within what can be.
///
/// # Errors
/// `Invalid` at `field`.
pub(super) fn within(number: i64, low: i64, high: i64, field: &str) -> Result<i64> {
    match (low..=high).contains(&number) {
        true => Ok(number),
        false => Err(Error::invalid(field, format!("{number} is not between {low} and {high}"))),
    }
}

fn bounded(text: &str, chars_max: usize, field: &str) -> Result<String> {
    match text.chars().nth(chars_max) {
        None => Ok(text.to_owned()),
        Some(_) => {
            let message = format!("the {field} has more than {chars_max} characters");
            Err(Error::invalid(field, message))
        }
    }
}
