//! Day One: a zip of `Journal.json` files (one for each journal) with `photos/`, `videos/`, `audios/`
//! and `pdfs/` named by their MD5, or one such JSON file.
//!
//! Start reading at `entry` in [`entry`]; what Day One writes as rich text is in [`rich_text`], its
//! older Markdown in [`plain_text`].

mod entry;
mod moments;
mod plain_text;
mod rich_text;

use std::collections::HashSet;

use base::error::{Code, Error, Result};
use domain::import::{Confidence, Importer, Sink};
use domain::source::{Source, SourceFile};

use self::entry::Reader;
use super::draft::Shelf;
use super::json::{self, Part, Wanted};
use super::media::Library;
use super::{fraction, has_ending, is_hidden, report_refused, stem};

pub(super) const DAYONE: Importer =
    Importer { format: "dayone", title: "Day One", endings: &["zip", "json"], sniff, parse };

/// Bytes in which the first entry's names stand: before them is only the version.
const HEAD: usize = 16 << 10;

/// JSON files looked into: an export has one for each journal.
const SNIFFED: usize = 8;

/// Rows between two reports of progress.
const PROGRESS_EVERY: usize = 64;

fn journals(source: &Source) -> impl Iterator<Item = &SourceFile> {
    let is_json = |file: &&SourceFile| has_ending(&file.name, &["json"]) && !is_hidden(&file.name);
    source.files().iter().filter(is_json)
}

fn sniff(source: &Source) -> Result<Option<Confidence>> {
    let mut best = None;
    for file in journals(source).take(SNIFFED) {
        best = best.max(confidence(&source.head(&file.name, HEAD)?));
    }
    Ok(best)
}

/// What the start of a JSON file says.
fn confidence(head: &[u8]) -> Option<Confidence> {
    let head = String::from_utf8_lossy(head);
    let has = |name: &str| head.contains(&format!("\"{name}\""));
    let own = ["creationDate", "creationDevice", "richText", "editingTime", "isPinned"];
    if has("entries") && own.iter().any(|name| has(name)) {
        return Some(Confidence::Certain);
    }
    let empty = has("metadata") && has("version") && has("entries");
    empty.then_some(Confidence::Likely)
}

fn parse(source: &Source, sink: &mut dyn Sink) -> Result<()> {
    report_refused(source, sink);
    let mut mine = Vec::new();
    for file in journals(source) {
        let only = source.files().len() == 1;
        if only || source.head(&file.name, HEAD).is_ok_and(|head| confidence(&head).is_some()) {
            mine.push(file);
        }
    }
    let all: u64 = mine.iter().map(|file| file.size).sum();
    let mut reader =
        Reader { library: Library::new(source), source, seen: HashSet::new(), journal: None };
    let mut shelf = Shelf::default();
    let mut done = 0;
    let mut found = 0;
    let mut broken = None;
    for file in &mine {
        let name = stem(&file.name);
        reader.journal = Some(shelf.journal(("dayone", name), name, sink)?);
        let several = (1 < mine.len()).then_some(file.name.as_str());
        let end = entry::rows(source, file, several, &mut |row| {
            reader.row(&row, sink)?;
            match row.at {
                Some(at) => sink.progress(fraction(done + at, all)),
                None => Ok(()),
            }
        })?;
        if let Some(why) = end.broken {
            sink.problem(&file.name, &format!("{why}; what stands before is kept"));
            broken = Some(why);
        }
        if end.repaired {
            sink.problem(&file.name, "is not all UTF-8; what could not be read is shown as �");
        }
        found += end.rows;
        done += file.size;
    }
    match broken {
        Some(why) if found == 0 => Err(not_readable(source, &why)),
        _ => sink.progress(1.0),
    }
}

fn not_readable(source: &Source, why: &str) -> Error {
    let message = format!("no entry of {} can be read: {why}", source.name());
    Error::new(Code::Invalid, message).at(source.name())
}
