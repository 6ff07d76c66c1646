//! What a player told of itself, in MPRIS's words, and what it means.

use std::collections::HashMap;

use zbus::zvariant::{OwnedValue, Value};

use crate::playing::source::{Event, Status, Track};

/// Artists or genres of a track; more are a mistake.
const NAMES_MAX: usize = 64;

/// The properties of a player that matter, as they were told last.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Told {
    pub(super) status: Status,
    track: Option<Track>,
    rate: f64,
}

impl Default for Told {
    fn default() -> Told {
        Told { status: Status::Stopped, track: None, rate: 1.0 }
    }
}

impl Told {
    /// Takes in properties that changed. Whether any of them matters.
    pub(super) fn take(&mut self, changed: &HashMap<String, OwnedValue>) -> bool {
        let before = self.clone();
        if let Some(Value::Str(status)) = changed.get("PlaybackStatus").map(plain) {
            self.status = match status.as_str() {
                "Playing" => Status::Playing,
                "Paused" => Status::Paused,
                _ => Status::Stopped,
            };
        }
        if let Some(Value::F64(rate)) = changed.get("Rate").map(plain) {
            self.rate = *rate;
        }
        if let Some(Value::Dict(metadata)) = changed.get("Metadata").map(plain) {
            let mut fields: HashMap<&str, &Value<'_>> = HashMap::new();
            for (name, value) in metadata.iter() {
                if let Value::Str(name) = name {
                    fields.insert(name.as_str(), unwrapped(value));
                }
            }
            self.track = track(&fields);
        }
        *self != before
    }

    pub(super) fn state(&self) -> Event {
        Event::State { status: self.status, track: self.track.clone(), rate: self.rate }
    }
}

fn plain(value: &OwnedValue) -> &Value<'static> {
    unwrapped(value)
}

/// Values lie in values.
fn unwrapped<'v, 'a>(value: &'v Value<'a>) -> &'v Value<'a> {
    let mut value = value;
    while let Value::Value(inner) = value {
        value = inner;
    }
    value
}

fn track(fields: &HashMap<&str, &Value<'_>>) -> Option<Track> {
    let title = text(fields.get("xesam:title")?)?;
    let names = |field: &str| fields.get(field).map(|value| texts(value)).unwrap_or_default();
    let number = |field: &str| fields.get(field).and_then(|value| integer(value));
    Some(Track {
        id: fields.get("mpris:trackid").and_then(|id| text(id)).filter(|id| !is_no_track(id)),
        title,
        artists: names("xesam:artist"),
        album: fields.get("xesam:album").and_then(|album| text(album)),
        album_artists: names("xesam:albumArtist"),
        duration_ms: number("mpris:length").filter(|us| *us > 0).map(ms),
        number: number("xesam:trackNumber").and_then(|number| u32::try_from(number).ok()),
        genres: names("xesam:genre"),
        address: fields.get("xesam:url").and_then(|address| text(address)).filter(|address| {
            // Paths of this device are nobody's business, also not the archive's.
            ["https:", "http:", "spotify:"].iter().any(|scheme| address.starts_with(scheme))
        }),
    })
}

/// "/org/mpris/MediaPlayer2/TrackList/NoTrack": the player has no list.
fn is_no_track(id: &str) -> bool {
    id.ends_with("/NoTrack")
}

/// A length or a place, which MPRIS gives in microseconds; never negative.
pub(super) fn ms(us: i64) -> u64 {
    u64::try_from(us / 1_000).unwrap_or(0)
}

/// A text or an object's path, unless it is empty.
fn text(value: &Value<'_>) -> Option<String> {
    let text = match unwrapped(value) {
        Value::Str(text) => text.as_str(),
        Value::ObjectPath(path) => path.as_str(),
        _ => return None,
    };
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// A list of texts; some players give a single one instead.
fn texts(value: &Value<'_>) -> Vec<String> {
    match unwrapped(value) {
        Value::Array(items) => items.iter().filter_map(text).take(NAMES_MAX).collect(),
        other => text(other).into_iter().collect(),
    }
}

/// Any of D-Bus's integers: players take them as they like. Some give the length as a text.
fn integer(value: &Value<'_>) -> Option<i64> {
    match unwrapped(value) {
        Value::U8(number) => Some(i64::from(*number)),
        Value::I16(number) => Some(i64::from(*number)),
        Value::U16(number) => Some(i64::from(*number)),
        Value::I32(number) => Some(i64::from(*number)),
        Value::U32(number) => Some(i64::from(*number)),
        Value::I64(number) => Some(*number),
        Value::U64(number) => i64::try_from(*number).ok(),
        // Beyond what a float holds exactly no length is right anyway; the cast saturates.
        #[expect(clippy::cast_possible_truncation)]
        Value::F64(number) if number.is_finite() => Some(*number as i64),
        Value::Str(text) => text.trim().parse().ok(),
        _ => None,
    }
}
