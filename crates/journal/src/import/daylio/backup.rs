//! The backup: moods, activities and photos are told by number, their names in lists of their own.

use std::collections::HashMap;

use base::error::{Code, Error, Result};
use domain::import::{ImportedMedia, Sink};
use domain::source::{Source, SourceFile};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use serde::de::IgnoredAny;

use super::{Minutes, note};
use crate::import::base64::Base64Reader;
use crate::import::draft::Draft;
use crate::import::fraction;
use crate::import::json::{self, End, Object, Part, Wanted};
use crate::import::media::{Library, append_block, embed};

/// Daylio's own five moods, by the number of their name.
const MOODS: [&str; 5] = ["rad", "good", "meh", "bad", "awful"];

/// How pleasant the five steps are, the same number of steps from the next: the middle of each of five
/// equal parts of -100 to 100. An own mood of Daylio belongs to one of them (`mood_group_id`).
const VALENCES: [i64; 5] = [80, 40, 0, -40, -80];

/// Lists that have no place here, and what one of them is called.
const LOST: [(&str, &str); 4] = [
    ("goals", "goal"),
    ("goalEntries", "goal"),
    ("writingTemplates", "writing template"),
    ("reminders", "reminder"),
];

const LISTS: [&str; 7] =
    ["customMoods", "tags", "assets", "goals", "goalEntries", "writingTemplates", "reminders"];

const PROGRESS_EVERY: usize = 64;

/// What the numbers mean.
#[derive(Default)]
struct Names {
    moods: HashMap<i64, Mood>,
    tags: HashMap<i64, String>,
    assets: HashMap<i64, Asset>,
}

/// A mood: its name, and which of Daylio's five steps it is.
struct Mood {
    name: String,
    valence: Option<i64>,
}

struct Asset {
    checksum: String,
    name: String,
    taken: Option<String>,
}

/// The list of entries may stand before the lists of names, so the file is read twice.
pub(super) fn read(
    source: &Source,
    file: &SourceFile,
    minutes: &mut Minutes,
    sink: &mut dyn Sink,
) -> Result<()> {
    let mut names = Names::default();
    let first = Wanted { rows: "", values: &LISTS };
    let end = json::rows(Base64Reader::new(source.read(&file.name)?), &first, &mut |part| {
        if let Part::Value { key, bytes } = part {
            names.read(key, bytes, sink);
        }
        Ok(())
    })?;
    tell_broken(&end, sink);
    let library = Library::new(source);
    let second = Wanted { rows: "dayEntries", values: &[] };
    let end = json::rows(Base64Reader::new(source.read(&file.name)?), &second, &mut |part| {
        let (number, at, bytes) = match part {
            Part::Row { number, at, bytes } => (number, at, bytes),
            Part::TooBig { number } => {
                sink.problem(&format!("entry {number}"), "is longer than 64 MiB and was left out");
                return Ok(());
            }
            Part::Value { .. } => return Ok(()),
        };
        let place = format!("entry {number}");
        match Object::parse(bytes) {
            Ok(object) => entry(object, (&names, &library), minutes, &place, sink)?,
            Err(error) => sink.problem(&place, &format!("cannot be read: {error}")),
        }
        if number % PROGRESS_EVERY == 0 {
            // Base64 is four letters for three bytes.
            sink.progress(fraction(at / 3 * 4, file.size))?;
        }
        Ok(())
    })?;
    match end.broken {
        Some(why) if end.rows == 0 => {
            let message = format!("no entry of {} can be read: {why}", source.name());
            Err(Error::new(Code::Invalid, message).at(source.name()))
        }
        _ => Ok(()),
    }
}

fn tell_broken(end: &End, sink: &mut dyn Sink) {
    if let Some(why) = &end.broken {
        sink.problem("backup.daylio", &format!("{why}; what stands before is kept"));
    }
    if end.repaired {
        sink.problem("backup.daylio", "is not all UTF-8; what could not be read is shown as �");
    }
}

impl Names {
    fn read(&mut self, key: &str, bytes: &[u8], sink: &mut dyn Sink) {
        if let Some((_, what)) = LOST.iter().find(|(list, _)| *list == key) {
            let list: Vec<IgnoredAny> = serde_json::from_slice(bytes).unwrap_or_default();
            list.iter().for_each(|_| sink.lost(what));
            return;
        }
        let rows: Vec<&serde_json::value::RawValue> =
            serde_json::from_slice(bytes).unwrap_or_else(|_| {
                sink.problem("backup.daylio", &format!("{key} is not a list"));
                Vec::new()
            });
        for row in rows {
            let Ok(mut row) = Object::parse(row.get().as_bytes()) else { continue };
            let Some(id) = row.take("id") else { continue };
            match key {
                "customMoods" => {
                    self.moods.insert(id, Mood::read(&mut row));
                }
                "tags" => {
                    self.tags.insert(id, row.text("name"));
                }
                _ => {
                    self.assets.insert(id, Asset::read(&mut row));
                }
            }
        }
    }
}

impl Mood {
    fn read(row: &mut Object<'_>) -> Mood {
        let own = row.text("custom_name");
        let predefined =
            row.take::<usize>("predefined_name_id").and_then(|number| number.checked_sub(1));
        let name = match predefined.and_then(|at| MOODS.get(at)).filter(|_| own.is_empty()) {
            Some(name) => (*name).to_owned(),
            None => own,
        };
        let group = row.take::<usize>("mood_group_id").and_then(|number| number.checked_sub(1));
        Mood { name, valence: group.and_then(|at| VALENCES.get(at)).copied() }
    }
}

impl Asset {
    fn read(row: &mut Object<'_>) -> Asset {
        let checksum = row.text("checksum");
        // A JSON text within the JSON.
        let meta = row.text("android_metadata");
        let (mut name, mut taken) = (String::new(), None);
        if let Ok(mut meta) = Object::parse(meta.as_bytes()) {
            name = meta.text("Name");
            taken = meta.take("LastModified").filter(|ms| 0 < *ms);
        }
        let taken = taken.and_then(|ms| Timestamp::from_millisecond(ms).ok());
        Asset { checksum, name, taken: taken.map(|at| at.to_string()) }
    }
}

fn entry(
    mut object: Object<'_>,
    (names, library): (&Names, &Library<'_>),
    minutes: &mut Minutes,
    place: &str,
    sink: &mut dyn Sink,
) -> Result<()> {
    let Some(local) = local(&mut object) else {
        sink.problem(place, "has no date and time that can be read");
        return Ok(());
    };
    let mut draft = minutes.draft(local);
    if let Some(number) = object.take::<i64>("mood") {
        match names.moods.get(&number) {
            Some(mood) => {
                draft.mood.clone_from(&mood.name);
                draft.valence = mood.valence;
            }
            None => sink.problem(place, &format!("its mood {number} has no name in the backup")),
        }
    }
    draft.title = object.text("note_title");
    draft.body = note(&object.text("note"));
    draft.starred = object.flag("isFavorite");
    for number in object.take::<Vec<i64>>("tags").unwrap_or_default() {
        match names.tags.get(&number) {
            Some(name) => draft.tags.push(name.clone()),
            None => {
                sink.problem(place, &format!("its activity {number} has no name in the backup"))
            }
        }
    }
    let created = object.take("datetime").and_then(|ms| Timestamp::from_millisecond(ms).ok());
    draft.created = created.map(|at| at.to_string()).unwrap_or_default();
    let assets = object.take::<Vec<i64>>("assets").unwrap_or_default();
    photos(&assets, (names, library), &mut draft, place, sink)?;
    for wrong in object.wrong() {
        sink.problem(place, &format!("{wrong} is not as Daylio writes it and was left out"));
    }
    for known in ["id", "timeZoneOffset"] {
        object.raw(known);
    }
    for key in object.left() {
        sink.lost(key);
    }
    draft.put(place, sink).map(drop)
}

fn photos(
    assets: &[i64],
    (names, library): (&Names, &Library<'_>),
    draft: &mut Draft,
    place: &str,
    sink: &mut dyn Sink,
) -> Result<()> {
    for number in assets {
        let asset = names.assets.get(number);
        let found = asset.and_then(|asset| Some((asset, library.by_stem(&asset.checksum)?)));
        let Some((asset, path)) = found else {
            sink.problem(place, &format!("its attachment {number} is not in the backup"));
            sink.lost("missing attachment");
            continue;
        };
        let name = if asset.name.is_empty() { &asset.checksum } else { &asset.name };
        let media =
            ImportedMedia { name: name.clone(), taken: asset.taken.clone(), duration_ms: None };
        if let Some(taken) = library.take(path, &media, place, sink)? {
            append_block(&mut draft.body, &embed(&taken, ""));
            draft.media.push(taken);
        }
    }
    Ok(())
}

/// The date in parts; months count from 0.
fn local(object: &mut Object<'_>) -> Option<DateTime> {
    let mut part = |key: &str| object.take::<i8>(key);
    let (month, day, hour, minute) = (part("month")?, part("day")?, part("hour")?, part("minute")?);
    let year = object.take::<i16>("year")?;
    let date = Date::new(year, month.checked_add(1)?, day).ok()?;
    let time = Time::new(hour, minute, 0, 0).ok()?;
    Some(date.to_datetime(time))
}
