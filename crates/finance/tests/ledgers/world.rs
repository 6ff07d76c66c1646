//! A vault with nothing but finance, spoken to as the program does: commands, importers, exporters.

use std::io::{Cursor, Read};
use std::path::PathBuf;
use std::sync::Arc;

use base::env::FixedEnv;
use base::error::{Error, Result};
use base::id::AnyId;
use domain::Domain;
use domain::command::Run;
use domain::import::{Exact, ExactFact, Imported, ImportedMedia, Sink, TakenMedia};
use domain::source::Source;
use finance::Finance;
use serde_json::Value as Json;
use store::facts::FactBatch;
use store::key::DataKey;
use store::read::ReadCx;
use store::record::{FactKind, Fields, RecordKind, Value};
use store::store::{Schema, Store, Write};
use tempfile::TempDir;

/// An open vault.
pub(crate) struct World {
    pub(crate) store: Store,
    dir: TempDir,
}

impl World {
    /// Two worlds with one seed have the same key.
    pub(crate) fn new(seed: u64) -> World {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let env = Arc::new(FixedEnv::at("2026-03-01T21:04:05Z", "Europe/London", seed));
        let schema = Schema {
            kinds: Finance.records().to_vec(),
            facts: Finance.facts().to_vec(),
            projections: Finance.projection().into_iter().collect(),
            search: |record| Finance.search(record),
            search_fact: |fact| Finance.search_fact(fact),
        };
        let key = DataKey::generate(&*env);
        let store = Store::open(dir.path(), &key, schema, env, Arc::new(|_| {}));
        World { store: store.expect("a new vault opens"), dir }
    }

    /// A command, which must not fail.
    pub(crate) fn call(&self, name: &str, request: Json) -> Json {
        self.try_call(name, request).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub(crate) fn try_call(&self, name: &str, request: Json) -> Result<Json> {
        let command = Finance.commands().iter().find(|command| command.name == name);
        let command = command.unwrap_or_else(|| panic!("there is no command {name}"));
        let payload = serde_json::value::to_raw_value(&request).expect("JSON");
        let reply = match command.run {
            Run::Read { body, .. } => self.store.read(|cx| body(cx, &payload)),
            Run::Write { body } => {
                self.store.write(Write::new("test"), move |cx| body(cx, &payload))
            }
        }?;
        Ok(serde_json::from_str(reply.get()).expect("a reply is JSON"))
    }

    /// A record with these fields.
    pub(crate) fn put(&self, kind: &str, id: AnyId, fields: &[(&str, Value)]) {
        let kind = kind_of(kind);
        let fields: Fields =
            fields.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
        let written = self.store.write(Write::new("test"), move |cx| cx.create(kind, id, fields));
        written.expect("a record is written");
    }

    /// What a person says about rows, in one step.
    pub(crate) fn say(&self, said: Vec<(AnyId, &'static str, Value)>) {
        let written = self.store.write(Write::new("test"), move |cx| {
            said.iter().try_for_each(|(id, field, value)| cx.annotate(*id, field, Some(value)))
        });
        written.expect("rows can be noted");
    }

    /// Takes a file in.
    pub(crate) fn import(&self, format: &str, name: &str, text: String) {
        let importer = Finance.importers().iter().find(|importer| importer.format == format);
        let importer = importer.unwrap_or_else(|| panic!("there is no importer {format}"));
        let source = Source::from_reader(name, Box::new(Cursor::new(text.into_bytes())));
        let source = source.expect("a file");
        let mut intake = Intake { store: &self.store, problems: Vec::new() };
        (importer.parse)(&source, &mut intake).expect("the file can be read");
        assert!(intake.problems.is_empty(), "{:?}", intake.problems);
    }

    /// The demo year.
    pub(crate) fn demo(&self, life: &domain::DemoLife) {
        let mut intake = Intake { store: &self.store, problems: Vec::new() };
        Finance.demo(life, &mut intake).expect("a demo year");
        assert!(intake.problems.is_empty(), "{:?}", intake.problems);
    }

    /// Everything in a format, as a file; and what was left out, in words.
    pub(crate) fn export(&self, format: &str) -> (PathBuf, Vec<String>) {
        let exporter = Finance.exporters().iter().find(|exporter| exporter.format == format);
        let exporter = exporter.unwrap_or_else(|| panic!("there is no exporter {format}"));
        let path = self.dir.path().join(format!("export.{}", exporter.ending));
        let mut file = Vec::new();
        let words = self.store.read(|cx| (exporter.write)(cx, &mut file)).expect("an export");
        std::fs::write(&path, file).expect("the folder can be written to");
        (path, words)
    }
}

fn kind_of(name: &str) -> &'static RecordKind {
    let kind = Finance.records().iter().copied().find(|kind| kind.name == name);
    kind.unwrap_or_else(|| panic!("there is no kind {name}"))
}

/// Takes in what an importer finds.
struct Intake<'a> {
    store: &'a Store,
    problems: Vec<String>,
}

fn no_place(what: &str) -> Error {
    Error::internal("taking in what finance has not", what.to_owned())
}

impl Sink for Intake<'_> {
    fn record(&mut self, imported: Imported) -> Result<AnyId> {
        let Imported { kind, natural_key, at_ms, fields } = imported;
        let id = self.id_of(kind, at_ms, &natural_key);
        self.store.write(Write::new("import"), move |cx| match cx.read().exists(id)? {
            true => Ok(()),
            false => cx.import(kind, id, fields),
        })?;
        Ok(id)
    }

    fn exact(&mut self, _: Exact) -> Result<()> {
        Err(no_place("an archive's record"))
    }

    fn facts(&mut self, kind: &'static FactKind, batch: &dyn FactBatch) -> Result<()> {
        let known = self.store.read(|cx| cx.known_facts(kind, batch))?;
        let mut facts = Vec::new();
        for (index, (id, known)) in known.into_iter().enumerate() {
            if !known {
                facts.push((id, batch.body(index)?));
            }
        }
        if facts.is_empty() {
            return Ok(());
        }
        self.store.write(Write::new("import"), move |cx| cx.assert_exact(kind, facts).map(drop))
    }

    fn exact_facts(&mut self, kind: &'static FactKind, facts: Vec<ExactFact>) -> Result<()> {
        self.store.write(Write::new("import"), move |cx| {
            for ExactFact { id, body, notes } in facts {
                cx.assert_exact(kind, vec![(id, body)])?;
                for (field, value) in notes {
                    cx.annotate(id, &field, Some(&value))?;
                }
            }
            Ok(())
        })
    }

    fn exact_media(&mut self, _: &str, _: &mut dyn Read) -> Result<()> {
        Err(no_place("an archive's media"))
    }

    fn id_of(&self, kind: &'static RecordKind, at_ms: i64, natural_key: &str) -> AnyId {
        self.store.natural_id(kind.name, at_ms, natural_key)
    }

    fn media(&mut self, media: &ImportedMedia, bytes: &mut dyn Read) -> Result<TakenMedia> {
        let mut content = Vec::new();
        bytes.read_to_end(&mut content).map_err(|source| Error::internal("reading", source))?;
        let hash = blake3::hash(&content).to_hex();
        let value = serde_json::json!({ "name": media.name }).to_string();
        Ok(TakenMedia { key: format!("media/{hash}"), value, target: format!("media:{hash}") })
    }

    fn problem(&mut self, place: &str, what: &str) {
        self.problems.push(format!("{place}: {what}"));
    }

    fn skipped(&mut self, _: &str) {}

    fn lost(&mut self, _: &str) {}

    fn look(&self, look: &mut dyn FnMut(&ReadCx<'_>) -> Result<()>) -> Result<()> {
        self.store.read(look)
    }

    fn progress(&mut self, _: f64) -> Result<()> {
        Ok(())
    }
}
