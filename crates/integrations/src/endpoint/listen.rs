//! What ListenBrainz takes for a listen: its limits, in its words.
//!
//! Pure. The rules and texts are those of ListenBrainz's server, because programs that submit show
//! them to people and branch on the status. Where its server would fail with 500 (a number where an
//! object belongs), this refuses with 400.

use serde_json::{Map, Value};
use uuid::Uuid;

/// The largest body of a request, bytes.
pub(crate) const BODY_BYTES_MAX: usize = LISTEN_BYTES_MAX * LISTENS_MAX;
/// The largest listen, bytes; ListenBrainz holds the body against the sum.
const LISTEN_BYTES_MAX: usize = 10_240;
/// The most listens of a request.
const LISTENS_MAX: usize = 1_000;
const TAGS_MAX: usize = 50;
const TAG_CHARS_MAX: usize = 64;
/// The longest track: 24 days, in seconds.
const DURATION_S_MAX: i64 = 24 * 24 * 60 * 60;
/// The earliest listen: ListenBrainz's `LISTEN_MINIMUM_TS`, 2002-10-01 UTC.
pub(crate) const LISTENED_AT_MIN: i64 = 1_033_430_400;
/// How far a clock may be ahead of ours, seconds.
pub(crate) const SKEW_S: i64 = 60 * 60;

/// The kinds of a submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Single,
    Import,
    PlayingNow,
}

/// A submission that keeps to the limits.
#[derive(Debug)]
pub(crate) struct Submission {
    pub(crate) kind: Kind,
    /// Never empty; exactly one unless `kind` is `Import`.
    pub(crate) listens: Vec<Map<String, Value>>,
}

/// Why a submission is refused: the text that ListenBrainz would answer with.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refusal(pub(crate) String);

fn refuse<T>(words: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal(words.into()))
}

/// Reads a `submit-listens` body. `now` is in Unix seconds.
pub(crate) fn read(body: &[u8], now: i64) -> Result<Submission, Refusal> {
    if body.len() > BODY_BYTES_MAX {
        return refuse(too_large());
    }
    let document: Value = serde_json::from_slice(body)
        .map_err(|error| Refusal(format!("Cannot parse JSON document: {error}")))?;
    let Value::Object(mut document) = document else {
        return refuse(
            "Invalid JSON document submitted. Top level of JSON document should be a json object.",
        );
    };
    let payload = match document.remove("payload") {
        Some(Value::Array(payload)) => payload,
        Some(_) => {
            return refuse("The payload in the JSON document should be a list of listens.");
        }
        None => return refuse("Invalid JSON document submitted."),
    };
    if payload.is_empty() {
        return refuse("JSON document does not contain any listens");
    }
    if payload.len() > LISTENS_MAX {
        return refuse(format!(
            "Too many listens. You may not submit more than {LISTENS_MAX} listens at once."
        ));
    }
    if body.len() > payload.len() * LISTEN_BYTES_MAX {
        return refuse(format!(
            "JSON document is too large. Each listens may not be larger than {LISTEN_BYTES_MAX} bytes."
        ));
    }
    let kind = match document.get("listen_type") {
        Some(Value::String(kind)) => match kind.as_str() {
            "single" => Kind::Single,
            "import" => Kind::Import,
            "playing_now" => Kind::PlayingNow,
            _ => return refuse("JSON document requires a valid listen_type key."),
        },
        Some(_) => return refuse("JSON document requires a valid listen_type key."),
        None => return refuse("Invalid JSON document submitted."),
    };
    if kind != Kind::Import && payload.len() > 1 {
        return refuse(
            "JSON document contains more than listen for a single/playing_now. \
             It should contain only one.",
        );
    }
    let listens = payload.into_iter().map(|listen| checked(listen, kind, now));
    Ok(Submission { kind, listens: listens.collect::<Result<_, _>>()? })
}

/// The text for a body that is larger than any may be.
pub(crate) fn too_large() -> String {
    format!("Payload too large. Payload cannot exceed {BODY_BYTES_MAX} bytes")
}

/// A listen with its texts trimmed, its numbers as numbers and its empty ids gone.
pub(crate) fn checked(listen: Value, kind: Kind, now: i64) -> Result<Map<String, Value>, Refusal> {
    let mut listen = match listen {
        Value::Object(listen) => listen,
        Value::Null => return refuse("Listen is empty and cannot be validated."),
        _ => return refuse("Invalid JSON document submitted."),
    };
    match kind {
        Kind::Single | Kind::Import => check_listened_at(&mut listen, now)?,
        Kind::PlayingNow if listen.contains_key("listened_at") => {
            return refuse(
                "JSON document must not contain listened_at while submitting playing_now.",
            );
        }
        Kind::PlayingNow => {}
    }
    if !listen.contains_key("track_metadata") {
        return refuse("JSON document must contain the key track_metadata at the top level.");
    }
    match kind {
        Kind::Single | Kind::Import if listen.len() > 2 => {
            return refuse(
                "JSON document may only contain listened_at and track_metadata top level keys",
            );
        }
        Kind::PlayingNow if listen.len() > 1 => {
            return refuse(
                "JSON document may only contain track_metadata as top level key when \
                 submitting playing_now.",
            );
        }
        Kind::Single | Kind::Import | Kind::PlayingNow => {}
    }
    let track = match listen.get_mut("track_metadata") {
        Some(Value::Object(track)) => track,
        Some(Value::Null) => {
            return refuse("JSON document may not have track_metadata with null value.");
        }
        _ => return refuse("track_metadata must be a json object."),
    };
    check_text(track, "track_name", true)?;
    check_text(track, "artist_name", true)?;
    check_text(track, "release_name", false)?;
    match track.get_mut("additional_info") {
        Some(Value::Object(info)) => check_info(info)?,
        Some(_) => return refuse("track_metadata.additional_info must be a json object."),
        None => {}
    }
    for value in listen.values() {
        check_no_null(value)?;
    }
    Ok(listen)
}

fn check_listened_at(listen: &mut Map<String, Value>, now: i64) -> Result<(), Refusal> {
    let Some(given) = listen.get_mut("listened_at") else {
        return refuse("JSON document must contain the key listened_at at the top level.");
    };
    let Some(at) = integer(given) else {
        return refuse("JSON document must contain an int value for listened_at.");
    };
    if at >= now.saturating_add(SKEW_S) {
        return refuse("Value for key listened_at is too high.");
    }
    if at < LISTENED_AT_MIN {
        // The number is in ListenBrainz's text, and is not the one that its server compares with.
        return refuse(
            "Value for key listened_at is too low. listened_at timestamp should be greater than \
             1033410600 (2002-10-01 00:00:00 UTC).",
        );
    }
    *given = Value::from(at);
    Ok(())
}

/// What Python's `int()` makes of a JSON value, which is what ListenBrainz accepts.
fn integer(value: &Value) -> Option<i64> {
    // The largest that a float holds exactly; beyond it every limit here is long passed.
    const FLOAT_MAX: f64 = 9_007_199_254_740_992.0;
    match value {
        Value::Number(number) => number.as_i64().or_else(|| {
            let number = number.as_f64()?.clamp(-FLOAT_MAX, FLOAT_MAX);
            // Cut to whole seconds like there; the clamp keeps it inside.
            #[expect(clippy::cast_possible_truncation)]
            Some(number as i64)
        }),
        Value::String(text) => text.trim().parse().ok(),
        Value::Bool(yes) => Some(i64::from(*yes)),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn check_text(track: &mut Map<String, Value>, key: &str, required: bool) -> Result<(), Refusal> {
    match track.get_mut(key) {
        Some(Value::String(text)) => {
            let trimmed = text.trim();
            if trimmed.is_empty() {
                return refuse(format!("field track_metadata.{key} is empty."));
            }
            if trimmed.len() != text.len() {
                *text = trimmed.to_owned();
            }
            Ok(())
        }
        Some(_) => refuse(format!("track_metadata.{key} must be a single string.")),
        None if required => {
            refuse(format!("JSON document does not contain required field track_metadata.{key}."))
        }
        None => Ok(()),
    }
}

fn check_info(info: &mut Map<String, Value>) -> Result<(), Refusal> {
    match info.get("tags") {
        Some(Value::Array(tags)) => check_tags(tags)?,
        Some(_) => return refuse("track_metadata.additional_info.tags must be a list."),
        None => {}
    }
    if info.contains_key("duration") && info.contains_key("duration_ms") {
        return refuse("JSON document should not contain both duration and duration_ms.");
    }
    check_duration(info, "duration", DURATION_S_MAX)?;
    check_duration(info, "duration_ms", DURATION_S_MAX * 1_000)?;
    for key in ["release_mbid", "recording_mbid", "release_group_mbid", "track_mbid"] {
        check_mbid(info, key)?;
    }
    for key in ["artist_mbids", "work_mbids"] {
        check_mbids(info, key)?;
    }
    Ok(())
}

fn check_tags(tags: &[Value]) -> Result<(), Refusal> {
    if tags.len() > TAGS_MAX {
        return refuse(format!(
            "JSON document may not contain more than {TAGS_MAX} items in \
             track_metadata.additional_info.tags."
        ));
    }
    for tag in tags {
        match tag {
            Value::String(tag) if tag.chars().count() <= TAG_CHARS_MAX => {}
            Value::String(_) => {
                return refuse(format!(
                    "JSON document may not contain track_metadata.additional_info.tags longer \
                     than {TAG_CHARS_MAX} characters."
                ));
            }
            _ => return refuse("track_metadata.additional_info.tags must be a list of strings."),
        }
    }
    Ok(())
}

fn check_duration(info: &mut Map<String, Value>, key: &str, max: i64) -> Result<(), Refusal> {
    let Some(given) = info.get_mut(key) else { return Ok(()) };
    match integer(given) {
        Some(length) if length > max => {
            refuse(format!("Value for {key} is too large, max permitted value is {max}"))
        }
        Some(length) if length > 0 => {
            *given = Value::from(length);
            Ok(())
        }
        Some(_) | None => {
            refuse(format!("Value for {key} is invalid, should be a positive integer."))
        }
    }
}

/// `None`, `""`, `0` and the like: what Python takes for nothing.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::Bool(true) => false,
    }
}

fn is_mbid(value: &Value) -> bool {
    value.as_str().is_some_and(|text| Uuid::try_parse(text).is_ok())
}

fn check_mbid(info: &mut Map<String, Value>, key: &str) -> Result<(), Refusal> {
    match info.get(key) {
        Some(value) if is_nothing(value) => {
            info.remove(key);
            Ok(())
        }
        Some(value) if !is_mbid(value) => refuse(format!("{key} MBID format invalid.")),
        Some(_) | None => Ok(()),
    }
}

fn check_mbids(info: &mut Map<String, Value>, key: &str) -> Result<(), Refusal> {
    match info.get_mut(key) {
        Some(value) if is_nothing(value) => {
            info.remove(key);
            Ok(())
        }
        Some(Value::Array(ids)) => {
            ids.retain(|id| !is_nothing(id));
            if !ids.iter().all(is_mbid) {
                return refuse(format!("{key} MBID format invalid."));
            }
            // A list of nothing is nothing: what was taken must be taken again unchanged.
            if ids.is_empty() {
                info.remove(key);
            }
            Ok(())
        }
        Some(_) => refuse(format!("{key} MBID format invalid.")),
        None => Ok(()),
    }
}

fn check_no_null(value: &Value) -> Result<(), Refusal> {
    match value {
        Value::String(text) if text.contains('\0') => {
            refuse(format!("{text} contains a unicode null"))
        }
        Value::Array(items) => items.iter().try_for_each(check_no_null),
        Value::Object(members) => members.values().try_for_each(check_no_null),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(()),
    }
}

/// The name that stands for a track where ListenBrainz has its own: the same for the same artist,
/// title and album.
pub(crate) fn msid(track: &Map<String, Value>) -> String {
    let mut hash = blake3::Hasher::new();
    for key in ["artist_name", "track_name", "release_name"] {
        let text = track.get(key).and_then(Value::as_str).unwrap_or_default();
        hash.update(text.to_lowercase().as_bytes()).update(&[0]);
    }
    let mut bytes = [0; 16];
    hash.finalize_xof().fill(&mut bytes);
    uuid::Builder::from_custom_bytes(bytes).into_uuid().to_string()
}

#[cfg(test)]
mod tests;
