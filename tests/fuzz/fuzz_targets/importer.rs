//! One importer over arbitrary bytes: whatever a file holds, reading it ends, in bounded memory, with
//! rows and problems or with an error.
//!
//! `EVERKEPT_FORMAT` names the importer (`everkept import --as`); what it asks is answered with its own
//! suggestion or the first choice, so that every branch behind a question is reached.

#![no_main]

use std::io::{Cursor, Read};
use std::sync::LazyLock;

use base::error::Result;
use base::id::AnyId;
use domain::Domain;
use domain::import::{
    Exact, ExactFact, Imported, ImportedMedia, Importer, Question, Sink, TakenMedia,
};
use domain::source::Source;
use jiff::Zoned;
use libfuzzer_sys::fuzz_target;
use store::facts::FactBatch;
use store::record::{FactKind, RecordKind};

static DOMAINS: &[&dyn Domain] =
    &[&journal::Diary, &listening::Listening, &finance::Finance, &fitness::Fitness];

static IMPORTER: LazyLock<&Importer> = LazyLock::new(|| {
    let format = std::env::var("EVERKEPT_FORMAT").expect("EVERKEPT_FORMAT names an importer");
    let mut importers = DOMAINS.iter().flat_map(|domain| domain.importers());
    importers.find(|importer| importer.format == format).expect("there is an importer of that name")
});

/// Takes everything and keeps nothing.
struct Nowhere;

impl Sink for Nowhere {
    fn record(&mut self, imported: Imported) -> Result<AnyId> {
        Ok(self.id_of(imported.kind, imported.at_ms, &imported.natural_key))
    }

    fn exact(&mut self, _: Exact) -> Result<()> {
        Ok(())
    }

    fn facts(&mut self, _: &'static FactKind, batch: &dyn FactBatch) -> Result<()> {
        for index in 0..batch.len() {
            let mut key = String::new();
            batch.natural_key(index, &mut key);
            assert!(!key.is_empty(), "a fact has a natural key");
            batch.at_ms(index);
            batch.title(index);
            batch.body(index)?;
        }
        Ok(())
    }

    fn exact_facts(&mut self, _: &'static FactKind, _: Vec<ExactFact>) -> Result<()> {
        Ok(())
    }

    fn exact_media(&mut self, _: &str, bytes: &mut dyn Read) -> Result<()> {
        drain(bytes);
        Ok(())
    }

    fn id_of(&self, kind: &'static RecordKind, at_ms: i64, natural_key: &str) -> AnyId {
        let hash = blake3::hash(format!("{} {natural_key}", kind.name).as_bytes());
        let hash: [u8; 10] = hash.as_bytes()[..10].try_into().expect("a hash is longer");
        AnyId::from_time_and_hash(at_ms.unsigned_abs(), &hash)
    }

    fn media(&mut self, _: &ImportedMedia, bytes: &mut dyn Read) -> Result<TakenMedia> {
        drain(bytes);
        Ok(TakenMedia {
            key: "media/0".to_owned(),
            value: "{}".to_owned(),
            target: "media:0".to_owned(),
        })
    }

    fn problem(&mut self, _: &str, _: &str) {}

    fn skipped(&mut self, _: &str) {}

    fn lost(&mut self, _: &str) {}

    fn ask(&mut self, question: &Question) -> Result<Option<String>> {
        let first = question.choices.first().map(|choice| choice.value.clone());
        Ok(question.suggestion.clone().or(first))
    }

    fn now(&self) -> Option<Zoned> {
        "2026-03-01T12:00[UTC]".parse().ok()
    }

    fn progress(&mut self, fraction: f64) -> Result<()> {
        assert!((0.0..=1.0).contains(&fraction), "progress goes from 0 to 1, not {fraction}");
        Ok(())
    }
}

/// What cannot be read is the importer's to say, when it looks.
fn drain(bytes: &mut dyn Read) {
    drop(std::io::copy(bytes, &mut std::io::sink()));
}

fuzz_target!(|bytes: &[u8]| {
    let importer = *IMPORTER;
    let is_zip = bytes.starts_with(b"PK");
    let ending = importer.endings.iter().find(|ending| (**ending == "zip") == is_zip);
    let name = format!("file.{}", ending.unwrap_or(&"txt"));
    let Ok(source) = Source::from_reader(&name, Box::new(Cursor::new(bytes.to_vec()))) else {
        return;
    };
    // Also what the importer would not call its own is read: a person can say so (`--as`).
    drop((importer.sniff)(&source));
    drop((importer.parse)(&source, &mut Nowhere));
});
