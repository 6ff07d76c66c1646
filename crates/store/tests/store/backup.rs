//! Backups at their boundary: believed only when they were read again, and whole on another machine.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base::env::{Env, FixedEnv};
use base::error::{Code, Result};
use base::id::AnyId;
use store::backup::restore::{self, into_new};
use store::backup::{self, Backup, Drilled, Opened, Order, Place, Stop, Why, find, rotate};
use store::blobs::ContentHash;
use store::doctor;
use store::key::DataKey;
use store::keyfile::{KeyFile, RecoveryWords, Strength};
use store::record::{Fields, Value};
use store::store::{Schema, Store, Write};
use store::write::Step;
use tempfile::TempDir;

use super::{NOTE, PLAY, PROJECTION, no_fact, search_doc};

const PASSPHRASE: &str = "correct horse battery staple";

/// A vault with a key file, and a folder for its backups.
struct World {
    dir: TempDir,
    env: Arc<FixedEnv>,
    key: DataKey,
    words: RecoveryWords,
    store: Option<Store>,
}

fn schema() -> Schema {
    Schema {
        kinds: vec![&NOTE],
        facts: vec![&PLAY],
        projections: vec![&PROJECTION],
        search: search_doc,
        search_fact: no_fact,
    }
}

fn open(dir: &Path, key: &DataKey, env: &Arc<FixedEnv>) -> Result<Store> {
    Store::open(dir, key, schema(), Arc::clone(env) as Arc<dyn Env>, Arc::new(|_| {}))
}

impl World {
    fn new() -> World {
        let env = Arc::new(FixedEnv::at("2026-03-01T21:04:05Z", "Europe/London", 7));
        let dir = tempfile::tempdir().expect("a temporary folder");
        for folder in ["vault", "backups"] {
            fs::create_dir(dir.path().join(folder)).expect("a folder");
        }
        let path = dir.path().join("vault/key.json");
        let (key, words, _) =
            KeyFile::create(&path, &*env, PASSPHRASE, Strength::Floor).expect("a key file");
        let mut world = World { dir, env, key, words, store: None };
        world.reopen();
        world
    }

    fn vault(&self) -> PathBuf {
        self.dir.path().join("vault")
    }

    fn reopen(&mut self) {
        self.store = None;
        self.store = Some(open(&self.vault(), &self.key, &self.env).expect("the vault opens"));
    }

    fn store(&self) -> &Store {
        self.store.as_ref().expect("the vault is open")
    }

    fn place(&self) -> Place {
        Place::of(&self.dir.path().join("backups"), self.store())
    }

    fn make_as(&self, by_hand: bool, stop: &Stop) -> Result<Backup> {
        let (place, key_file) = (self.place(), self.vault().join("key.json"));
        let (place, key_file, key) = (&place, key_file.as_path(), &self.key);
        backup::make(self.store(), &Order { place, key_file, key, by_hand, rotate: true }, stop)
    }

    fn make(&self) -> Backup {
        self.make_as(false, &Stop::default()).expect("a backup is made")
    }

    fn list(&self) -> Vec<Backup> {
        backup::list(&self.place()).expect("the backups are listed")
    }

    fn drill(&self, which: &Backup) -> Drilled {
        let env = Arc::clone(&self.env) as Arc<dyn Env>;
        let go_on = &mut |_| ControlFlow::Continue(());
        backup::drill(&self.place(), which, (&self.key, schema(), env), &Stop::default(), go_on)
            .expect("the drill is held")
    }

    fn note(&self, title: &str, attachment: Option<&ContentHash>) -> AnyId {
        let mut fields = Fields::from([("title".to_owned(), Value::from(title))]);
        if let Some(hash) = attachment {
            fields.insert(format!("media/{hash}"), Value::from(true));
        }
        crate::create_note(self.store(), fields).expect("a note is written")
    }

    fn attach(&self, bytes: &[u8]) -> ContentHash {
        let put = self.store().blobs().put(&mut &*bytes, 1 << 20).expect("an attachment is kept");
        let write = Write::new("attach").step(Step::None);
        self.store()
            .write(write, move |cx| cx.keep_blob(&put.hash, put.size))
            .expect("it is noted");
        put.hash
    }

    fn titles(&self) -> Vec<String> {
        let ids = "SELECT id FROM test_note ORDER BY n";
        let read = self.store().read(|cx| {
            let ids: Vec<AnyId> = cx.sql().rows(ids, &[], |row| row.id(0))?;
            ids.into_iter().map(|id| Ok(cx.record(id)?.text("title").to_owned())).collect()
        });
        read.expect("the notes are read")
    }

    fn step(
        &self,
        run: impl FnOnce(&mut store::write::WriteCx<'_>) -> Result<()> + Send + 'static,
    ) {
        self.store().write(Write::new("step"), run).expect("a write");
    }

    /// The names of the pool's files.
    fn pooled(&self) -> usize {
        let pool = self.place().path().join("attachments");
        let folders = fs::read_dir(pool).expect("the pool is there");
        folders
            .map(|folder| fs::read_dir(folder.expect("an entry").path()).expect("a folder").count())
            .sum()
    }

    fn leftovers(&self) -> Vec<String> {
        let entries = fs::read_dir(self.place().path()).expect("the place is there");
        let names = entries.map(|entry| entry.expect("an entry").file_name());
        let names = names.map(|name| name.to_string_lossy().into_owned());
        names.filter(|name| name.starts_with('.')).collect()
    }
}

fn digest(store: &Store) -> String {
    store.read(doctor::digest).expect("a digest")
}

fn flip(path: &Path, at: usize) {
    let mut bytes = fs::read(path).expect("a file");
    bytes[at] ^= 1;
    // A file of its own: the vault's may be the same under another name.
    fs::remove_file(path).expect("the file goes");
    fs::write(path, bytes).expect("the file is written");
}

#[test]
fn r8_a_lost_machine_comes_back_by_the_passphrase_or_by_the_words_alone() {
    let mut world = World::new();
    let hash = world.attach(b"a photo of the sea");
    world.note("A walk", Some(&hash));
    let before = digest(world.store());
    let writer = world.store().read(|cx| Ok(cx.writer())).expect("a writer");
    let made = world.make();
    assert!(made.believed());
    assert_eq!((made.rows("doc"), made.attachments, made.missing), (1, 1, 0));
    // The machine is gone; the folder of backups is all that is left.
    world.store = None;
    fs::remove_dir_all(world.vault()).expect("the vault goes");
    let found = find(&world.dir.path().join("backups")).expect("the newest is found");
    assert_eq!(found.name, made.name);
    for (name, by_words) in [("again", false), ("by words", true)] {
        let dir = world.dir.path().join(name);
        let restored = into_new(&found, &dir, &Stop::default()).expect("it comes back");
        assert_eq!((restored.attachments, restored.missing), (1, 0));
        let file = KeyFile::read(&dir.join("key.json")).expect("the key file came, too");
        let key = match by_words {
            true => file.open_with_words(&world.words),
            false => file.open_with_passphrase(PASSPHRASE),
        };
        let store = open(&dir, &key.expect("it is unlocked"), &world.env).expect("it opens");
        assert_eq!(digest(&store), before, "it keeps the same things");
        store.blobs().verify(&hash).expect("the attachment is whole");
        let checkup = store.read(doctor::check).expect("a checkup");
        assert_eq!(checkup.findings, Vec::<String>::new());
        let now = store.read(|cx| Ok(cx.writer())).expect("a writer");
        assert_eq!(now.0, writer.0, "it is the same device");
        assert_ne!(now.1, writer.1, "in a new life: its log is numbered further elsewhere, maybe");
        drop(store);
        let again = into_new(&found, &dir, &Stop::default()).map(drop);
        assert_eq!(again.expect_err("a vault is never written over").code(), Code::Conflict);
    }
}

#[test]
fn r8_what_is_written_meanwhile_neither_waits_nor_gets_into_the_copy() {
    let world = World::new();
    for number in 0..200 {
        world.note(&format!("note {number}"), None);
    }
    std::thread::scope(|scope| {
        let making = scope.spawn(|| world.make());
        for number in 0..50 {
            world.note(&format!("meanwhile {number}"), None);
        }
        let made = making.join().expect("no panic");
        assert!(made.believed() && (200..=250).contains(&made.rows("doc")), "{made:?}");
        assert_eq!(world.drill(&made).findings, Vec::<String>::new());
    });
}

#[test]
fn r8_rotation_keeps_what_its_function_says_and_attachments_go_with_the_last_that_needs_them() {
    let world = World::new();
    let hash = world.attach(b"soon forgotten");
    let id = world.note("A walk", Some(&hash));
    world.make();
    assert_eq!(world.pooled(), 1);
    world.step(move |cx| cx.trash(id));
    let forget = Write::new("purge").step(Step::None);
    world.store().write(forget, |cx| cx.purge(true).map(drop)).expect("the trash is emptied");
    let by_hand = world.make_as(true, &Stop::default()).expect("a backup by hand");
    let mut days: Vec<base::day::Day> = vec!["2026-03-01".parse().expect("a day")];
    for day in 1..70 {
        world.env.pass_ms(24 * 60 * 60 * 1000);
        if day == 40 {
            let write = Write::new("sweep").step(Step::None);
            let gone = world.store().write(write, |cx| cx.take_unused_blobs()).expect("a sweep");
            assert_eq!(gone, [hash]);
            world.store().blobs().remove(&hash).expect("the file goes");
        }
        if day % 2 == 0 {
            days.push(world.make().day.expect("it has a day"));
        }
    }
    let kept: Vec<_> = rotate::kept(&days);
    let expected: Vec<_> =
        days.iter().zip(&kept).filter_map(|(day, why)| Some((*day, (*why)?))).rev().collect();
    let found: Vec<_> = world
        .list()
        .into_iter()
        .filter(|backup| !backup.by_hand)
        .map(|backup| (backup.day.expect("it has a day"), backup.kept.expect("it is kept")))
        .collect();
    assert_eq!(found, expected);
    assert!(world.list().iter().any(|backup| backup.name == by_hand.name), "it stays beside");
    assert_eq!(world.pooled(), 1, "the one by hand still needs it");
    fs::remove_dir_all(&by_hand.path).expect("the person removes it");
    // March's last backup was made when the attachment was still noted: it goes after a year.
    for _ in 0..rotate::MONTHS {
        world.env.pass_ms(31 * 24 * 60 * 60 * 1000);
        world.make();
    }
    assert_eq!(world.pooled(), 0);
}

#[test]
fn r8_what_was_broken_off_is_never_listed_and_goes_with_the_next() {
    let world = World::new();
    world.note("A walk", None);
    let first = world.make();
    world.env.pass_ms(1000);
    // Killed before the renaming: a database, half a list, no manifest or a whole one.
    for name in [".new-2026-03-01T210406Z", ".gone-2026-02-01T000000Z", ".drill-2026-03-01T210405Z"]
    {
        let dir = world.place().path().join(name);
        fs::create_dir(&dir).expect("a folder");
        for part in ["everkept.db", "key.json", "backup.json"] {
            fs::copy(first.path.join(part), dir.join(part)).expect("a part");
        }
    }
    fs::create_dir_all(world.place().path().join("attachments/ab")).expect("a folder");
    let part = world.place().path().join("attachments/ab/ab.part");
    fs::write(&part, b"half").expect("a half copy");
    let names = |world: &World| -> Vec<String> {
        world.list().into_iter().map(|backup| backup.name).collect()
    };
    assert_eq!(names(&world), std::slice::from_ref(&first.name));
    let stop = Stop::default();
    stop.set(true);
    let stopped = world.make_as(true, &stop).expect_err("it was stopped");
    assert_eq!(stopped.code(), Code::Conflict);
    assert_eq!(names(&world), std::slice::from_ref(&first.name), "the one before is whole");
    assert_eq!(world.leftovers(), Vec::<String>::new());
    assert!(!part.exists());
    let second = world.make_as(true, &Stop::default()).expect("the next is made");
    assert_eq!(names(&world), [second.name, first.name.clone()]);
    assert_eq!(world.drill(&first).findings, Vec::<String>::new());
    assert_eq!(world.leftovers(), Vec::<String>::new(), "a drill leaves nothing");
}

#[test]
fn r8_a_damaged_backup_is_told_kept_apart_and_never_believed() {
    let world = World::new();
    let hash = world.attach(&[7; 5000]);
    world.note("A walk", Some(&hash));
    let good = world.make();
    let mut damaged = Vec::new();
    for (part, at) in [("everkept.db", 9000), ("everkept.db", 100)] {
        world.env.pass_ms(24 * 60 * 60 * 1000);
        world.note("More", None);
        let made = world.make();
        flip(&made.path.join(part), at);
        let drilled = world.drill(&made);
        assert!(!drilled.findings.is_empty(), "a byte of {part} at {at} was changed");
        damaged.push(made);
    }
    // An attachment of the pool is every backup's; the vault's own file is not touched.
    world.env.pass_ms(24 * 60 * 60 * 1000);
    let third = world.make();
    let name = world.store().blobs().disk_name(&hash);
    flip(&world.place().path().join("attachments").join(&name[..2]).join(&name), 300);
    assert!(!world.drill(&third).findings.is_empty(), "a byte of an attachment was changed");
    let told: Vec<Backup> = world.list();
    for made in damaged.iter().chain([&third]) {
        let failed = format!("{}.failed", made.name);
        let told = told.iter().find(|told| told.name == failed).expect("it is kept apart");
        assert!(!told.believed());
        let refused = into_new(told, &world.dir.path().join("no"), &Stop::default()).map(drop);
        assert_eq!(refused.expect_err("it does not come back").code(), Code::Invalid);
    }
    let found = find(&world.dir.path().join("backups")).expect("one is whole");
    assert_eq!(found.name, good.name, "the last good one is found");
    world.env.pass_ms(24 * 60 * 60 * 1000);
    let healed = world.make();
    assert_eq!(
        world.drill(&healed).findings,
        Vec::<String>::new(),
        "the attachment is copied anew"
    );
    assert!(world.list().iter().any(|backup| backup.name == good.name && backup.believed()));
    // Cut short, it is told without being opened.
    let file =
        fs::File::options().write(true).open(healed.path.join("everkept.db")).expect("a file");
    file.set_len(4096).expect("it is cut");
    assert!(!world.list()[0].believed());
}

#[test]
fn r8_a_folder_that_is_gone_or_no_folder_is_told_and_the_next_time_is_another() {
    let world = World::new();
    world.note("A walk", None);
    let backups = world.dir.path().join("backups");
    fs::remove_dir(&backups).expect("the drive is pulled out");
    let gone = world.make_as(false, &Stop::default()).expect_err("there is no folder");
    assert_eq!((gone.code(), gone.field()), (Code::NotFound, Some("folder")));
    assert!(!backups.exists(), "nothing is made where a drive should be");
    fs::create_dir(&backups).expect("the drive is back");
    fs::write(world.place().path(), b"a file").expect("a file in the way");
    let refused = world.make_as(false, &Stop::default()).expect_err("it cannot be written to");
    assert_eq!(refused.field(), Some("folder"), "{refused}");
    fs::remove_file(world.place().path()).expect("the file goes");
    assert!(world.make().believed());
}

#[test]
fn r8_a_vault_is_replaced_and_kept_aside_wherever_it_is_broken_off() {
    let mut world = World::new();
    let hash = world.attach(b"a photo");
    world.note("Before", Some(&hash));
    let made = world.make();
    world.note("After", None);
    // Broken off after 0, 1, ... renamings: then it is opened again.
    for broken_off in 0..4 {
        let key_file = world.vault().join("key.json");
        restore::stage(&made, &world.vault(), &key_file, &Stop::default()).expect("it is staged");
        world.store = None;
        let aside = format!("before-restore-{broken_off}");
        if broken_off == 3 {
            restore::swap(&world.vault(), &aside).expect("the vault is replaced");
        } else {
            let ready = world.vault().join(".restored");
            fs::rename(world.vault().join(".restoring"), &ready).expect("it is written whole");
            fs::write(ready.join("aside"), &aside).expect("where the vault goes");
            let moves: &[&str] =
                [&[][..], &["everkept.db"], &["everkept.db", "key.json", "blobs"]][broken_off];
            fs::create_dir(world.vault().join(&aside)).expect("a folder");
            for part in moves {
                let to = world.vault().join(&aside).join(part);
                fs::rename(world.vault().join(part), to).expect("a part makes way");
            }
            restore::finish_if_broken_off(&world.vault()).expect("it is finished");
        }
        world.reopen();
        assert_eq!(world.titles(), ["Before"]);
        world.store().blobs().verify(&hash).expect("the attachment is there");
        let kept = open(&world.vault().join(&aside), &world.key, &world.env).expect("it is kept");
        let notes = kept.read(|cx| cx.sql().number("SELECT count(*) FROM test_note", &[]));
        assert_eq!(notes.expect("notes"), 2, "the earlier vault is whole");
        drop(kept);
        world.note("After", None);
    }
}

#[test]
fn r9_what_was_deleted_since_comes_back_as_one_step_and_never_twice() {
    let world = World::new();
    let hash = world.attach(b"a photo of the sea");
    let (kept, trashed, gone) =
        (world.note("kept", None), world.note("trashed", None), world.note("gone", Some(&hash)));
    let made = world.make();
    world.step(move |cx| cx.trash(gone));
    world
        .store()
        .write(Write::new("purge").step(Step::None), |cx| cx.purge(true))
        .expect("a purge");
    world.env.pass_ms(31 * 24 * 60 * 60 * 1000);
    let unused = world
        .store()
        .write(Write::new("sweep").step(Step::None), |cx| cx.take_unused_blobs())
        .expect("a sweep");
    assert_eq!(unused, [hash]);
    world.store().blobs().remove(&hash).expect("the file goes");
    world.step(move |cx| cx.trash(trashed));
    let opened = || Opened::open(world.store(), &made, &Stop::default()).expect("the backup opens");
    let lost = world.store().read(|cx| backup::lost(cx, &opened(), 10)).expect("what is lost");
    let lost: Vec<_> = lost.into_iter().map(|lost| (lost.id, lost.title, lost.why)).collect();
    assert_eq!(lost, [(trashed, "trashed".into(), Why::Trashed), (gone, "gone".into(), Why::Gone)]);
    let bring = |ids: Option<Vec<AnyId>>| {
        let from = opened();
        let ids = ids.map(|ids| ids.into_iter().collect());
        world.store().write(Write::new("bring back"), move |cx| cx.bring_back(&from, ids.as_ref()))
    };
    let nobody = bring(Some(vec![AnyId::from_bytes([9; 16])])).expect_err("nobody is called so");
    assert_eq!((nobody.code(), nobody.field()), (Code::NotFound, Some("ids")));
    assert_eq!(bring(Some(vec![kept])).expect("nothing is to be done"), 0);
    assert_eq!(bring(None).expect("they come back"), 2);
    assert_eq!(world.titles(), ["kept", "trashed", "gone"]);
    world.store().blobs().verify(&hash).expect("its attachment came, too");
    assert_eq!(bring(None).expect("a second time"), 0, "nothing comes twice");
    let undo = Write::new("undo").step(Step::None);
    let undone = world.store().write(undo, |cx| cx.undo()).expect("undo").expect("a step");
    assert_eq!((undone.label.as_str(), undone.items), ("bring back", 2), "it was one step");
    assert_eq!(world.titles(), ["kept"]);
    assert_eq!(bring(Some(vec![gone])).expect("one of them"), 1);
    assert_eq!(world.titles(), ["kept", "gone"]);
    let checkup = world.store().read(doctor::check).expect("a checkup");
    assert_eq!(checkup.findings, Vec::<String>::new());
    assert_eq!(doctor::rebuild(world.store()).expect("a rebuild"), None);
}
