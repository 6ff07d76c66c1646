//! Power cuts, and what the connections promise because of them.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

use store::blobs::ContentHash;

use super::*;

/// Cuts in the test.
const CUTS: usize = 40;
const MB: u32 = 96;
/// More than one note or attachment of the test has.
const BYTES_MAX: u64 = 1 << 20;

#[test]
fn r1_every_connection_waits_for_the_disk_and_distrusts_the_file() {
    let world = World::new();
    // WAL, FULL, 5 s. Cell sizes are looked at, foreign keys hold, the schema may call no functions.
    let wanted = [
        ("synchronous", 2),
        ("busy_timeout", 5_000),
        ("fullfsync", 1),
        ("checkpoint_fullfsync", 1),
        ("foreign_keys", 1),
        ("cell_size_check", 1),
        ("trusted_schema", 0),
        ("recursive_triggers", 0),
        ("temp_store", 2),
    ];
    let ask = move |sql: store::sql::Sql<'_>| -> Result<Vec<i64>> {
        let mut found = Vec::new();
        for (pragma, _) in wanted {
            found.push(sql.number(&format!("PRAGMA {pragma}"), &[])?);
        }
        Ok(found)
    };
    let mode = |sql: store::sql::Sql<'_>| sql.first("PRAGMA journal_mode", &[], |row| row.text(0));
    let writer = world.store().write(Write::new("ask").step(Step::None), move |cx| {
        let sql = cx.read().sql();
        Ok((ask(sql)?, mode(sql)?))
    });
    let reader = world.store().read(|cx| Ok((ask(cx.sql())?, mode(cx.sql())?)));
    let values: Vec<i64> = wanted.iter().map(|(_, value)| *value).collect();
    for (who, found) in [("the writer", writer), ("a reader", reader)] {
        let (found, mode) = found.expect("SQLite answers");
        assert_eq!(found, values, "{who}: {wanted:?}");
        assert_eq!(mode.as_deref(), Some("wal"), "{who}");
    }
    let writes = world.store().read(|cx| cx.sql().number("PRAGMA query_only", &[]));
    assert_eq!(writes.expect("SQLite answers"), 1, "a reader cannot write");
}

/// A disk of its own whose power can be cut, where this machine lets one be made.
struct Disk {
    dir: TempDir,
    mounted: bool,
}

impl Disk {
    fn new() -> Option<Disk> {
        let disk = Disk { dir: tempfile::tempdir().expect("a temporary folder"), mounted: false };
        fs::create_dir(disk.place()).expect("a folder");
        let image = fs::File::create(disk.image()).expect("a file");
        image.set_len(u64::from(MB) << 20).expect("room");
        drop(image);
        let mut disk = disk;
        let made = run(Command::new("mkfs.ext4").arg("-q").arg(disk.image()));
        (made && disk.mount() && disk.cut() && disk.unmount()).then_some(disk)
    }

    fn image(&self) -> PathBuf {
        self.dir.path().join("disk.img")
    }

    fn place(&self) -> PathBuf {
        self.dir.path().join("disk")
    }

    fn vault(&self) -> PathBuf {
        self.place().join("vault")
    }

    fn mount(&mut self) -> bool {
        self.mounted =
            run(Command::new("mount").args(["-o", "loop"]).arg(self.image()).arg(self.place()));
        self.mounted
    }

    /// From this moment nothing more reaches the disk, and what waited for it is lost: ext4's own way to go
    /// down without its journal (`FS_IOC_SHUTDOWN`, 2).
    fn cut(&self) -> bool {
        let script = "open(my $disk, '<', $ARGV[0]) or exit 1; \
                      my $how = pack('L', 2); \
                      exit(ioctl($disk, 0x8004587d, $how) ? 0 : 1)";
        run(Command::new("perl").args(["-e", script]).arg(self.place()))
    }

    fn unmount(&mut self) -> bool {
        self.mounted = !run(Command::new("umount").arg(self.place()));
        !self.mounted
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        if self.mounted {
            // Lazily: what a failed test still holds open goes with its process.
            drop(Command::new("umount").arg("-l").arg(self.place()).status());
        }
    }
}

fn run(command: &mut Command) -> bool {
    command.output().is_ok_and(|done| done.status.success())
}

/// What was answered before the power went.
#[derive(Default)]
struct Acknowledged {
    notes: Vec<(AnyId, String)>,
    blobs: Vec<ContentHash>,
}

/// Writes until the disk is gone; `told` is called with how often it was answered so far, and says whether
/// the power is still there: an answer of a machine that has none is heard by nobody.
fn work(store: &Store, round: usize, done: &mut Acknowledged, told: impl Fn(usize) -> bool) {
    for number in 0.. {
        let body = format!("round {round} note {number}");
        let Ok(id) = create_note(store, Fields::from([("body".into(), body.as_str().into())]))
        else {
            return;
        };
        if !told(number) {
            return;
        }
        done.notes.push((id, body));
        if number % 5 == 0 {
            let bytes = format!("photo {round} {number} ").repeat(2_000).into_bytes();
            let Ok(blob) = store.blobs().put(&mut bytes.as_slice(), BYTES_MAX) else { return };
            if !told(number) {
                return;
            }
            done.blobs.push(blob.hash);
        }
    }
}

#[test]
fn r4_a_power_cut_takes_nothing_that_was_acknowledged() {
    let Some(mut disk) = Disk::new() else {
        eprintln!(
            "skipped: this user may not make a disk whose power can be cut (ext4 on a loop device)"
        );
        return;
    };
    let env = Arc::new(FixedEnv::at("2026-03-01T21:04:05Z", "Europe/London", 7));
    let (mut all, mut lost) = (Acknowledged::default(), 0);
    for round in 0..CUTS {
        assert!(disk.mount(), "the disk comes back");
        let bait = disk.place().join("nobody waited for this");
        lost += usize::from(round > 0 && !bait.exists());
        drop(fs::remove_file(&bait));
        let store = open(&disk.vault(), 7, Arc::clone(&env), |_| {}).expect("the vault opens");
        for (id, body) in &all.notes {
            let record = store.read(|cx| cx.record(*id));
            let record = record.unwrap_or_else(|error| panic!("round {round}: {body}: {error}"));
            assert_eq!(record.text("body"), body, "round {round}");
        }
        for hash in &all.blobs {
            store.blobs().read(hash).unwrap_or_else(|error| panic!("round {round}: {error}"));
        }
        // The cut comes while it writes, after a number of answers that differs each round.
        let (enough, gone) = (round * 7 % 40, AtomicBool::new(false));
        std::thread::scope(|scope| {
            let (asks, asked) = std::sync::mpsc::channel();
            let (store, all, gone) = (&store, &mut all, &gone);
            scope.spawn(move || {
                work(store, round, all, |number| {
                    if number == enough {
                        // The test has heard it already when an attachment comes with the note.
                        let _ = asks.send(());
                    }
                    !gone.load(Ordering::SeqCst)
                });
            });
            asked.recv().expect("the writer comes as far");
            fs::write(&bait, "x").expect("a file that nobody waits for");
            gone.store(true, Ordering::SeqCst);
            assert!(disk.cut(), "the power goes");
        });
        drop(store);
        assert!(disk.unmount(), "nothing holds the disk");
    }
    assert!(disk.mount(), "the disk comes back");
    let store = open(&disk.vault(), 7, env, |_| {}).expect("the vault opens");
    let checkup = store.read(doctor::check).expect("a checkup");
    // No note refers to the test's attachments.
    let serious =
        checkup.findings.iter().filter(|finding| !finding.contains("belong to no record"));
    assert_eq!(serious.collect::<Vec<_>>(), Vec::<&String>::new());
    assert_eq!(doctor::rebuild(&store).expect("the tables are made anew"), None);
    drop(store);
    assert!(disk.unmount());
    assert!(CUTS / 4 < lost, "the cuts are real: what was not waited for was lost {lost} times");
    assert!(CUTS * 10 < all.notes.len(), "something was written: {}", all.notes.len());
}
