//! One entry of Day One.

use std::collections::HashSet;

use base::error::Result;
use base::id::AnyId;
use domain::import::Sink;
use domain::source::{Source, SourceFile};
use jiff::Timestamp;

use super::moments::Moments;
use super::{PROGRESS_EVERY, Part, Wanted, json, plain_text, rich_text};
use crate::import::draft::Draft;
use crate::import::fingerprint;
use crate::import::json::{End, Object};
use crate::import::media::{Library, append_block};
use crate::import::when::{When, Zone, instant};

/// The members that are told as lost, and what they are called.
const LOST: [(&str, &str); 14] = [
    ("userActivity", "activity and step count"),
    ("music", "music"),
    ("editingTime", "editing time"),
    ("duration", "duration"),
    ("creationDevice", "device"),
    ("creationDeviceType", "device"),
    ("creationDeviceModel", "device"),
    ("creationOSName", "device"),
    ("creationOSVersion", "device"),
    ("sourceString", "source program"),
    ("publishURL", "published address"),
    ("templateID", "template"),
    ("promptID", "prompt"),
    ("comments", "comment"),
];

/// Reads the rows of one file. The place is `entry 17`, with the file's name before it when there
/// are several; the progress is given with some rows only.
pub(super) fn rows(
    source: &Source,
    file: &SourceFile,
    several: Option<&str>,
    on_row: &mut dyn FnMut(Row<'_>) -> Result<()>,
) -> Result<End> {
    let wanted = Wanted { rows: "entries", values: &[] };
    let reader = source.read(&file.name)?;
    json::rows(reader, &wanted, &mut |part| {
        let (number, at, bytes) = match part {
            Part::Row { number, at, bytes } => (number, at, Some(bytes)),
            Part::TooBig { number } => (number, 0, None),
            Part::Value { .. } => return Ok(()),
        };
        let place = match several {
            Some(file) => format!("{file}, entry {number}"),
            None => format!("entry {number}"),
        };
        let at = (number % PROGRESS_EVERY == 0).then_some(at);
        on_row(Row { place: &place, at, bytes })
    })
}

/// One row of a file.
pub(super) struct Row<'a> {
    pub(super) place: &'a str,
    /// Bytes read, when it is time to tell the progress.
    pub(super) at: Option<u64>,
    /// `None`: it is longer than any entry may be.
    pub(super) bytes: Option<&'a [u8]>,
}

/// What is known while entries are read.
pub(super) struct Reader<'a> {
    pub(super) source: &'a Source,
    pub(super) library: Library<'a>,
    /// The identities of the entries that were recorded.
    pub(super) seen: HashSet<u128>,
    pub(super) journal: Option<AnyId>,
}

impl Reader<'_> {
    pub(super) fn row(&mut self, row: &Row<'_>, sink: &mut dyn Sink) -> Result<()> {
        let Some(bytes) = row.bytes else {
            sink.problem(row.place, "is longer than 64 MiB and was left out");
            return Ok(());
        };
        match Object::parse(bytes) {
            Ok(object) => self.entry(object, row.place, bytes, sink),
            Err(error) => {
                sink.problem(row.place, &format!("cannot be read: {error}"));
                Ok(())
            }
        }
    }

    fn entry(
        &mut self,
        mut object: Object<'_>,
        place: &str,
        bytes: &[u8],
        sink: &mut dyn Sink,
    ) -> Result<()> {
        let uuid = object.text("uuid");
        let created = object.text("creationDate");
        let modified = object.text("modifiedDate");
        let at = instant(&created).or_else(|_| instant(&modified));
        let Ok(at) = at else {
            sink.problem(place, &format!("has no date that can be read ({created:?})"));
            return Ok(());
        };
        let key = match uuid.is_empty() {
            true => format!("dayone:{at}:{:016x}", fingerprint(bytes)),
            false => format!("dayone:{}", uuid.to_uppercase()),
        };
        let plain = object.text("text");
        if self.seen.contains(&compact(&key)) {
            tell_wrong(&object, place, sink);
            sink.skipped("the same entry again");
            return Ok(());
        }
        let mut draft = Draft::new(key, when(&mut object, at, place, sink));
        draft.journal = self.journal;
        draft.created = created;
        draft.modified = modified;
        draft.starred = object.flag("starred");
        draft.pinned = object.flag("isPinned");
        draft.tags = object.take("tags").unwrap_or_default();
        // Day One itself writes no mood into this form; what another program put there as a word is one.
        draft.mood = object.text("mood");
        location(&mut object, &mut draft);
        weather(&mut object, &mut draft, sink);
        let mut moments = Moments::read(&mut object, (self.source, &self.library), place, sink)?;
        draft.body = body(&plain, object.raw("richText"), &mut moments, place, sink);
        for block in moments.unshown() {
            append_block(&mut draft.body, &block);
        }
        tell_wrong(&object, place, sink);
        // Of an entry that was only a film, and the film is missing, the day is still worth keeping.
        let had_something = !plain.trim().is_empty() || moments.any();
        draft.media = moments.into_media();
        if draft.body.is_empty() && draft.tags.is_empty() && !had_something {
            if object.wrong().is_empty() {
                sink.skipped("empty entry");
            }
            return Ok(());
        }
        tell_lost(&object, sink);
        self.seen.insert(compact(&draft.key));
        draft.put(place, sink).map(drop)
    }
}

/// A key in 16 bytes, so that half a million of them take 16 MB: the hexadecimal number that Day One
/// writes, or two fingerprints.
fn compact(key: &str) -> u128 {
    let uuid = key.trim_start_matches("dayone:").replace('-', "");
    u128::from_str_radix(&uuid, 16).unwrap_or_else(|_| {
        let reversed: Vec<u8> = key.bytes().rev().collect();
        u128::from(fingerprint(key.as_bytes())) << 64 | u128::from(fingerprint(&reversed))
    })
}

fn when(object: &mut Object<'_>, at: Timestamp, place: &str, sink: &mut dyn Sink) -> When {
    let name = object.text("timeZone");
    let zone = Zone::named(&name);
    if zone.is_none() && !name.is_empty() {
        sink.problem(place, &format!("the time zone {name:?} is not known; its time is in UTC"));
    }
    let when = When::at(at, &zone.unwrap_or_else(Zone::unknown));
    if object.flag("isAllDay") { when.all_day() } else { when }
}

fn location(object: &mut Object<'_>, draft: &mut Draft) {
    let Some(mut location) = object.object("location") else { return };
    let user = location.text("userLabel");
    let name = location.text("placeName");
    let mut parts = vec![if user.is_empty() { name } else { user }];
    for key in ["localityName", "administrativeArea", "country"] {
        parts.push(location.text(key));
    }
    // London, London, United Kingdom says the same twice.
    parts.dedup();
    parts.retain(|part| !part.is_empty());
    draft.place = parts.join(", ");
    draft.position = location.take("latitude").zip(location.take("longitude"));
}

fn weather(object: &mut Object<'_>, draft: &mut Draft, sink: &mut dyn Sink) {
    let Some(mut weather) = object.object("weather") else { return };
    draft.weather = weather.text("conditionsDescription");
    draft.celsius = weather.take("temperatureCelsius");
    for known in ["weatherCode", "weatherServiceName"] {
        weather.raw(known);
    }
    if weather.left().next().is_some() {
        sink.lost("weather details");
    }
}

/// The text: rich where it can be read, otherwise Day One's own Markdown.
fn body(
    plain: &str,
    rich: Option<&str>,
    moments: &mut Moments,
    place: &str,
    sink: &mut dyn Sink,
) -> String {
    match rich.filter(|raw| !matches!(*raw, "null" | "\"\"")).map(rich_text::unwrap) {
        None => {}
        Some(None) => sink.problem(place, "the rich text cannot be read; the plain text is used"),
        Some(Some(rich)) => match rich_text::to_markdown(&rich, moments, place, sink) {
            Some(body) if !body.is_empty() || plain.trim().is_empty() => return body,
            Some(_) => {}
            None => {
                sink.problem(place, "the rich text cannot be read; the plain text is used");
            }
        },
    }
    plain_text::to_markdown(plain, moments)
}

fn tell_wrong(object: &Object<'_>, place: &str, sink: &mut dyn Sink) {
    for wrong in object.wrong() {
        sink.problem(place, &format!("{wrong} is not as Day One writes it and was left out"));
    }
}

fn tell_lost(object: &Object<'_>, sink: &mut dyn Sink) {
    let mut told = HashSet::new();
    for key in object.left() {
        let known = LOST.iter().find(|(member, _)| *member == key);
        let name = known.map_or(key, |(_, name)| name);
        if told.insert(name) {
            sink.lost(name);
        }
    }
}
