//! What the importers are tested with: sources made here, and a sink that writes down what it is told.
//!
//! Every test compares the whole account of an import, so that nothing appears or vanishes unseen.

mod bad_input;
mod daylio;
mod dayone;
mod joplin;
mod journey;
mod jrnl;
mod markdown;
mod moods;
mod properties;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Read, Write as _};
use std::path::PathBuf;

use base::error::{Code, Error, Result};
use base::id::AnyId;
use domain::import::{
    Exact, ExactFact, Imported, ImportedMedia, ImportedMood, Importer, Sink, TakenMedia,
};
use domain::source::Source;
use jiff::Zoned;
use store::facts::FactBatch;
use store::record::{FactKind, Fields, RecordKind, Value};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// What the sink of the tests does not take, and what it breaks at.
const TOO_BIG: &[u8] = b"too big";
const NO_DISK: &[u8] = b"no disk";

/// Writes down what an importer says.
#[derive(Default)]
pub(super) struct Account {
    pub(super) records: Vec<Imported>,
    pub(super) problems: Vec<String>,
    pub(super) skipped: BTreeMap<String, usize>,
    pub(super) lost: BTreeMap<String, usize>,
    pub(super) media: Vec<String>,
    pub(super) moods: Vec<ImportedMood>,
    pub(super) progress: Vec<f64>,
    /// Cancels at this many reports of progress.
    pub(super) patience: Option<usize>,
    pub(super) now: Option<Zoned>,
}

impl Sink for Account {
    fn record(&mut self, imported: Imported) -> Result<AnyId> {
        let id = self.id_of(imported.kind, imported.at_ms, &imported.natural_key);
        self.records.push(imported);
        Ok(id)
    }

    fn mood(&mut self, mood: &ImportedMood) -> Result<()> {
        self.moods.push(mood.clone());
        Ok(())
    }

    fn exact(&mut self, _: Exact) -> Result<()> {
        Err(Error::new(Code::Internal, "no importer here reads our own archives"))
    }

    fn facts(&mut self, _: &'static FactKind, _: &dyn FactBatch) -> Result<()> {
        Err(Error::new(Code::Internal, "a journal has no facts"))
    }

    fn exact_facts(&mut self, _: &'static FactKind, _: Vec<ExactFact>) -> Result<()> {
        Err(Error::new(Code::Internal, "a journal has no facts"))
    }

    fn exact_media(&mut self, _: &str, _: &mut dyn Read) -> Result<()> {
        Err(Error::new(Code::Internal, "no importer here reads our own archives"))
    }

    fn id_of(&self, kind: &'static RecordKind, at_ms: i64, natural_key: &str) -> AnyId {
        let hash = blake3::hash(format!("{} {natural_key}", kind.name).as_bytes());
        let mut ten = [0; 10];
        ten.copy_from_slice(&hash.as_bytes()[..10]);
        AnyId::from_time_and_hash(at_ms.max(0).unsigned_abs(), &ten)
    }

    fn media(&mut self, media: &ImportedMedia, bytes: &mut dyn Read) -> Result<TakenMedia> {
        let mut content = Vec::new();
        let read = bytes.read_to_end(&mut content);
        read.map_err(|source| Error::internal("cannot read an attachment", source))?;
        if content == TOO_BIG {
            return Err(Error::invalid("media", "it is too big"));
        }
        if content == NO_DISK {
            return Err(Error::new(Code::Internal, "the disk is full"));
        }
        let hash = blake3::hash(&content).to_hex()[..8].to_owned();
        let ending = media.name.rsplit('.').next().unwrap_or_default().to_lowercase();
        let mime = match ending.as_str() {
            "jpg" | "jpeg" => "image/jpeg",
            "png" => "image/png",
            "m4a" => "audio/mp4",
            "mp4" => "video/mp4",
            "pdf" => "application/pdf",
            _ => "application/octet-stream",
        };
        let taken = media.taken.as_deref().unwrap_or("-");
        let duration = media.duration_ms.map_or("-".to_owned(), |ms| ms.to_string());
        let size = content.len();
        self.media.push(format!("{hash} {} {size} {taken} {duration}", media.name));
        Ok(TakenMedia {
            key: format!("media/{hash}"),
            value: format!(r#"{{"name":{:?},"mime":"{mime}","size":{size}}}"#, media.name),
            target: format!("media:{hash}"),
        })
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
    pub(super) fn told(&self) -> String {
        let mut out = String::new();
        for record in &self.records {
            let kind = record.kind.name;
            writeln!(out, "{kind} {} at {}", record.natural_key, record.at_ms).unwrap();
            for (name, value) in &record.fields {
                let shown = shown(value);
                let gap = if shown.starts_with('\n') { "" } else { " " };
                writeln!(out, "  {name}{gap}{shown}").unwrap();
            }
        }
        for media in &self.media {
            writeln!(out, "media {media}").unwrap();
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

    pub(super) fn entries(&self) -> Vec<&Imported> {
        self.records.iter().filter(|record| record.kind.name == "journal.entry").collect()
    }

    /// A text field of an entry, empty when absent.
    pub(super) fn text(&self, entry: usize, field: &str) -> String {
        store::record::text(&self.entries()[entry].fields, field).to_owned()
    }

    pub(super) fn keys(&self) -> Vec<String> {
        self.records.iter().map(|record| record.natural_key.clone()).collect()
    }

    pub(super) fn fields(&self) -> Vec<Fields> {
        self.records.iter().map(|record| record.fields.clone()).collect()
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) if text.contains('\n') => {
            // A bar before each line, so that no line of a snapshot ends or begins with white space.
            text.split('\n').map(|line| format!("\n    |{line}")).collect()
        }
        Value::Text(text) => text.clone(),
        Value::Bool(flag) => flag.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
    }
}

/// The importer of a format.
pub(super) fn importer(format: &str) -> &'static Importer {
    super::IMPORTERS.iter().find(|importer| importer.format == format).unwrap()
}

/// Imports, and insists that the format is the surest for this source, as the person would get it.
pub(super) fn import(format: &str, source: &Source) -> Account {
    assert_eq!(surest(source), Some(format), "the format is found without being told");
    import_as(format, source)
}

pub(super) fn import_as(format: &str, source: &Source) -> Account {
    let mut account = Account::default();
    (importer(format).parse)(source, &mut account).unwrap();
    assert_eq!(account.progress.last(), Some(&1.0), "the end is told");
    account
}

/// The first format of the highest confidence.
pub(super) fn surest(source: &Source) -> Option<&'static str> {
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
pub(super) fn file(name: &str, bytes: impl AsRef<[u8]>) -> Source {
    Source::from_reader(name, Box::new(Cursor::new(bytes.as_ref().to_vec()))).unwrap()
}

/// A zip of these files.
pub(super) fn zip_of(files: &[(&str, &[u8])]) -> Source {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    Source::from_reader("export.zip", Box::new(zip.finish().unwrap())).unwrap()
}

/// A tar of these files.
pub(super) fn tar_of(files: &[(&str, &[u8])]) -> Source {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, name, *bytes).unwrap();
    }
    file("export.jex", tar.into_inner().unwrap())
}

/// A file of `tests/fixtures`.
pub(super) fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(fixtures().join(name)).unwrap()
}

pub(super) fn fixtures() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures")
}
