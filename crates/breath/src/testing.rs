//! Worlds for the tests of this crate: a real vault, a clock that stands, seeded ids.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use base::env::FixedEnv;
use base::error::{Code, Result};
use store::key::DataKey;
use store::read::ReadCx;
use store::store::{Schema, Store, Write};
use store::write::{Step, WriteCx};
use tempfile::TempDir;

use crate::projection::PROJECTION;
use crate::record::RECORDS;

/// An open vault; every world has the same key, so that equal names have equal ids.
pub(crate) struct World {
    pub(crate) store: Store,
    pub(crate) env: Arc<FixedEnv>,
    dir: Option<TempDir>,
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
        let store = open(dir.path(), &DataKey::generate(&at(7)), &env);
        World { store, env, dir: Some(dir) }
    }

    /// The same vault after the program was killed: nothing is kept but what is on the disk.
    pub(crate) fn killed(mut self) -> World {
        let dir = self.dir.take().expect("a folder");
        let (env, key) = (self.env.clone(), DataKey::generate(&FixedEnv::at(NOW, "UTC", 7)));
        drop(self);
        let store = open(dir.path(), &key, &env);
        World { store, env, dir: Some(dir) }
    }

    /// Every file of the vault.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        let mut folders = vec![self.dir.as_ref().expect("a folder").path().to_owned()];
        let mut files = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() { folders.push(path) } else { files.push(path) }
            }
        }
        files
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

    /// Lets go of what is over, as a vault that opens does.
    pub(crate) fn let_go(&self) -> usize {
        let write = Write::new("let_go").step(Step::None);
        let gone = self.store.write(write, crate::api::let_go).expect("it lets go");
        for hash in &gone {
            self.store.blobs().remove(hash).expect("the file goes");
        }
        gone.len()
    }

    /// Takes in everything that another device wrote and this one does not know.
    pub(crate) fn hear(&self, from: &World) {
        let known = self.read(|cx| cx.log_vector());
        let rows = from.read(|cx| cx.log_after(&known, usize::MAX));
        let write = Write::new("take in").step(Step::None);
        self.store.write(write, move |cx| cx.take_in(&rows)).expect("rows are taken in");
    }

    /// The digest of the read tables.
    pub(crate) fn tables(&self) -> String {
        self.store.tables_digest().expect("a digest of the tables")
    }

    /// The tables are the same when they are made anew.
    pub(crate) fn check(&self) {
        let (before, after) = self.store.rebuild().expect("the tables are made anew");
        assert_eq!(before, after, "tables follow from records alone");
    }
}

fn open(dir: &Path, key: &DataKey, env: &Arc<FixedEnv>) -> Store {
    let schema = Schema {
        kinds: RECORDS.to_vec(),
        facts: Vec::new(),
        projections: vec![&PROJECTION],
        search: |_| None,
        search_fact: |_| None,
    };
    Store::open(dir, key, schema, env.clone(), Arc::new(|_| {})).expect("a vault opens")
}
