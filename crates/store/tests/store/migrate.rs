//! A vault of another schema than this program's: an older one comes here whole or not at all, a newer one is
//! left as it is.

use std::collections::BTreeMap;
use std::fs;

use rusqlite::Connection;
use store::backup::{self, Order, Place, Stop};
use store::keyfile::{KeyFile, Strength};
use store::migrate::{BEFORE, Step, to_newest};
use store::sql::Tables;

use super::*;

fn mark(tables: Tables<'_>) -> Result<()> {
    tables.run("ALTER TABLE doc ADD COLUMN marked INTEGER NOT NULL DEFAULT 0", &[])?;
    tables.run("UPDATE doc SET marked = n + 1", &[]).map(drop)
}

fn count(tables: Tables<'_>) -> Result<()> {
    tables.run("CREATE TABLE counted (rows INTEGER NOT NULL) STRICT", &[])?;
    tables.run("INSERT INTO counted SELECT count(*) FROM log", &[]).map(drop)
}

fn fails(tables: Tables<'_>) -> Result<()> {
    mark(tables)?;
    Err(Error::invalid("step", "on purpose"))
}

fn panics(tables: Tables<'_>) -> Result<()> {
    mark(tables).expect("the step itself works");
    panic!("on purpose");
}

fn loses(tables: Tables<'_>) -> Result<()> {
    tables.run("DELETE FROM kind", &[]).map(drop)
}

const MARK: Step = Step { since: "8.1.0", run: mark };
const COUNT: Step = Step { since: "9.2.0", run: count };

fn key() -> DataKey {
    DataKey::from_bytes(Zeroizing::new([7; 32]))
}

/// A closed vault of this program's schema with some notes.
fn vault() -> World {
    let mut world = World::new();
    for number in 0..40 {
        world.note("a day", &format!("MARKERMARKER {number}"));
    }
    world.store = None;
    world
}

/// The database as any program with the key sees it.
fn raw(path: &Path) -> Connection {
    let db = Connection::open(path).expect("the file opens");
    let hex: String = key().derive("database").iter().map(|byte| format!("{byte:02x}")).collect();
    db.pragma_update(None, "key", format!("x'{hex}'")).expect("the key is taken");
    db
}

fn number(path: &Path, sql: &str) -> rusqlite::Result<i64> {
    raw(path).query_row(sql, [], |row| row.get(0))
}

/// Every file of a vault with its bytes, but for the lock and SQLite's shared memory, which hold nothing.
fn bytes(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(dir).expect("the folder").flatten();
    let named = files.map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()));
    let kept =
        named.filter(|(name, path)| path.is_file() && name != "lock" && !name.ends_with("-shm"));
    kept.map(|(name, path)| (name, fs::read(path).expect("a file")))
        .filter(|(name, bytes)| !(name.ends_with("-wal") && bytes.is_empty()))
        .collect()
}

fn copies(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir.join(BEFORE)).into_iter().flatten().flatten();
    let mut names: Vec<String> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn r7_a_newer_vault_is_refused_by_the_name_of_what_it_takes_and_left_as_it_is() {
    let mut world = vault();
    let path = world.dir.path().join("everkept.db");
    to_newest(world.dir.path(), &key(), &[MARK, COUNT]).expect("it is brought to schema 3");
    // As after a kill: the last words stand in the write-ahead log only.
    let open = raw(&path);
    open.execute_batch("PRAGMA wal_autocheckpoint = 0; UPDATE counted SET rows = 77;")
        .expect("a newer program writes");
    let killed = tempfile::tempdir().expect("a folder");
    for (name, bytes) in bytes(world.dir.path()) {
        fs::write(killed.path().join(name), bytes).expect("a file");
    }
    drop(open);
    let there = bytes(killed.path());
    assert!(there.keys().any(|name| name.ends_with("-wal")), "{:?}", there.keys());
    let refused = super::open(killed.path(), 7, Arc::clone(&world.env), |_| {}).err();
    let refused = refused.expect("it is refused");
    assert_eq!(refused.code(), Code::Unsupported);
    assert!(refused.message().contains("it takes Everkept 9.2.0 or newer"), "{refused}");
    assert!(refused.message().contains("nothing was changed"), "{refused}");
    assert!(bytes(killed.path()) == there, "not a byte is another one");
    let written = number(&killed.path().join("everkept.db"), "SELECT rows FROM counted");
    assert_eq!(written, Ok(77), "the newer program finds what it had written");
    assert_eq!(world.reopen().err().map(|error| error.code()), Some(Code::Unsupported));
}

#[test]
fn r7_an_older_vault_is_copied_first_and_then_brought_here_whole() {
    let mut world = vault();
    let dir = world.dir.path().to_owned();
    let path = dir.join("everkept.db");
    let came = to_newest(&dir, &key(), &[MARK]).expect("it is brought to schema 2");
    assert_eq!(came, Some(1));
    assert_eq!(number(&path, "PRAGMA user_version"), Ok(2));
    assert_eq!(number(&path, "SELECT count(*) FROM doc WHERE marked = n + 1"), Ok(40));
    assert_eq!(copies(&dir), ["schema-1.db"]);
    let first = fs::read(dir.join(BEFORE).join("schema-1.db")).expect("the copy");
    assert!(!first.windows(12).any(|bytes| bytes == b"MARKERMARKER"), "it is encrypted");
    assert_eq!(to_newest(&dir, &key(), &[MARK]).expect("it is looked at"), None, "only once");

    let came = to_newest(&dir, &key(), &[MARK, COUNT]).expect("it is brought to schema 3");
    assert_eq!(came, Some(2), "only what is missing is done");
    assert_eq!(number(&path, "SELECT rows FROM counted"), Ok(40));
    assert_eq!(copies(&dir), ["schema-2.db"], "the newest copy stays");

    // The way back: the copy in the vault's place, under the Everkept that wrote it.
    let before = number(&path, "SELECT count(*) FROM writer").expect("a number");
    fs::write(&path, first).expect("the copy is put back");
    world.reopen().expect("the older program opens it");
    assert_eq!(world.bodies().len(), 40);
    world.note("a day", "after");
    world.healthy();
    world.store = None;
    assert_eq!(
        number(&path, "SELECT count(*) FROM writer"),
        Ok(before + 1),
        "it goes on as another incarnation, whose numbers nobody has seen"
    );
}

#[test]
fn r7_a_step_that_fails_takes_back_all_of_them() {
    let mut world = vault();
    let path = world.dir.path().join("everkept.db");
    let dir = world.dir.path().to_owned();
    for (run, code) in
        [(fails as fn(Tables<'_>) -> Result<()>, Code::Invalid), (loses, Code::Internal)]
    {
        let steps = [COUNT, Step { since: "9.9.0", run }];
        let error = to_newest(&dir, &key(), &steps).expect_err("the second step fails");
        assert_eq!(error.code(), code, "{error}");
        assert_eq!(number(&path, "PRAGMA user_version"), Ok(1));
        assert!(number(&path, "SELECT rows FROM counted").is_err(), "nor is the first one there");
    }
    let broken = std::panic::catch_unwind(|| {
        to_newest(&dir, &key(), &[COUNT, Step { since: "9.9.0", run: panics }]).map(drop)
    });
    assert!(broken.is_err());
    assert_eq!(number(&path, "PRAGMA user_version"), Ok(1));
    assert_eq!(copies(&dir), ["schema-1.db"], "what was kept for it stays until it works");
    world.reopen().expect("the vault opens as before");
    assert_eq!(world.bodies().len(), 40);
    world.healthy();
    world.store = None;
    assert_eq!(to_newest(&dir, &key(), &[COUNT]).expect("it works at last"), Some(1));
}

#[test]
fn r7_a_damaged_older_vault_and_one_under_another_key_stay_as_they_are() {
    let world = vault();
    let path = world.dir.path().join("everkept.db");
    let other = DataKey::from_bytes(Zeroizing::new([8; 32]));
    let refused = to_newest(world.dir.path(), &other, &[MARK]).expect_err("another key");
    assert_eq!(refused.code(), Code::Locked, "{refused}");
    let mut damaged = fs::read(&path).expect("the file");
    let at = damaged.len() / 2;
    damaged[at] ^= 1;
    fs::write(&path, &damaged).expect("a flipped bit");
    to_newest(world.dir.path(), &key(), &[MARK]).expect_err("a damaged page");
    assert!(fs::read(&path).expect("the file") == damaged, "it is left for the way back");
    assert_eq!(number(&path, "PRAGMA user_version"), Ok(1));
}

#[test]
fn r7_a_backup_of_a_newer_everkept_is_no_damaged_one() {
    let env = Arc::new(FixedEnv::at("2026-03-01T21:04:05Z", "Europe/London", 7));
    let dir = tempfile::tempdir().expect("a folder");
    let (vault, backups) = (dir.path().join("vault"), dir.path().join("backups"));
    for folder in [&vault, &backups] {
        fs::create_dir(folder).expect("a folder");
    }
    let key_file = vault.join("key.json");
    let (key, ..) =
        KeyFile::create(&key_file, &*env, "correct horse", Strength::Floor).expect("a key");
    let schema = Schema {
        kinds: vec![&NOTE],
        facts: vec![&PLAY],
        projections: vec![&PROJECTION],
        search: search_doc,
        search_fact: no_fact,
    };
    let listen = Arc::new(|_: &Changed| {});
    let store = Store::open(&vault, &key, schema, Arc::clone(&env) as Arc<dyn Env>, listen)
        .expect("a vault");
    create_note(&store, Fields::from([("body".into(), "kept".into())])).expect("a note");
    let place = Place::of(&backups, &store);
    let order =
        Order { place: &place, key_file: &key_file, key: &key, by_hand: true, rotate: false };
    let backup = backup::make(&store, &order, &Stop::default()).expect("a backup");
    backup::verify(&backup, &key, &Stop::default()).expect("it is whole");

    let hex: String = key.derive("database").iter().map(|byte| format!("{byte:02x}")).collect();
    let db = Connection::open(backup.path.join("everkept.db")).expect("the file opens");
    db.pragma_update(None, "key", format!("x'{hex}'")).expect("the key is taken");
    db.execute_batch("UPDATE meta SET value = CAST('9.2.0' AS BLOB) WHERE key = 'needs'; PRAGMA user_version = 3;")
        .expect("a newer program wrote it");
    drop(db);
    let refused = backup::verify(&backup, &key, &Stop::default()).expect_err("it is refused");
    assert_eq!(refused.code(), Code::Unsupported);
    assert!(refused.message().contains("9.2.0"), "{refused}");
    assert!(backup.path.is_dir(), "it is not kept apart as a damaged one");
    let opened = backup::Opened::open(&store, &backup, &Stop::default()).err();
    assert_eq!(opened.map(|error| error.code()), Some(Code::Unsupported));
}
