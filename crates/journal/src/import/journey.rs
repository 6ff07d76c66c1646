//! Journey (journey.cloud): a zip with one JSON file for each entry, `<id>.json`, and its photos and
//! sounds beside it, `<id>-<name>.jpg`.

use base::error::Result;
use domain::import::{Confidence, ImportedMedia, Importer, Sink};
use domain::source::{Source, SourceFile};
use jiff::Timestamp;
use std::io::Read;

use super::draft::Draft;
use super::html;
use super::json::Object;
use super::media::{Library, append_block, embed};
use super::text::decode;
use super::when::{When, Zone, instant};
use super::{base_name, fraction, has_ending, is_hidden, report_refused, stem};

pub(super) const JOURNEY: Importer =
    Importer { format: "journey", title: "Journey", endings: &["zip"], sniff, parse };

/// Bytes in which an entry's date stands, unless its text comes first.
const HEAD: usize = 64 << 10;
const SNIFFED: usize = 8;
const PROGRESS_EVERY: usize = 32;

/// The most bytes of an entry's file: the longest text, twice (with its preview) and escaped.
const FILE_MAX: u64 = 64 << 20;

fn entries(source: &Source) -> impl Iterator<Item = &SourceFile> {
    let is_json = |file: &&SourceFile| has_ending(&file.name, &["json"]) && !is_hidden(&file.name);
    source.files().iter().filter(is_json)
}

fn sniff(source: &Source) -> Result<Option<Confidence>> {
    for file in entries(source).take(SNIFFED) {
        let head = source.head(&file.name, HEAD)?;
        let head = String::from_utf8_lossy(&head);
        if head.contains("\"date_journal\"") || head.contains("\"dateOfJournal\"") {
            return Ok(Some(Confidence::Certain));
        }
    }
    Ok(None)
}

fn parse(source: &Source, sink: &mut dyn Sink) -> Result<()> {
    report_refused(source, sink);
    let library = Library::new(source);
    let all = source.files().len() as u64;
    for (done, file) in entries(source).enumerate() {
        if let Some(bytes) = bytes(source, &file.name, sink) {
            match Object::parse(bytes.as_bytes()) {
                Ok(object) => entry(object, &library, &file.name, sink)?,
                Err(error) => sink.problem(&file.name, &format!("cannot be read: {error}")),
            }
        }
        if done % PROGRESS_EVERY == 0 {
            sink.progress(fraction(done as u64, all))?;
        }
    }
    sink.progress(1.0)
}

fn bytes(source: &Source, name: &str, sink: &mut dyn Sink) -> Option<String> {
    let mut bytes = Vec::new();
    let read = source.read(name).map_err(|error| error.to_string()).and_then(|reader| {
        reader.take(FILE_MAX).read_to_end(&mut bytes).map_err(|error| error.to_string())
    });
    match read {
        Ok(_) => Some(decode(&bytes).0),
        Err(why) => {
            sink.problem(name, &format!("cannot be read: {why}"));
            None
        }
    }
}

fn entry(
    mut object: Object<'_>,
    library: &Library<'_>,
    place: &str,
    sink: &mut dyn Sink,
) -> Result<()> {
    let Some(at) = time(&mut object, &["date_journal", "dateOfJournal"]) else {
        sink.problem(place, "has no date that can be read");
        return Ok(());
    };
    let zone = object.text("timezone");
    let zone = Zone::named(&zone).unwrap_or_else(|| {
        sink.problem(place, &format!("the time zone {zone:?} is not known; its time is in UTC"));
        Zone::unknown()
    });
    let id = object.text("id");
    let id = if id.is_empty() { stem(place).to_owned() } else { id };
    let mut draft = Draft::new(format!("journey:{id}"), When::at(at, &zone));
    draft.created = time(&mut object, &["date_created", "dateCreated"]).unwrap_or(at).to_string();
    let modified = time(&mut object, &["date_modified", "dateModified"]);
    draft.modified = modified.map(|at| at.to_string()).unwrap_or_default();
    draft.starred = object.flag("favourite") | object.flag("favorite");
    draft.tags = object.take("tags").unwrap_or_default();
    draft.tags.extend(Some(object.text("label")).filter(|label| !label.is_empty()));
    if let Some((mood, valence)) = object.take("sentiment").and_then(mood) {
        draft.mood = mood.to_owned();
        draft.valence = Some(valence);
    }
    where_and_weather(&mut object, &mut draft);
    draft.body = body(&mut object);
    media(&mut object, &mut draft, library, place, sink)?;
    for wrong in object.wrong() {
        sink.problem(place, &format!("{wrong} is not as Journey writes it and was left out"));
    }
    if draft.body.is_empty() && draft.tags.is_empty() && draft.mood.is_empty() {
        sink.skipped("empty entry");
        return Ok(());
    }
    for known in ["preview_text", "version", "schema_version", "schemaVersion"] {
        object.raw(known);
    }
    for key in object.left() {
        sink.lost(match key {
            "mood" => "mood number",
            "music_title" | "music_artist" => "music",
            other => other,
        });
    }
    draft.put(place, sink).map(drop)
}

/// A time in milliseconds, or in RFC 3339 in newer exports.
fn time(object: &mut Object<'_>, keys: &[&str]) -> Option<Timestamp> {
    let raw = keys.iter().find_map(|key| object.raw(key))?;
    match serde_json::from_str::<String>(raw) {
        Ok(text) => instant(&text).ok(),
        Err(_) => Timestamp::from_millisecond(raw.parse::<f64>().ok().map(|ms| ms as i64)?).ok(),
    }
}

/// The five faces of Journey as words, and how pleasant each is: the middle of each of five equal parts
/// of -100 to 100. 0 is none.
fn mood(sentiment: f64) -> Option<(&'static str, i64)> {
    match sentiment {
        _ if sentiment <= 0.0 || 2.0 < sentiment => None,
        _ if sentiment < 0.5 => Some(("awful", -80)),
        _ if sentiment < 1.0 => Some(("bad", -40)),
        _ if sentiment < 1.25 => Some(("okay", 0)),
        _ if sentiment < 1.75 => Some(("good", 40)),
        _ => Some(("great", 80)),
    }
}

fn where_and_weather(object: &mut Object<'_>, draft: &mut Draft) {
    draft.place = object.text("address");
    // No place is the greatest number there is, which is not on Earth.
    draft.position = object.take("lat").zip(object.take("lon"));
    if let Some(mut location) = object.object("location") {
        let named = [location.text("name"), location.text("address")];
        draft.place = named.into_iter().find(|name| !name.is_empty()).unwrap_or_default();
        draft.position = location.take("lat").zip(location.take("lng").or(location.take("lon")));
    }
    if let Some(mut weather) = object.object("weather") {
        draft.weather = weather.text("description");
        let celsius = weather.take::<f64>("degree_c").or_else(|| weather.take("degreeC"));
        draft.celsius = celsius.filter(|celsius| celsius.abs() < 100.0);
    }
}

fn body(object: &mut Object<'_>) -> String {
    let text = object.text("text");
    let text = if text.is_empty() { object.text("preview_text") } else { text };
    let is_html = match object.text("type").as_str() {
        "html" => true,
        "markdown" | "text" => false,
        _ => html::looks_like_html(&text),
    };
    if is_html { html::to_markdown(&text) } else { text.trim().to_owned() }
}

fn media(
    object: &mut Object<'_>,
    draft: &mut Draft,
    library: &Library<'_>,
    place: &str,
    sink: &mut dyn Sink,
) -> Result<()> {
    let mut names: Vec<String> = object.take("photos").unwrap_or_default();
    for key in ["audios", "videos"] {
        names.extend(object.take::<Vec<String>>(key).unwrap_or_default());
    }
    names.extend(object.list("attachments").iter_mut().map(|attachment| attachment.text("name")));
    for name in names {
        let name = base_name(&name);
        let Some(path) = library.by_name(name) else {
            sink.problem(place, &format!("the attachment {name} is not in the export"));
            sink.lost("missing attachment");
            continue;
        };
        let media = ImportedMedia { name: name.to_owned(), ..ImportedMedia::default() };
        if let Some(taken) = library.take(path, &media, place, sink)? {
            append_block(&mut draft.body, &embed(&taken, ""));
            draft.media.push(taken);
        }
    }
    Ok(())
}
