//! Values and rules of entries: pure.

use base::day::Day;
use base::error::{Error, Result};
use jiff::civil::Time;
use store::record::Record;

use crate::api::Media;

/// The longest title, in characters.
const TITLE_CHARS_MAX: usize = 500;
/// The longest tag, name of a person, place or mood, in characters.
const WORD_CHARS_MAX: usize = 200;
/// The longest entry, in bytes: about 170,000 words, two thick novels. A text that merges letter by letter
/// is held in memory as letters, some hundreds of bytes for each while it is taken in.
pub(crate) const BODY_BYTES_MAX: usize = 1 << 20;

/// A one-line text, trimmed.
///
/// # Errors
/// `Invalid` when it is longer than 500 characters.
pub(crate) fn title(text: &str) -> Result<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() > TITLE_CHARS_MAX {
        return Err(Error::invalid(
            "title",
            format!("a title has at most {TITLE_CHARS_MAX} characters"),
        ));
    }
    Ok(text)
}

/// A tag, a name, a place, a mood.
///
/// # Errors
/// `Invalid` when it is empty or longer than 200 characters.
pub(crate) fn word(field: &str, text: &str) -> Result<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = if field == "tags" { text.trim_start_matches('#').to_owned() } else { text };
    if text.is_empty() || text.chars().count() > WORD_CHARS_MAX {
        let message = format!("{field}: between 1 and {WORD_CHARS_MAX} characters");
        return Err(Error::invalid(field, message));
    }
    Ok(text)
}

/// A body as it is kept.
///
/// # Errors
/// `Invalid` above 1 MiB.
pub(crate) fn body(text: &str) -> Result<&str> {
    if text.len() > BODY_BYTES_MAX {
        return Err(Error::invalid("body", "an entry has at most 1 MiB of text"));
    }
    Ok(text)
}

/// A local time, `21:04` or `21:04:05`, as it is kept: with seconds.
///
/// # Errors
/// `Invalid`.
pub(crate) fn time(text: &str) -> Result<String> {
    let time: Time = text.parse().map_err(|source| {
        Error::invalid("time", format!("{text:?} is not a time like 21:04")).because(source)
    })?;
    Ok(time.strftime("%H:%M:%S").to_string())
}

/// The name of a time zone that is known.
///
/// # Errors
/// `Invalid`.
pub(crate) fn zone(name: &str) -> Result<String> {
    jiff::tz::TimeZone::get(name).map_err(|source| {
        Error::invalid("zone", format!("{name:?} is not a time zone like Europe/London"))
            .because(source)
    })?;
    Ok(name.to_owned())
}

/// What makes the note of a day one note on every device: its time (Unix milliseconds) and natural key.
pub(crate) fn daily_key(day: Day) -> (i64, String) {
    let midnight = day.date().to_zoned(jiff::tz::TimeZone::UTC);
    (midnight.map_or(0, |midnight| midnight.timestamp().as_millisecond()), format!("daily:{day}"))
}

/// The attachments of an entry, those that cannot be read left out.
pub(crate) fn media(record: &Record) -> Vec<Media> {
    record
        .members(store::record::MEDIA_PREFIX)
        .filter_map(|hash| {
            let kept = record.text(&format!("{}{hash}", store::record::MEDIA_PREFIX));
            let kept: KeptMedia = serde_json::from_str(kept).ok()?;
            Some(Media {
                hash: hash.to_owned(),
                name: kept.name,
                mime: kept.mime,
                size: kept.size,
                width: kept.width,
                height: kept.height,
                taken: kept.taken,
                duration_ms: kept.duration_ms,
            })
        })
        .collect()
}

/// What stands in the field `media/<hash>`.
#[derive(serde::Serialize, serde::Deserialize)]
pub(crate) struct KeptMedia {
    pub(crate) name: String,
    pub(crate) mime: String,
    pub(crate) size: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) width: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) height: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) taken: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) duration_ms: Option<u64>,
}
