//! What the importers are tested with: sources made here, a sink that writes down what it is told, and
//! one that writes into a vault.
//!
//! The files in `fixtures` were written for these tests after the formats' descriptions (the line on
//! each is in `fixtures/ORIGIN.md`); nobody's life is among them.

mod alike;
mod archives;
mod bad_input;
mod gpx;
mod lifting;
mod tcx;
mod vault;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Read};

use base::error::{Code, Error, Result};
use base::id::AnyId;
use domain::import::{
    Exact, ExactFact, Imported, ImportedMedia, Importer, Question, Sink, TakenMedia,
};
use domain::source::Source;
use jiff::Zoned;
use store::facts::FactBatch;
use store::record::{FactKind, RecordKind, Value};

use crate::model::activity::{Activity, TrackFact};
use crate::model::sample::{Samples, unpack};
use crate::model::track::{Column, Track};

pub(crate) use self::vault::take_in;

/// A file of `fixtures`.
macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/", $name)).as_slice()
    };
}
pub(crate) use fixture;

/// Writes down what an importer says.
#[derive(Default)]
pub(crate) struct Account {
    pub(crate) activities: Vec<Activity>,
    pub(crate) tracks: Vec<TrackFact>,
    pub(crate) samples: Vec<Samples>,
    pub(crate) records: Vec<Imported>,
    pub(crate) problems: Vec<String>,
    pub(crate) skipped: BTreeMap<String, usize>,
    pub(crate) lost: BTreeMap<String, usize>,
    pub(crate) notices: BTreeMap<String, usize>,
    pub(crate) questions: Vec<Question>,
    pub(crate) answers: BTreeMap<String, String>,
    pub(crate) done: f64,
}

fn never<T>() -> Result<T> {
    Err(Error::new(Code::Internal, "no importer here reads archives of ours"))
}

impl Sink for Account {
    fn record(&mut self, imported: Imported) -> Result<AnyId> {
        let id = self.id_of(imported.kind, imported.at_ms, &imported.natural_key);
        self.records.push(imported);
        Ok(id)
    }

    fn exact(&mut self, _: Exact) -> Result<()> {
        never()
    }

    fn facts(&mut self, kind: &'static FactKind, batch: &dyn FactBatch) -> Result<()> {
        for index in 0..batch.len() {
            let body = batch.body(index)?;
            assert!(0 <= batch.at_ms(index), "ids hold the time from 1970 on");
            match kind.name {
                "fitness.activity" => self.activities.push(read(&body)),
                "fitness.track" => self.tracks.push(read(&body)),
                "fitness.samples" => self.samples.push(read(&body)),
                other => panic!("no fact of {other} is made here"),
            }
        }
        Ok(())
    }

    fn exact_facts(&mut self, _: &'static FactKind, _: Vec<ExactFact>) -> Result<()> {
        never()
    }

    fn exact_media(&mut self, _: &str, _: &mut dyn Read) -> Result<()> {
        never()
    }

    fn id_of(&self, kind: &'static RecordKind, at_ms: i64, natural_key: &str) -> AnyId {
        let hash = blake3::hash(format!("{}|{natural_key}", kind.name).as_bytes());
        let bytes: [u8; 10] = std::array::from_fn(|place| hash.as_bytes()[place]);
        AnyId::from_time_and_hash(u64::try_from(at_ms).unwrap_or(0), &bytes)
    }

    fn media(&mut self, media: &ImportedMedia, bytes: &mut dyn Read) -> Result<TakenMedia> {
        let mut content = Vec::new();
        bytes.read_to_end(&mut content).map_err(|why| Error::internal("reading media", why))?;
        let hash = blake3::hash(&content).to_hex().to_string();
        let (key, target) = (format!("media/{hash}"), format!("media:{hash}"));
        Ok(TakenMedia { key, value: format!("{{\"name\":\"{}\"}}", media.name), target })
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

    fn notice(&mut self, what: &str) {
        *self.notices.entry(what.to_owned()).or_default() += 1;
    }

    fn ask(&mut self, question: &Question) -> Result<Option<String>> {
        self.questions.push(question.clone());
        Ok(self.answers.get(&question.id).cloned())
    }

    fn now(&self) -> Option<Zoned> {
        "2026-11-20T12:00:00+01:00[Europe/Berlin]".parse().ok()
    }

    fn progress(&mut self, fraction: f64) -> Result<()> {
        assert!((0.0..=1.0).contains(&fraction), "progress goes from 0 to 1, not {fraction}");
        self.done = fraction;
        Ok(())
    }
}

fn read<'b, T: serde::Deserialize<'b>>(body: &'b [u8]) -> T {
    cbor4ii::serde::from_slice(body).expect("a body of its kind")
}

impl Account {
    /// The track of an activity.
    pub(crate) fn track(&self, activity: &Activity) -> Track {
        let key = activity.key();
        let found = self.tracks.iter().find(|track| track.activity == key);
        found.map_or_else(Track::default, |found| Track::decode(&found.bytes).expect("a track"))
    }

    /// Everything, for a snapshot.
    pub(crate) fn told(&self) -> String {
        let mut out = String::new();
        for activity in &self.activities {
            self.tell_activity(activity, &mut out);
        }
        for samples in &self.samples {
            let all: Vec<String> = unpack(&samples.packed)
                .iter()
                .map(|one| format!("{}+{} {}", clock(one.start), one.end - one.start, one.value))
                .collect();
            let _ = writeln!(
                out,
                "{} {} {}: {}",
                samples.day,
                samples.what,
                samples.source,
                all.join(", ")
            );
        }
        for record in self.records.iter().filter(|record| record.kind.name != "fitness.file") {
            let _ = writeln!(
                out,
                "{} {} {}",
                record.kind.name,
                clock(record.at_ms),
                record.natural_key
            );
            for (key, value) in &record.fields {
                let value = match value {
                    Value::Text(text) => text.clone(),
                    other => serde_json::to_string(other).expect("JSON"),
                };
                let _ = writeln!(out, "  {key} {value}");
            }
        }
        for question in &self.questions {
            let choices: Vec<&str> =
                question.choices.iter().map(|one| one.value.as_str()).take(6).collect();
            let _ = writeln!(
                out,
                "asked {} ({}) {choices:?} {:?}",
                question.id, question.about, question.suggestion
            );
        }
        for problem in &self.problems {
            let _ = writeln!(out, "problem {problem}");
        }
        for (word, counts) in
            [("skipped", &self.skipped), ("lost", &self.lost), ("notice", &self.notices)]
        {
            for (what, count) in counts {
                let _ = writeln!(out, "{word} {count} {what}");
            }
        }
        out
    }

    fn tell_activity(&self, activity: &Activity, out: &mut String) {
        let mut fields = serde_json::to_value(activity).expect("JSON");
        let fields = fields.as_object_mut().expect("an object");
        let mut take = |name: &str| fields.remove(name).unwrap_or_default();
        let (source, sport, day) = (take("source"), take("sport"), take("day"));
        let _ = (take("file"), take("columns"), take("start"));
        let _ = writeln!(
            out,
            "{} {} {} {}",
            source.as_str().unwrap_or_default(),
            sport.as_str().unwrap_or_default(),
            day.as_str().unwrap_or_default(),
            clock(activity.start)
        );
        for (name, value) in fields {
            let _ = writeln!(out, "  {name} {value}");
        }
        let track = self.track(activity);
        for column in Column::ALL.into_iter().filter(|column| track.has(*column)) {
            let ends = [track.column(column).first(), track.column(column).last()];
            let ends = ends.map(|end| {
                end.map_or("-".into(), |end| match *end {
                    i64::MIN => "-".to_owned(),
                    end => end.to_string(),
                })
            });
            let _ = writeln!(out, "  | {column:?} {} .. {}", ends[0], ends[1]);
        }
        for extra in &track.extras {
            let _ = writeln!(out, "  | {} [{}] {:?}", extra.name, extra.unit, extra.values);
        }
        for pause in &track.pauses {
            let _ = writeln!(out, "  | paused {} .. {}", pause.from_ms, pause.to_ms);
        }
        if !track.beats_ms.is_empty() {
            let _ = writeln!(out, "  | beats {:?}", track.beats_ms);
        }
    }
}

/// An instant as people read it.
pub(crate) fn clock(at_ms: i64) -> String {
    jiff::Timestamp::from_millisecond(at_ms).map_or("?".into(), |at| at.to_string())
}

/// The importer of a format.
pub(crate) fn importer(format: &str) -> &'static Importer {
    super::IMPORTERS.iter().find(|importer| importer.format == format).expect("a format")
}

/// Imports, and insists that the format is the surest for this source, as the person would get it.
pub(crate) fn import(format: &str, source: &Source) -> Account {
    assert_eq!(surest(source), Some(format), "the format is found without being told");
    import_with(format, source, &[])
}

/// Imports with answers to its questions.
pub(crate) fn import_with(format: &str, source: &Source, answers: &[(&str, &str)]) -> Account {
    let answers = answers.iter().map(|(id, answer)| ((*id).into(), (*answer).into()));
    let mut account = Account { answers: answers.collect(), ..Account::default() };
    (importer(format).parse)(source, &mut account).expect("it is read");
    assert!((account.done - 1.0).abs() < f64::EPSILON, "the end is told");
    account
}

/// The first format of the highest confidence.
pub(crate) fn surest(source: &Source) -> Option<&'static str> {
    let mut best = None;
    for importer in super::IMPORTERS {
        let found = (importer.sniff)(source).expect("sniffing does not fail");
        if best.is_none_or(|(confidence, _)| confidence < found) && found.is_some() {
            best = Some((found, importer.format));
        }
    }
    best.map(|(_, format)| format)
}

/// A file that is no archive.
pub(crate) fn file(name: &str, bytes: impl AsRef<[u8]>) -> Source {
    Source::from_reader(name, Box::new(Cursor::new(bytes.as_ref().to_vec()))).expect("a source")
}
