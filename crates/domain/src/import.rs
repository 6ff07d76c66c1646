//! Importers: from a file, folder or archive of another program to our records.
//!
//! An importer only reads its [`Source`] and speaks to a [`Sink`]. The same parse serves the dry run
//! (the sink counts) and the real import (the sink writes), so the table that the person is shown is
//! what will happen.

use std::collections::BTreeMap;
use std::io::Read;

use base::error::Result;
use base::id::AnyId;
use jiff::Zoned;
use store::facts::FactBatch;
use store::read::ReadCx;
use store::record::{FactKind, Fields, RecordKind, Value};

use crate::source::Source;

/// How sure an importer is that a source is its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// It could be read, but another format may fit better (a folder of Markdown files).
    Possible,
    /// The shape fits.
    Likely,
    /// A signature says so.
    Certain,
}

/// One format that can be read.
pub struct Importer {
    /// `dayone`: the word for `--as`.
    pub format: &'static str,
    /// What the program is called, for people.
    pub title: &'static str,
    /// File endings for the file dialog, without the dot.
    pub endings: &'static [&'static str],
    /// Is this source ours? Reads little (names, first bytes).
    pub sniff: fn(&Source) -> Result<Option<Confidence>>,
    /// Reads everything, row by row. A broken row goes to [`Sink::problem`]; an error ends the import
    /// and means that nothing of the source can be understood, or that the person cancelled.
    pub parse: fn(&Source, &mut dyn Sink) -> Result<()>,
}

/// One record that an importer found.
#[derive(Debug, Clone)]
pub struct Imported {
    /// Its kind.
    pub kind: &'static RecordKind,
    /// What makes it the same record when it is imported again, unique within the kind:
    /// `dayone:5BA8A0499775E5B7AB050CE5A5A32F87`.
    pub natural_key: String,
    /// When it happened, Unix milliseconds; the first six bytes of its id.
    pub at_ms: i64,
    /// Its fields. Media are the fields that [`Sink::media`] returned.
    pub fields: Fields,
}

/// A mood that a source tells beside something else, a diary's entry say. It crosses domains as it was
/// told; the domain that keeps moods makes a record of it ([`crate::Domain::mood`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedMood {
    /// What makes it the same mood when it is imported again: the key of what it stands beside.
    pub natural_key: String,
    /// When, Unix milliseconds.
    pub at_ms: i64,
    /// Where: an IANA name or an offset (`+02:00`); empty when nobody said, then `at_ms` is the local
    /// clock read as UTC.
    pub zone: String,
    /// The mood in the source's own words.
    pub word: String,
    /// How pleasant by the source's own scale, laid over -100 to 100; none when it has no scale.
    pub valence: Option<i64>,
}

/// One record of an archive of ours: it keeps its id.
#[derive(Debug, Clone)]
pub struct Exact {
    /// Its kind.
    pub kind: &'static RecordKind,
    /// Its id.
    pub id: AnyId,
    /// Its fields, its place in the trash too.
    pub fields: Fields,
}

/// One fact of an archive of ours.
#[derive(Debug, Clone)]
pub struct ExactFact {
    /// Its id.
    pub id: AnyId,
    /// Its body as CBOR.
    pub body: Vec<u8>,
    /// What people said about it, by field.
    pub notes: BTreeMap<String, Value>,
}

/// What the importer knows of one attachment.
#[derive(Debug, Clone, Default)]
pub struct ImportedMedia {
    /// The file name to show, without folders.
    pub name: String,
    /// When it was taken, RFC 3339, if known.
    pub taken: Option<String>,
    /// Seconds of sound or film, if known.
    pub duration_ms: Option<i64>,
}

/// An attachment that has been taken in: what to put into a record's fields and into its text.
#[derive(Debug, Clone)]
pub struct TakenMedia {
    /// The field: `media/<content hash>`.
    pub key: String,
    /// Its value: a JSON text (name, mime, size, width, height).
    pub value: String,
    /// What to write into Markdown as the target of an image or link: `media:<content hash>`.
    pub target: String,
}

/// What only the person knows: the order of days and months in a file, the account it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// `date_order`; with the importer's format it names the answer.
    pub id: String,
    /// What it is about, when the id alone does not say: the column's name, the file's account.
    pub about: String,
    /// What can be answered.
    pub choices: Vec<Choice>,
    /// Whether any text is an answer.
    pub free: bool,
    /// What is taken without an answer, if anything can be.
    pub suggestion: Option<String>,
}

/// One possible answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is answered.
    pub value: String,
    /// What people see; empty: the value is a word of the program's own, which the window translates.
    pub label: String,
}

/// Where an importer says what it found.
pub trait Sink {
    /// One record. Returns its id, so that others may refer to it.
    fn record(&mut self, imported: Imported) -> Result<AnyId>;

    /// A mood that stands beside something else; for whichever domain keeps moods.
    fn mood(&mut self, _mood: &ImportedMood) -> Result<()> {
        Ok(())
    }

    /// One record of an archive of ours.
    fn exact(&mut self, exact: Exact) -> Result<()>;

    /// Many facts of one kind.
    fn facts(&mut self, kind: &'static FactKind, batch: &dyn FactBatch) -> Result<()>;

    /// Facts of an archive of ours: they keep their ids, and what people said about them.
    fn exact_facts(&mut self, kind: &'static FactKind, facts: Vec<ExactFact>) -> Result<()>;

    /// One attachment of an archive of ours, byte for byte; `hash` is what its name says it is.
    fn exact_media(&mut self, hash: &str, bytes: &mut dyn Read) -> Result<()>;

    /// The id that a record with this kind, time and natural key has or will have; another than before when
    /// it has left for good.
    fn id_of(&self, kind: &'static RecordKind, at_ms: i64, natural_key: &str) -> AnyId;

    /// Takes in an attachment. In a dry run the bytes are read and hashed, and nothing is kept.
    fn media(&mut self, media: &ImportedMedia, bytes: &mut dyn Read) -> Result<TakenMedia>;

    /// A row that could not be read, or only in part: where (`entry 17`, `line 204`, a file) and what.
    fn problem(&mut self, place: &str, what: &str);

    /// A row left out on purpose (empty, deleted in the source), counted by reason.
    fn skipped(&mut self, reason: &str);

    /// Something in the source that has no place here and will not come along, counted by name:
    /// `step count`, `missing video`, `highlight color`.
    fn lost(&mut self, what: &str);

    /// A remark for the person that costs nothing, counted by name: `looks like one that is here`.
    fn notice(&mut self, _what: &str) {}

    /// Asks the person. In a dry run the question is shown with its suggestion; `None` means that
    /// nobody has answered yet.
    ///
    /// # Errors
    /// `Invalid` when the answer is none of the choices, naming the question.
    fn ask(&mut self, _question: &Question) -> Result<Option<String>> {
        Ok(None)
    }

    /// Looks into the vault that is imported into; a sink without one has nothing to look at.
    ///
    /// # Errors
    /// Those of the look.
    fn look(&self, _look: &mut dyn FnMut(&ReadCx<'_>) -> Result<()>) -> Result<()> {
        Ok(())
    }

    /// The time now where the person is: for sources whose times have no zone, and for a text that has
    /// no date at all. `None` when that is not to be asked.
    fn now(&self) -> Option<Zoned> {
        None
    }

    /// How much of the source has been read, 0 to 1. An error means that the person cancelled.
    fn progress(&mut self, fraction: f64) -> Result<()>;
}
