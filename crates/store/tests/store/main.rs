//! The store at its boundary: what is written is there, can be undone, and can be made anew.

mod audit;
mod backup;
mod conflict;
mod damage;
mod exchange;
mod forget;
mod inbox;
mod long;
mod meaning;
mod migrate;
#[cfg(target_os = "linux")]
mod power;
mod snapshot;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex};

use base::env::{Env, FixedEnv};
use base::error::{Code, Error, Result};
use base::id::AnyId;
use store::doctor;
use store::facts::{Fact, FactBody};
use store::history;
use store::key::DataKey;
use store::params;
use store::project::Projection;
use store::record::{Changes, FactKind, Fields, Record, RecordKind, SearchDoc, Sensitivity, Value};
use store::search::{self, Query};
use store::store::{Changed, Schema, Store, Write};
use store::trash;
use store::undo;
use store::write::Step;
use tempfile::TempDir;
use zeroize::Zeroizing;

static NOTE: RecordKind = RecordKind {
    name: "test.note",
    version: 1,
    prose: &["body"],
    sensitivity: Sensitivity::Intimate,
};
static PLAY: FactKind = FactKind { name: "test.play", version: 1, searched: false };

static PROJECTION: Projection = Projection {
    name: "test",
    version: 1,
    schema: "CREATE TABLE test_note (n INTEGER PRIMARY KEY, id BLOB NOT NULL, body TEXT NOT NULL) STRICT;
             CREATE TABLE test_play (n INTEGER PRIMARY KEY, title TEXT NOT NULL) STRICT;",
    tables: &["test_note", "test_play"],
    put: |tables, record| {
        let sql = "INSERT OR REPLACE INTO test_note (n, id, body) VALUES (?1, ?2, ?3)";
        tables.run(sql, params![record.n, record.id, record.text("body")]).map(drop)
    },
    take: |tables, record| {
        tables.run("DELETE FROM test_note WHERE n = ?1", params![record.n]).map(drop)
    },
    put_facts: |tables, facts| {
        for fact in facts {
            let title = match fact.notes.get("title") {
                Some(Value::Text(title)) => title.clone(),
                _ => fact.body::<Heard>()?.title,
            };
            let sql = "INSERT INTO test_play (n, title) VALUES (?1, ?2)";
            tables.run(sql, params![fact.n, title])?;
        }
        Ok(())
    },
    take_facts: |tables, facts| {
        for fact in facts {
            let gone = tables.run("DELETE FROM test_play WHERE n = ?1", params![fact.n])?;
            assert_eq!(gone, 1, "only what is in the tables is taken out of them");
        }
        Ok(())
    },
};

#[derive(serde::Serialize, serde::Deserialize)]
struct Heard {
    title: String,
}

impl FactBody for Heard {
    fn at_ms(&self) -> i64 {
        5_000
    }

    fn natural_key(&self, out: &mut String) {
        out.push_str(&self.title);
    }

    fn title(&self) -> String {
        self.title.clone()
    }
}

fn heard(numbers: std::ops::Range<usize>) -> Vec<Heard> {
    numbers.map(|number| Heard { title: format!("song {number}") }).collect()
}

fn search_doc(record: &Record) -> Option<SearchDoc> {
    Some(SearchDoc {
        day: "2026-03-01".into(),
        title: record.text("title").into(),
        body: record.text("body").into(),
        extra: String::new(),
    })
}

fn no_fact(_: &Fact) -> Option<SearchDoc> {
    None
}

/// One note with these fields, in one step.
fn create_note(store: &Store, fields: Fields) -> Result<AnyId> {
    store.write(Write::new("note"), move |cx| {
        let id = cx.new_id();
        cx.create(&NOTE, id, fields)?;
        Ok(id)
    })
}

struct World {
    dir: TempDir,
    env: Arc<FixedEnv>,
    store: Option<Store>,
    changes: Arc<Mutex<Vec<BTreeSet<String>>>>,
}

impl World {
    fn new() -> World {
        World::device(7)
    }

    /// A device of its own, with the key that all share.
    fn device(seed: u64) -> World {
        let env = Arc::new(FixedEnv::at("2026-03-01T21:04:05Z", "Europe/London", seed));
        let dir = tempfile::tempdir().expect("a temporary folder");
        let mut world = World { dir, env, store: None, changes: Arc::default() };
        world.reopen().expect("a new vault opens");
        world
    }

    fn reopen(&mut self) -> Result<()> {
        self.store = None;
        let changes = Arc::clone(&self.changes);
        let store = open(self.dir.path(), 7, Arc::clone(&self.env), move |changed| {
            changes.lock().expect("no test panics here").push(changed.kinds.clone());
        })?;
        self.store = Some(store);
        Ok(())
    }

    fn store(&self) -> &Store {
        self.store.as_ref().expect("the vault is open")
    }

    fn note(&self, title: &str, body: &str) -> AnyId {
        let fields = Fields::from([("title".into(), title.into()), ("body".into(), body.into())]);
        create_note(self.store(), fields).expect("a note is written")
    }

    fn edit(&self, id: AnyId, key: &str, value: &str) -> Result<Record> {
        let changes = Changes::from([(key.to_owned(), Some(Value::from(value)))]);
        self.store().write(Write::new("edit"), move |cx| cx.edit(id, &changes))
    }

    fn body(&self, id: AnyId) -> String {
        self.store().read(|cx| Ok(cx.record(id)?.text("body").to_owned())).expect("a note is there")
    }

    fn bodies(&self) -> Vec<String> {
        let sql = "SELECT body FROM test_note ORDER BY n";
        self.store().read(|cx| cx.sql().rows(sql, &[], |row| row.text(0))).expect("a table")
    }

    fn plays(&self) -> Vec<String> {
        let sql = "SELECT title FROM test_play ORDER BY n";
        self.store().read(|cx| cx.sql().rows(sql, &[], |row| row.text(0))).expect("a table")
    }

    fn undo(&self) -> Option<String> {
        let write = Write::new("undo").step(Step::None);
        let step = self.store().write(write, |cx| cx.undo()).expect("undo works");
        step.map(|step| step.label)
    }

    fn redo(&self) -> Option<String> {
        let write = Write::new("redo").step(Step::None);
        let step = self.store().write(write, |cx| cx.redo()).expect("redo works");
        step.map(|step| step.label)
    }

    fn healthy(&self) {
        let checkup = self.store().read(doctor::check).expect("a checkup");
        assert_eq!(checkup.findings, Vec::<String>::new(), "the doctor finds nothing");
        let stale = doctor::rebuild(self.store()).expect("the tables are made anew");
        assert_eq!(stale, None, "the tables were what the documents say");
    }
}

/// The tables as an older program has them.
static OLDER: Projection = Projection { version: 0, ..copy() };

const fn copy() -> Projection {
    Projection {
        name: PROJECTION.name,
        version: PROJECTION.version,
        schema: PROJECTION.schema,
        tables: PROJECTION.tables,
        put: PROJECTION.put,
        take: PROJECTION.take,
        put_facts: PROJECTION.put_facts,
        take_facts: PROJECTION.take_facts,
    }
}

fn open(
    dir: &Path,
    key: u8,
    env: Arc<FixedEnv>,
    listen: impl Fn(&Changed) + Send + Sync + 'static,
) -> Result<Store> {
    let schema = Schema {
        kinds: vec![&NOTE],
        facts: vec![&PLAY],
        projections: vec![&PROJECTION],
        search: search_doc,
        search_fact: no_fact,
    };
    open_as(dir, key, env, schema, listen)
}

fn open_as(
    dir: &Path,
    key: u8,
    env: Arc<FixedEnv>,
    schema: Schema,
    listen: impl Fn(&Changed) + Send + Sync + 'static,
) -> Result<Store> {
    let key = DataKey::from_bytes(Zeroizing::new([key; 32]));
    Store::open(dir, &key, schema, env as Arc<dyn Env>, Arc::new(listen))
}

#[test]
fn what_is_written_is_there_after_reopening_and_not_in_the_clear() {
    let mut world = World::new();
    let id = world.note("A walk", "MARKERMARKER by the sea");
    world.reopen().expect("it opens again");
    assert_eq!(world.body(id), "MARKERMARKER by the sea");
    for entry in std::fs::read_dir(world.dir.path()).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_file() {
            let bytes = std::fs::read(&path).expect("a file");
            let found = bytes.windows(12).any(|window| window == b"MARKERMARKER");
            assert!(!found, "{} holds what was written", path.display());
        }
    }
    world.healthy();
}

#[test]
fn another_key_opens_nothing_and_changes_nothing() {
    let mut world = World::new();
    let id = world.note("A walk", "by the sea");
    world.store = None;
    let error = open(world.dir.path(), 8, Arc::clone(&world.env), |_| {}).err();
    assert_eq!(error.map(|error| error.code()), Some(Code::Locked));
    world.reopen().expect("the right key still opens it");
    assert_eq!(world.body(id), "by the sea");
}

#[test]
fn r13_a_vault_is_one_process_s_at_a_time() {
    let world = World::new();
    let error = open(world.dir.path(), 7, Arc::clone(&world.env), |_| {}).err();
    assert_eq!(error.map(|error| error.code()), Some(Code::Conflict));
}

#[test]
fn a_failed_or_panicking_write_changes_nothing_and_the_store_goes_on() {
    let world = World::new();
    let id = world.note("A walk", "by the sea");
    let failed: Result<()> = world.store().write(Write::new("fails"), move |cx| {
        cx.edit(id, &Changes::from([("body".into(), Some("half".into()))]))?;
        Err(Error::invalid("body", "no"))
    });
    assert!(failed.is_err());
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        world.store().write(Write::new("panics"), move |cx| -> Result<()> {
            cx.edit(id, &Changes::from([("body".into(), Some("half".into()))]))?;
            panic!("on purpose");
        })
    }));
    assert!(panicked.is_err());
    assert_eq!(world.body(id), "by the sea");
    world.edit(id, "body", "by the lake").expect("the next write works");
    assert_eq!(world.body(id), "by the lake");
    world.healthy();
}

#[test]
fn undo_and_redo_walk_the_steps_and_a_new_write_ends_redo() {
    let world = World::new();
    let id = world.note("A walk", "one");
    world.edit(id, "body", "one two").expect("an edit");
    assert_eq!(world.undo().as_deref(), Some("edit"));
    assert_eq!(world.body(id), "one");
    assert_eq!(world.undo().as_deref(), Some("note"));
    assert_eq!(world.bodies(), Vec::<String>::new(), "the creation is undone");
    assert!(world.store().read(|cx| cx.record(id).map(drop)).is_err());
    assert_eq!(world.undo(), None);
    assert_eq!(world.redo().as_deref(), Some("note"));
    assert_eq!(world.redo().as_deref(), Some("edit"));
    assert_eq!(world.body(id), "one two");
    assert_eq!(world.redo(), None);
    for _ in 0..3 {
        assert_eq!(world.undo().as_deref(), Some("edit"));
        assert_eq!(world.body(id), "one");
        assert_eq!(world.redo().as_deref(), Some("edit"));
        assert_eq!(world.body(id), "one two");
    }
    world.undo();
    world.edit(id, "title", "New").expect("an edit");
    assert_eq!(world.redo(), None, "after a new write nothing can be redone");
    world.healthy();
}

#[test]
fn undoing_an_older_step_leaves_what_came_after_it() {
    let world = World::new();
    let id = world.note("A walk", "The sea was calm.");
    world.edit(id, "body", "The sea was calm. We swam.").expect("an edit");
    world.edit(id, "title", "A swim").expect("an edit");
    let steps = world.store().read(|cx| undo::steps(cx, 10)).expect("steps");
    assert_eq!(
        steps.iter().map(|step| step.label.as_str()).collect::<Vec<_>>(),
        ["edit", "edit", "note"]
    );
    let step = steps[1].n;
    let write = Write::new("undo").step(Step::None);
    world.store().write(write, move |cx| cx.undo_step(step)).expect("one step is undone");
    assert_eq!(world.body(id), "The sea was calm.");
    let title = world.store().read(|cx| Ok(cx.record(id)?.text("title").to_owned()));
    assert_eq!(title.expect("it is there"), "A swim", "the later step stays");
    world.healthy();
}

#[test]
fn two_edits_on_one_version_both_stay() {
    let world = World::new();
    let id = world.note("A walk", "The sea was calm.");
    let version = world.store().read(|cx| Ok(cx.record(id)?.version)).expect("a version");
    for body in ["Yesterday the sea was calm.", "The sea was calm. We swam."] {
        let version = version.clone();
        let changes = Changes::from([("body".to_owned(), Some(Value::from(body)))]);
        world
            .store()
            .write(Write::new("typing"), move |cx| cx.edit_at(id, &version, &changes))
            .expect("an edit on an older version");
    }
    let merged = world.body(id);
    assert!(merged.starts_with("Yesterday") && merged.ends_with("We swam."), "{merged}");
    world.healthy();
}

#[test]
fn typing_is_one_step_and_a_long_history_is_saved_whole_now_and_then() {
    let world = World::new();
    let id = world.note("A walk", "");
    let mut typed = String::new();
    for letter in "a long sentence that is saved with each letter ".repeat(4).chars() {
        typed.push(letter);
        let changes = Changes::from([("body".to_owned(), Some(Value::from(typed.as_str())))]);
        let write = Write::new("typing").step(Step::Coalesce("typing".into()));
        world.store().write(write, move |cx| cx.edit(id, &changes)).expect("a letter");
    }
    assert_eq!(world.body(id), typed);
    let versions = world.store().read(|cx| history::versions(cx, id)).expect("versions");
    assert_eq!(versions.len(), typed.len() + 1, "every save is a version");
    assert_eq!(world.undo().as_deref(), Some("typing"));
    assert_eq!(world.body(id), "", "undo takes the whole typing back");
    world.healthy();
}

#[test]
fn a_version_comes_back_and_the_way_there_stays() {
    let world = World::new();
    let id = world.note("A walk", "first");
    world.env.pass_ms(60_000);
    world.edit(id, "body", "second").expect("an edit");
    let versions = world.store().read(|cx| history::versions(cx, id)).expect("versions");
    let first = versions[0].version.clone();
    let then = world.store().read(|cx| history::at(cx, id, &first)).expect("an old version");
    assert_eq!(store::record::text(&then, "body"), "first");
    let write = Write::new("restore");
    world.store().write(write, move |cx| cx.restore_version(id, &first)).expect("it comes back");
    assert_eq!(world.body(id), "first");
    let bad = world.store().read(|cx| history::at(cx, id, &"00".repeat(32)));
    assert_eq!(bad.err().map(|error| error.code()), Some(Code::Invalid));
    let after = world.store().read(|cx| history::versions(cx, id)).expect("versions");
    assert_eq!(after.len(), 3);
}

#[test]
fn the_trash_keeps_thirty_days_and_then_forgets() {
    let mut world = World::new();
    let id = world.note("A walk", "SECRETWORDS");
    world.store().write(Write::new("trash"), move |cx| cx.trash(id)).expect("it is thrown away");
    assert_eq!(world.bodies(), Vec::<String>::new());
    let items = world.store().read(trash::list).expect("the trash");
    assert_eq!(items.iter().map(|item| item.title.as_str()).collect::<Vec<_>>(), ["A walk"]);
    world.healthy();
    assert_eq!(world.undo().as_deref(), Some("trash"));
    assert_eq!(world.bodies(), ["SECRETWORDS"]);
    world.store().write(Write::new("trash"), move |cx| cx.trash(id)).expect("again");
    let purge = |world: &World| {
        let write = Write::new("purge").step(Step::None);
        world.store().write(write, |cx| cx.purge(false)).expect("a purge")
    };
    world.env.set("2026-03-31T21:04:05Z");
    assert_eq!(purge(&world), 0, "thirty days have not passed");
    world.env.set("2026-03-31T21:04:06Z");
    assert_eq!(purge(&world), 1);
    assert!(world.store().read(|cx| cx.record(id).map(drop)).is_err());
    world.healthy();
    world.reopen().expect("the log's chain still holds");
    world.healthy();
}

#[test]
fn an_import_that_was_undone_comes_again() {
    let world = World::new();
    let id: AnyId = world.store().natural_id(NOTE.name, 1_000, "other:1");
    let import = |world: &World| {
        let fields = Fields::from([("body".to_owned(), Value::from("imported"))]);
        world.store().write(Write::new("import"), move |cx| cx.import(&NOTE, id, fields))
    };
    import(&world).expect("it comes");
    assert_eq!(import(&world).err().map(|error| error.code()), Some(Code::Conflict));
    world.undo();
    assert_eq!(world.bodies(), Vec::<String>::new());
    import(&world).expect("it comes again");
    assert_eq!(world.bodies(), ["imported"]);
    world.undo();
    assert_eq!(world.bodies(), Vec::<String>::new());
    world.healthy();
}

#[test]
fn facts_are_asserted_once_corrected_and_taken_back() {
    let world = World::new();
    let count = |world: &World| {
        world
            .store()
            .write(Write::new("plays"), |cx| cx.assert_facts(&PLAY, &heard(0..2500)))
            .expect("facts")
            .into_iter()
            .filter(|new| *new)
            .count()
    };
    assert_eq!(count(&world), 2500);
    assert_eq!(count(&world), 0, "the same facts add nothing");
    let id: AnyId = world.store().natural_id(PLAY.name, 5_000, "song 1");
    let title = Value::from("a better title");
    world
        .store()
        .write(Write::new("correct"), move |cx| cx.annotate(id, "title", Some(&title)))
        .expect("a correction");
    assert_eq!(world.plays()[1], "a better title");
    world.store().write(Write::new("retract"), move |cx| cx.retract(id, true)).expect("taken back");
    assert_eq!(world.plays().len(), 2499);
    world.healthy();
    assert_eq!(world.undo().as_deref(), Some("retract"));
    assert_eq!(world.plays()[1], "a better title");
    assert_eq!(world.undo().as_deref(), Some("correct"));
    assert_eq!(world.plays()[1], "song 1");
    assert_eq!(world.undo().as_deref(), Some("plays"));
    assert_eq!(world.plays(), Vec::<String>::new());
    assert_eq!(world.redo().as_deref(), Some("plays"));
    assert_eq!(world.plays().len(), 2500);
    world.healthy();
}

#[test]
fn an_undone_import_comes_back_and_what_a_person_took_back_does_not() {
    let world = World::new();
    let import = |numbers: std::ops::Range<usize>| {
        world
            .store()
            .write(Write::new("import"), move |cx| cx.assert_facts(&PLAY, &heard(numbers)))
            .expect("facts")
    };
    import(0..1200);
    let id: AnyId = world.store().natural_id(PLAY.name, 5_000, "song 7");
    world.store().write(Write::new("retract"), move |cx| cx.retract(id, true)).expect("taken back");
    let digest = world.store().read(doctor::digest).expect("a digest");
    world.undo();
    world.undo();
    assert_eq!(world.plays(), Vec::<String>::new());
    assert_eq!(import(0..1300).into_iter().filter(|new| *new).count(), 1300);
    assert_eq!(world.plays().len(), 1300);
    world.undo();
    assert_eq!(world.plays(), Vec::<String>::new());
    import(0..1200);
    world.store().write(Write::new("retract"), move |cx| cx.retract(id, true)).expect("taken back");
    assert_eq!(import(5..9), [false; 4], "what a person took back stays so");
    assert_eq!(world.plays().len(), 1199);
    assert_eq!(world.store().read(doctor::digest).expect("a digest"), digest);
    world.healthy();
}

#[test]
fn search_finds_beginnings_phrases_and_accents() {
    let world = World::new();
    world.note("Walk", "By the sea at dusk");
    world.note("Swim", "The séance of the lake");
    let find = |text: &str| {
        let query = Query { text: text.into(), limit: 10, ..Query::default() };
        let (hits, _) = world.store().read(|cx| search::find(cx, &query)).expect("a search");
        hits.into_iter().map(|hit| hit.title).collect::<Vec<_>>()
    };
    assert_eq!(find("dus"), ["Walk"]);
    assert_eq!(find("seance "), ["Swim"]);
    assert_eq!(find("se").len(), 2);
    assert_eq!(find("\"the sea\""), ["Walk"]);
    assert_eq!(find("the -lake"), ["Walk"]);
    assert_eq!(find("nothing of this"), Vec::<String>::new());
    assert_eq!(find("\"'); DROP TABLE doc; --"), Vec::<String>::new());
}

#[test]
fn a_clock_that_goes_back_breaks_no_chain() {
    let world = World::new();
    let id = world.note("A walk", "one");
    world.env.set("2025-01-01T00:00:00Z");
    world.edit(id, "body", "two").expect("an edit in the past");
    world.env.set("2030-01-01T00:00:00Z");
    world.edit(id, "body", "three").expect("an edit in the future");
    assert_eq!(world.body(id), "three");
    world.healthy();
}

#[test]
fn listeners_hear_which_kinds_changed_and_only_after_success() {
    let world = World::new();
    let id = world.note("A walk", "one");
    world.edit(id, "body", "one").expect("an edit that changes nothing");
    let heard = world.changes.lock().expect("no test panics here").clone();
    assert_eq!(heard, [BTreeSet::from(["test.note".to_owned()])]);
}

#[test]
fn equal_vaults_have_equal_digests_whatever_the_device() {
    let digest = |seed: u64| {
        let env = Arc::new(FixedEnv::at("2026-03-01T21:04:05Z", "Europe/London", seed));
        let dir = tempfile::tempdir().expect("a temporary folder");
        let store = open(dir.path(), 7, env, |_| {}).expect("a vault");
        let write = Write::new("import");
        store
            .write(write, |cx| {
                let id = cx.read().natural_id(NOTE.name, 9, "a");
                cx.import(&NOTE, id, Fields::from([("body".to_owned(), "same".into())]))
            })
            .expect("an import");
        store.read(doctor::digest).expect("a digest")
    };
    assert_eq!(digest(1), digest(2));
}

#[test]
fn a_kind_that_this_program_does_not_know_is_kept_and_comes_back() {
    let mut world = World::new();
    let id = world.note("A walk", "by the sea");
    let digest = world.store().read(doctor::digest).expect("a digest");
    world.store = None;
    let older = Schema {
        kinds: Vec::new(),
        facts: Vec::new(),
        projections: vec![&OLDER],
        search: |_| None,
        search_fact: no_fact,
    };
    let store = open_as(world.dir.path(), 7, Arc::clone(&world.env), older, |_| {})
        .expect("an older program opens the vault");
    let checkup = store.read(doctor::check).expect("a checkup");
    assert_eq!(checkup.counts.get("quarantined"), Some(&1), "{:?}", checkup.counts);
    assert_eq!(checkup.findings, Vec::<String>::new());
    let changes = Changes::from([("body".to_owned(), Some(Value::from("overwritten")))]);
    let refused = store.write(Write::new("edit"), move |cx| cx.edit(id, &changes).map(drop));
    assert_eq!(refused.err().map(|error| error.code()), Some(Code::Unsupported));
    drop(store);
    world.reopen().expect("the newer program opens it again");
    assert_eq!(world.bodies(), ["by the sea"]);
    assert_eq!(world.store().read(doctor::digest).expect("a digest"), digest);
    world.healthy();
}
