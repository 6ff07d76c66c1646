//! What a request may say: texts that are not too long, numbers that can be.

use base::error::{Error, Result};

/// The longest name, characters.
const NAME_CHARS_MAX: usize = 80;
/// The longest note, characters.
const NOTE_CHARS_MAX: usize = 20_000;
/// Words of a feeling, at most.
const WORDS_MAX: usize = 12;
/// The longest word of a feeling, characters.
const WORD_CHARS_MAX: usize = 40;

/// A name without blanks around it.
///
/// # Errors
/// `Invalid` at `name` when it is empty or too long.
pub(super) fn name(text: &str) -> Result<String> {
    let text = bounded(text.trim(), NAME_CHARS_MAX, "name")?;
    match text.is_empty() {
        true => Err(Error::invalid("name", "a name is needed")),
        false => Ok(text),
    }
}

/// A line that may be empty.
///
/// # Errors
/// `Invalid` at `field` when it is too long.
pub(super) fn line(text: &str, field: &str) -> Result<String> {
    bounded(text.trim(), NAME_CHARS_MAX, field)
}

/// A note.
///
/// # Errors
/// `Invalid` at `note` when it is too long.
pub(super) fn note(text: &str) -> Result<String> {
    bounded(text, NOTE_CHARS_MAX, "note")
}

/// Words of a feeling.
///
/// # Errors
/// `Invalid` at `words` when there are too many, or one is too long or empty.
pub(super) fn words(words: &[String]) -> Result<Vec<String>> {
    if WORDS_MAX < words.len() {
        return Err(Error::invalid("words", format!("at most {WORDS_MAX} words")));
    }
    words
        .iter()
        .map(|word| {
            let word = bounded(word.trim(), WORD_CHARS_MAX, "words")?;
            match word.is_empty() {
                true => Err(Error::invalid("words", "a word is needed")),
                false => Ok(word),
            }
        })
        .collect()
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
            Err(Error::invalid(field, format!("the {field} has more than {chars_max} characters")))
        }
    }
}
