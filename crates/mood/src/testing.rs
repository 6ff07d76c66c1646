//! Worlds for the tests of this crate: a real vault, a clock that stands, seeded ids.

use std::io::Read;
use std::sync::Arc;

use base::env::FixedEnv;
use base::error::{Code, Error, Result};
use base::id::AnyId;
use domain::import::{Exact, ExactFact, Imported, ImportedMedia, Sink, TakenMedia};
use store::facts::FactBatch;
use store::key::DataKey;
use store::read::ReadCx;
use store::record::{FactKind, RecordKind};
use store::store::{Schema, Store, Write};
use store::write::{Step, WriteCx};
use tempfile::TempDir;

use crate::projection::PROJECTION;
use crate::record::RECORDS;

/// An open vault; every world has the same key, so that equal facts have equal ids.
pub(crate) struct World {
    pub(crate) store: Store,
    pub(crate) env: Arc<FixedEnv>,
    _dir: TempDir,
}

/// The instant at which tests begin: a Sunday evening.
pub(crate) const NOW: &str = "2026-03-01T18:00:00Z";

impl World {
    pub(crate) fn new() -> World {
        World::device(7)
    }

    /// One of several devices of one life.
    pub(crate) fn device(seed: u64) -> World {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let at = |seed| FixedEnv::at(NOW, "Europe/London", seed);
        let env = Arc::new(at(seed));
        let key = DataKey::generate(&at(7));
        let store = open(dir.path(), &key, &env);
        World { store, env, _dir: dir }
    }

    /// Runs a read.
    pub(crate) fn read<T>(&self, body: impl FnOnce(&ReadCx<'_>) -> Result<T>) -> T {
        self.store.read(body).expect("it can be read")
    }

    /// Runs a write that is done.
    pub(crate) fn write<T: Send + 'static>(
        &self,
        body: impl FnOnce(&mut WriteCx<'_>) -> Result<T> + Send + 'static,
    ) -> T {
        self.store.write(Write::new("test"), body).expect("it is done")
    }

    /// Runs a write that is refused: with which code, and at which field.
    pub(crate) fn refused<T: Send + 'static>(
        &self,
        body: impl FnOnce(&mut WriteCx<'_>) -> Result<T> + Send + 'static,
    ) -> (Code, String) {
        let before = self.tables();
        let error = self.store.write(Write::new("test"), body).err().expect("it is refused");
        assert_eq!(self.tables(), before, "what is refused changes nothing");
        assert!(!error.message().is_empty() && !error.message().ends_with('.'), "{error}");
        (error.code(), error.field().unwrap_or_default().to_owned())
    }

    /// Writes what an importer or a demo tells.
    pub(crate) fn import(&self, told: impl FnOnce(&mut dyn Sink) -> Result<()>) {
        let mut taken = Taken { store: &self.store, records: Vec::new() };
        told(&mut taken).expect("it is told");
        let records = taken.records;
        self.write(move |cx| {
            for (id, one) in records {
                if !cx.read().exists(id)? {
                    cx.import(one.kind, id, one.fields)?;
                }
            }
            Ok(())
        });
    }

    /// Takes in everything that another device wrote and this one does not know.
    pub(crate) fn hear(&self, from: &World) {
        let known = self.read(|cx| cx.log_vector());
        let rows = from.read(|cx| cx.log_after(&known, usize::MAX));
        let write = Write::new("take in").step(Step::None);
        self.store.write(write, move |cx| cx.take_in(&rows)).expect("rows are taken in");
    }

    /// Takes the last step back.
    pub(crate) fn undo(&self) {
        let write = Write::new("undo").step(Step::None);
        let undone = self.store.write(write, |cx| cx.undo()).expect("undo works");
        assert!(undone.is_some(), "there is something to undo");
    }

    /// The digest of the read tables.
    pub(crate) fn tables(&self) -> String {
        self.store.tables_digest().expect("a digest of the tables")
    }

    /// The tables are the same when they are made anew.
    pub(crate) fn check(&self) {
        let (before, after) = self.store.rebuild().expect("the tables are made anew");
        assert_eq!(before, after, "tables follow from records and facts alone");
    }
}

/// A sink that keeps records until they are written.
struct Taken<'a> {
    store: &'a Store,
    records: Vec<(AnyId, Imported)>,
}

impl Sink for Taken<'_> {
    fn record(&mut self, imported: Imported) -> Result<AnyId> {
        let id = self.id_of(imported.kind, imported.at_ms, &imported.natural_key);
        self.records.push((id, imported));
        Ok(id)
    }

    fn exact(&mut self, _: Exact) -> Result<()> {
        Err(refused())
    }

    fn facts(&mut self, _: &'static FactKind, _: &dyn FactBatch) -> Result<()> {
        Err(refused())
    }

    fn exact_facts(&mut self, _: &'static FactKind, _: Vec<ExactFact>) -> Result<()> {
        Err(refused())
    }

    fn exact_media(&mut self, _: &str, _: &mut dyn Read) -> Result<()> {
        Err(refused())
    }

    fn id_of(&self, kind: &'static RecordKind, at_ms: i64, natural_key: &str) -> AnyId {
        self.store.natural_id(kind.name, at_ms, natural_key)
    }

    fn media(&mut self, _: &ImportedMedia, _: &mut dyn Read) -> Result<TakenMedia> {
        Err(refused())
    }

    fn problem(&mut self, _: &str, _: &str) {}

    fn skipped(&mut self, _: &str) {}

    fn lost(&mut self, _: &str) {}

    fn progress(&mut self, _: f64) -> Result<()> {
        Ok(())
    }
}

fn refused() -> Error {
    Error::new(Code::Internal, "mood has records alone")
}

fn open(dir: &std::path::Path, key: &DataKey, env: &Arc<FixedEnv>) -> Store {
    let schema = Schema {
        kinds: RECORDS.to_vec(),
        facts: Vec::new(),
        projections: vec![&PROJECTION],
        search: crate::search::search,
        search_fact: |_| None,
    };
    Store::open(dir, key, schema, env.clone(), Arc::new(|_| {})).expect("a vault opens")
}
