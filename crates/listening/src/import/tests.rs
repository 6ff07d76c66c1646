//! What the importers are tested with: sources made here, and a sink that writes down what it is told.
//!
//! Every test compares the whole account of an import, so that nothing appears or vanishes unseen. The
//! texts are made after the formats' descriptions; nobody's history is among them.

mod apple_music;
mod bad_input;
mod lastfm;
mod listenbrainz;
mod properties;
mod rockbox;
mod spotify;
mod youtube_music;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Read, Write as _};

use base::error::{Code, Error, Result};
use base::id::AnyId;
use domain::import::{Exact, ExactFact, Imported, ImportedMedia, Importer, Sink, TakenMedia};
use domain::source::Source;
use jiff::Zoned;
use store::facts::FactBatch;
use store::record::{FactKind, RecordKind};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::model::Play;

/// Writes down what an importer says.
#[derive(Default)]
pub(crate) struct Account {
    pub(crate) plays: Vec<Play>,
    pub(crate) keys: Vec<String>,
    pub(crate) problems: Vec<String>,
    pub(crate) skipped: BTreeMap<String, usize>,
    pub(crate) lost: BTreeMap<String, usize>,
    pub(crate) progress: Vec<f64>,
    /// Cancels at this many reports of progress.
    pub(crate) patience: Option<usize>,
    pub(crate) now: Option<Zoned>,
}

fn no_record<T>() -> Result<T> {
    Err(Error::new(Code::Internal, "no importer here makes records"))
}

impl Sink for Account {
    fn record(&mut self, _: Imported) -> Result<AnyId> {
        no_record()
    }

    fn exact(&mut self, _: Exact) -> Result<()> {
        no_record()
    }

    fn exact_facts(&mut self, _: &'static FactKind, _: Vec<ExactFact>) -> Result<()> {
        no_record()
    }

    fn exact_media(&mut self, _: &str, _: &mut dyn Read) -> Result<()> {
        no_record()
    }

    fn id_of(&self, _: &'static RecordKind, _: i64, _: &str) -> AnyId {
        AnyId::from_time_and_hash(0, &[0; 10])
    }

    fn media(&mut self, _: &ImportedMedia, _: &mut dyn Read) -> Result<TakenMedia> {
        no_record()
    }

    fn facts(&mut self, kind: &'static FactKind, batch: &dyn FactBatch) -> Result<()> {
        assert_eq!(kind.name, "listening.play");
        for index in 0..batch.len() {
            let mut key = String::new();
            batch.natural_key(index, &mut key);
            self.keys.push(key);
            let play: Play = cbor4ii::serde::from_slice(&batch.body(index)?).unwrap();
            assert!(!play.title.trim().is_empty() && !play.source.is_empty(), "{play:?}");
            assert!(0 <= play.at && play.artists.iter().all(|name| !name.is_empty()), "{play:?}");
            self.plays.push(play);
        }
        Ok(())
    }

    fn problem(&mut self, place: &str, what: &str) {
        self.problems.push(format!("{place}: {what}"));
    }

    fn skipped(&mut self, reason: &str) {
        *self.skipped.entry(reason.to_owned()).or_default() += 1;
    }

    fn lost(&mut self, what: &str) {
        *self.lost.entry(what.to_owned()).or_default() += 1;
    }

    fn now(&self) -> Option<Zoned> {
        self.now.clone()
    }

    fn progress(&mut self, fraction: f64) -> Result<()> {
        assert!((0.0..=1.0).contains(&fraction), "progress goes from 0 to 1, not {fraction}");
        self.progress.push(fraction);
        match self.patience {
            Some(patience) if patience <= self.progress.len() => {
                Err(Error::new(Code::Conflict, "cancelled"))
            }
            _ => Ok(()),
        }
    }
}

impl Account {
    /// Everything, for a snapshot.
    pub(crate) fn told(&self) -> String {
        let mut out = String::new();
        for play in &self.plays {
            let mut fields = serde_json::to_value(play).unwrap();
            let fields = fields.as_object_mut().unwrap();
            let mut take = |name: &str| fields.remove(name).unwrap();
            let (source, at, title) = (take("source"), take("at"), take("title"));
            let at = jiff::Timestamp::from_millisecond(at.as_i64().unwrap()).unwrap();
            writeln!(out, "{} {at} {title}", source.as_str().unwrap()).unwrap();
            for (name, value) in fields {
                writeln!(out, "  {name} {value}").unwrap();
            }
        }
        for problem in &self.problems {
            writeln!(out, "problem {problem}").unwrap();
        }
        for (reason, count) in &self.skipped {
            writeln!(out, "skipped {count} {reason}").unwrap();
        }
        for (what, count) in &self.lost {
            writeln!(out, "lost {count} {what}").unwrap();
        }
        out
    }

    pub(crate) fn titles(&self) -> Vec<&str> {
        self.plays.iter().map(|play| play.title.as_str()).collect()
    }
}

/// The importer of a format.
pub(crate) fn importer(format: &str) -> &'static Importer {
    super::IMPORTERS.iter().find(|importer| importer.format == format).unwrap()
}

/// Imports, and insists that the format is the surest for this source, as the person would get it.
pub(crate) fn import(format: &str, source: &Source) -> Account {
    assert_eq!(surest(source), Some(format), "the format is found without being told");
    import_as(format, source)
}

pub(crate) fn import_as(format: &str, source: &Source) -> Account {
    let mut account = Account::default();
    (importer(format).parse)(source, &mut account).unwrap();
    assert_eq!(account.progress.last(), Some(&1.0), "the end is told");
    account
}

/// The first format of the highest confidence.
pub(crate) fn surest(source: &Source) -> Option<&'static str> {
    let mut best = None;
    for importer in super::IMPORTERS {
        let found = (importer.sniff)(source).unwrap();
        if best.is_none_or(|(confidence, _)| confidence < found) && found.is_some() {
            best = Some((found, importer.format));
        }
    }
    best.map(|(_, format)| format)
}

/// A file that is no archive.
pub(crate) fn file(name: &str, bytes: impl AsRef<[u8]>) -> Source {
    Source::from_reader(name, Box::new(Cursor::new(bytes.as_ref().to_vec()))).unwrap()
}

/// A zip of these files.
pub(crate) fn zip_of(files: &[(&str, &[u8])]) -> Source {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    Source::from_reader("export.zip", Box::new(zip.finish().unwrap())).unwrap()
}
