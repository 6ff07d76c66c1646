//! A disk that is full, and a disk that lies.

use std::fs;
use std::io::{Seek, SeekFrom, Write as _};
use std::path::PathBuf;
use std::process::Command;

use super::*;

/// A small disk of its own, where this machine lets one be made; gone when it is dropped.
struct SmallDisk(TempDir);

impl SmallDisk {
    const MB: u32 = 44;

    fn new() -> Option<SmallDisk> {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={}m", Self::MB), "everkept-test"])
            .arg(dir.path())
            .output();
        mounted.is_ok_and(|done| done.status.success()).then(|| SmallDisk(dir))
    }

    fn grow(&self) {
        let grown = Command::new("mount")
            .args(["-o", "remount,size=120m"])
            .arg(self.0.path())
            .status()
            .expect("mount runs");
        assert!(grown.success());
    }

    fn vault(&self) -> PathBuf {
        self.0.path().join("vault")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: what a failed test still holds open goes with its process.
        drop(Command::new("umount").arg("-l").arg(self.0.path()).status());
    }
}

fn write_note(store: &Store, title: String, bytes: usize) -> Result<AnyId> {
    // Noise, which neither the file nor the disk can make smaller.
    let mut noise = vec![0; bytes / 2];
    blake3::Hasher::new().update(title.as_bytes()).finalize_xof().fill(&mut noise);
    let noise: String = noise.iter().map(|byte| format!("{byte:02x}")).collect();
    // Not as prose, whose every letter is a change of its own.
    let fields = Fields::from([("body".into(), title.into()), ("noise".into(), noise.into())]);
    crate::create_note(store, fields)
}

fn count(store: &Store) -> i64 {
    let sql = "SELECT count(*) FROM test_note";
    store.read(|cx| cx.sql().rows(sql, &[], |row| row.int(0))).expect("a table")[0]
}

#[test]
fn r5_a_full_disk_loses_nothing_and_the_room_that_was_kept_lets_work_go_on() {
    let Some(disk) = SmallDisk::new() else {
        eprintln!("skipped: this user may not make a small disk (mount -t tmpfs)");
        return;
    };
    let env = Arc::new(FixedEnv::at("2026-03-01T21:04:05Z", "Europe/London", 7));
    let store = open(&disk.vault(), 7, Arc::clone(&env), |_| {}).expect("a new vault opens");
    assert!(store.reserve().keep(&*env).expect("room is kept"));
    assert!(!store.reserve().was_given_up());

    let mut acknowledged = Vec::new();
    let refused = loop {
        match write_note(&store, format!("note {}", acknowledged.len()), 200_000) {
            Ok(id) => acknowledged.push(id),
            Err(error) => break error,
        }
        assert!(acknowledged.len() < 1_000, "the disk never fills");
    };
    assert_eq!(refused.code(), Code::Conflict);
    assert!(refused.message().starts_with("the disk is full"), "{refused}");
    assert!(store.reserve().was_given_up(), "and the room is there for what comes now");

    // What could not be written a moment ago can, and the person can delete.
    acknowledged.push(write_note(&store, "typed meanwhile".into(), 2_000).expect("there is room"));
    let gone = acknowledged[0];
    let deleted = store.write(Write::new("delete"), move |cx| cx.trash(gone));
    deleted.expect("a person can make room");
    assert!(!store.reserve().keep(&*env).expect("it is looked"), "there is no room for room yet");
    write_note(&store, "still".into(), 2_000).expect("what was tried took nothing away");
    let kept = count(&store);

    // Closed and opened again on the full disk, then on a larger one.
    drop(store);
    let store = open(&disk.vault(), 7, Arc::clone(&env), |_| {}).expect("it opens again");
    assert_eq!(count(&store), kept);
    assert_eq!(store.read(doctor::check).expect("a checkup").findings, Vec::<String>::new());
    for id in &acknowledged {
        store.read(|cx| cx.record(*id).map(drop)).expect("what was acknowledged is there");
    }
    disk.grow();
    assert!(store.reserve().keep(&*env).expect("room is kept again"));
    write_note(&store, "after".into(), 200_000).expect("work goes on");
}

/// Flips of the disk that are tried; each on the same file.
const FLIPS: usize = 400;

#[test]
fn r6_no_flipped_bit_is_ever_a_wrong_answer() {
    let mut world = World::new();
    let mut said: Vec<String> = (0..40).map(|n| format!("what was said on day {n}")).collect();
    for body in &said {
        world.note("a day", body);
    }
    said.sort();
    // Closed: everything is in the one file.
    world.store = None;
    let path = world.dir.path().join("everkept.db");
    let whole = fs::read(&path).expect("the file");
    let mut places = vec![0; 8 * FLIPS];
    FixedEnv::at("2026-03-01T21:04:05Z", "UTC", 400).fill(&mut places);
    let (mut told, mut harmless) = (0, 0);
    for place in places.chunks_exact(8) {
        let place = u64::from_le_bytes(place.try_into().expect("eight bytes"));
        let (at, bit) = ((place >> 3) % whole.len() as u64, place & 7);
        flip(&path, &whole, at, bit);
        let answer = world.reopen().and_then(|()| {
            let sql = "SELECT body FROM test_note";
            let mut read = world.store().read(|cx| cx.sql().rows(sql, &[], |row| row.text(0)))?;
            read.sort();
            Ok((read, world.store().read(doctor::check)?.findings))
        });
        match answer {
            Err(_) => told += 1,
            Ok((_, findings)) if !findings.is_empty() => told += 1,
            Ok((read, _)) => {
                assert_eq!(read, said, "a silent wrong answer: bit {bit} of byte {at}");
                harmless += 1;
            }
        }
        world.store = None;
        for name in ["everkept.db", "everkept.db-wal", "everkept.db-shm"] {
            drop(fs::remove_file(world.dir.path().join(name)));
        }
        fs::write(&path, &whole).expect("the whole file again");
    }
    assert_eq!(told + harmless, FLIPS);
    assert!(FLIPS * 9 / 10 < told, "nearly every page is read by the doctor: {told} were told");
    world.reopen().expect("the whole file opens");
    world.healthy();
}

fn flip(path: &Path, whole: &[u8], at: u64, bit: u64) {
    let byte = whole[usize::try_from(at).expect("a place in the file")] ^ (1 << bit);
    let mut file = fs::File::options().write(true).open(path).expect("the file");
    file.seek(SeekFrom::Start(at)).expect("the place");
    file.write_all(&[byte]).expect("a byte");
}
