//! The tables over the real store: whatever is done to plays, they say what the facts say.

mod naive;
mod order;
mod random;
mod same;

use std::collections::BTreeSet;
use std::sync::Arc;

use base::env::FixedEnv;
use base::error::{Code, Result};
use base::id::AnyId;
use store::doctor;
use store::facts::Fact;
use store::key::DataKey;
use store::record::{Record, SearchDoc, Value};
use store::store::{Schema, Store, Write};
use store::undo::UndoStep;
use store::write::{Step, WriteCx};
use tempfile::TempDir;

use super::PROJECTION;
use crate::api;
use crate::model::Play;
use crate::record::{ALIAS, LABEL, LIST, PLAY, SETTINGS};

fn no_record(_: &Record) -> Option<SearchDoc> {
    None
}

fn no_fact(_: &Fact) -> Option<SearchDoc> {
    None
}

/// An open vault; every world has the same key, so that equal plays have equal ids.
struct World {
    store: Store,
    _dir: TempDir,
}

impl World {
    fn new() -> World {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let env = Arc::new(FixedEnv::at("2026-03-01T21:04:05Z", "Europe/London", 7));
        let schema = Schema {
            kinds: vec![&SETTINGS, &ALIAS, &LABEL, &LIST],
            facts: vec![&PLAY],
            projections: vec![&PROJECTION],
            search: no_record,
            search_fact: no_fact,
        };
        let key = DataKey::generate(&*env);
        let store = Store::open(dir.path(), &key, schema, env, Arc::new(|_| {}));
        World { store: store.expect("a new vault opens"), _dir: dir }
    }

    /// A write that may be refused, as a person's may, but never fails inside.
    fn try_write(&self, run: impl FnOnce(&mut WriteCx<'_>) -> Result<()> + Send + 'static) {
        if let Err(error) = self.store.write(Write::new("test"), run) {
            assert_ne!(error.code(), Code::Internal, "{error}");
        }
    }

    /// Takes plays in, in one step.
    fn import(&self, plays: Vec<Play>) {
        self.try_write(move |cx| {
            api::remember_zone(cx)?;
            cx.assert_facts(&PLAY, &plays).map(drop)
        });
    }

    /// Plays that come by themselves.
    fn arrive(&self, plays: Vec<Play>) {
        let write = Write::new("arrives").step(Step::None);
        let arrived = self.store.write(write, move |cx| {
            api::remember_zone(cx)?;
            cx.assert_facts(&PLAY, &plays).map(drop)
        });
        arrived.expect("what comes is taken in");
    }

    fn note(&self, play: Play, field: &'static str, on: bool) {
        self.try_write(move |cx| {
            let id = id_of(cx, play)?;
            cx.annotate(id, field, on.then_some(&Value::Bool(true)))
        });
    }

    fn retract(&self, play: Play, on: bool) {
        self.try_write(move |cx| {
            let id = id_of(cx, play)?;
            cx.retract(id, on)
        });
    }

    fn undo(&self) -> Option<UndoStep> {
        let write = Write::new("undo").step(Step::None);
        self.store.write(write, |cx| cx.undo()).expect("undo works")
    }

    fn redo(&self) -> Option<UndoStep> {
        let write = Write::new("redo").step(Step::None);
        self.store.write(write, |cx| cx.redo()).expect("redo works")
    }

    /// The digest of what is kept.
    fn digest(&self) -> String {
        self.store.read(doctor::digest).expect("a digest")
    }

    /// The digest of the read tables.
    fn tables(&self) -> String {
        self.store.tables_digest().expect("a digest of the tables")
    }

    /// What the tables say, a line a row.
    fn said(&self) -> BTreeSet<String> {
        self.store.read(naive::said).expect("the tables can be read")
    }

    /// The tables say what the facts say, and are the same when made anew.
    fn check(&self) {
        let wanted = self.store.read(naive::wanted).expect("the facts can be read");
        let said = self.said();
        let missing: Vec<&String> = wanted.difference(&said).collect();
        let wrong: Vec<&String> = said.difference(&wanted).collect();
        assert!(
            missing.is_empty() && wrong.is_empty(),
            "the tables lack {missing:#?}\nand say instead {wrong:#?}"
        );
        let (before, after) = self.store.rebuild().expect("the tables are made anew");
        assert_eq!(before, after, "tables that are made anew are as they were");
    }
}

fn id_of(cx: &WriteCx<'_>, play: Play) -> Result<AnyId> {
    let known = cx.read().known_facts(&PLAY, &vec![play])?;
    Ok(known.first().expect("one play has one id").0)
}
