//! Apple Health: `export.xml`, alone or in `export.zip` with the routes of workouts.
//!
//! The document of some years has a gigabyte and one element to a line: it is read once from front to
//! back, and never held. Samples are gathered by kind, source and day, and handed over when their
//! number grows or their kind is at its end. Start reading at [`read`].

mod days;
mod kinds;
mod lossy;
mod workouts;

use std::borrow::Cow;
use std::io::BufReader;

use base::error::Result;
use domain::import::{Confidence, Importer, Sink};
use domain::source::{Source, SourceFile};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use self::days::Days;
use self::kinds::Reading as Measured;
use self::lossy::Lossy;
use self::workouts::Workouts;
use super::files::is_hidden;
use super::intake::{Intake, ORIGINAL_BYTES_MAX};
use super::when;

pub(super) const APPLE: Importer = Importer {
    format: "apple_health",
    title: "Apple Health",
    endings: &["zip", "xml"],
    sniff,
    parse,
};

/// Bytes in which the document shows itself: a type declaration of some 10 KB stands before it.
const HEAD: usize = 32 << 10;
/// Bytes that are read at once.
const BUFFER: usize = 256 << 10;
/// Records between two reports of progress.
const PROGRESS_EVERY: u64 = 16_384;
/// The longest element that is read: none has a hundredth of it.
const ELEMENT_BYTES_MAX: usize = 16 << 20;

fn export(source: &Source) -> Option<&SourceFile> {
    let is_mine = |file: &&SourceFile| {
        let head = source.head(&file.name, HEAD).unwrap_or_default();
        let head = String::from_utf8_lossy(&head);
        head.contains("<HealthData") || head.contains("<!DOCTYPE HealthData")
    };
    let mut files: Vec<&SourceFile> =
        source.files().iter().filter(|file| file.name.to_lowercase().ends_with(".xml")).collect();
    files.retain(|file| !is_hidden(&file.name));
    // A clinical document may lie beside it; the largest is looked at first.
    files.sort_by_key(|file| std::cmp::Reverse(file.size));
    match source.files() {
        [only] => [only].into_iter().find(is_mine),
        _ => files.into_iter().take(4).find(is_mine),
    }
}

fn sniff(source: &Source) -> Result<Option<Confidence>> {
    Ok(export(source).map(|_| Confidence::Certain))
}

fn parse(source: &Source, sink: &mut dyn Sink) -> Result<()> {
    let mut intake = Intake::new(source, sink);
    let Some(file) = export(source) else {
        intake.broken(source.name(), "it holds no export of Apple Health");
        return intake.finish(source);
    };
    let hash = if file.size <= ORIGINAL_BYTES_MAX {
        intake.keep_from(&file.name, &mut source.read(&file.name)?)?
    } else {
        intake.sink.notice("the export itself is too large to be kept beside what was read of it");
        String::new()
    };
    read(source, file, &hash, &mut intake)?;
    intake.finish(source)
}

/// Reads the document.
fn read(source: &Source, file: &SourceFile, hash: &str, intake: &mut Intake<'_>) -> Result<()> {
    let bytes = BufReader::with_capacity(BUFFER, Lossy::new(source.read(&file.name)?));
    let mut reader = Reader::from_reader(bytes);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut days = Days::default();
    let mut workouts = Workouts::new(source, hash);
    let mut buffer = Vec::new();
    let mut records = 0_u64;
    let broken = loop {
        buffer.clear();
        if buffer.capacity() > ELEMENT_BYTES_MAX {
            break Some("an element in it has no end".to_owned());
        }
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Empty(tag)) => {
                open(&tag, &mut days, &mut workouts, intake, &mut records)?;
                workouts.close(tag.name().as_ref(), intake)?;
            }
            Ok(Event::Start(tag)) => open(&tag, &mut days, &mut workouts, intake, &mut records)?,
            Ok(Event::End(tag)) => {
                if tag.name().as_ref() == "HealthData" {
                    break None;
                }
                workouts.close(tag.name().as_ref(), intake)?;
            }
            Ok(Event::Eof) => break Some("it ends too early".to_owned()),
            Ok(_) => {}
            Err(error) => break Some(error.to_string()),
        }
        if records % PROGRESS_EVERY == PROGRESS_EVERY - 1 {
            records += 1;
            intake.progress(reader.buffer_position(), file.size)?;
        }
    };
    if let Some(why) = broken {
        let place = format!("byte {}", reader.buffer_position());
        let what = format!("{why}; the {records} records before are kept");
        intake.broken(&place, &what);
    }
    days.finish(intake)
}

fn open(
    tag: &BytesStart<'_>,
    days: &mut Days,
    workouts: &mut Workouts<'_>,
    intake: &mut Intake<'_>,
    records: &mut u64,
) -> Result<()> {
    if tag.name().as_ref() != "Record" {
        return workouts.open(tag, intake);
    }
    *records += 1;
    let mut measured = Measured::default();
    let mut attributes = tag.attributes();
    attributes.with_checks(false);
    for attribute in attributes.filter_map(std::result::Result::ok) {
        // Values lie in the document as they are, with their entities.
        if let Cow::Borrowed(value) = attribute.value {
            measured.set(attribute.key.as_ref(), value);
        }
    }
    days.take(measured, intake)
}

/// An instant of the document: `2018-09-10 02:28:55 -0700`.
fn instant(text: &str) -> Option<(i64, i32)> {
    let told = when::instant(text)?;
    (told.at_ms >= 0).then_some((told.at_ms, told.offset_s.unwrap_or(0)))
}
