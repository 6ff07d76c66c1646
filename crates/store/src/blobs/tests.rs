//! The folder of attachments, and its container, as the disk and a hostile hand can change them.

use std::fs;
use std::io::{Cursor, Seek, SeekFrom};

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::blob_file::CHUNK;
use crate::key::testing::FixedEnv;

const MAX: u64 = 64 * 1024 * 1024;

struct World {
    dir: TempDir,
    key: DataKey,
    blobs: Blobs,
}

impl World {
    fn new() -> World {
        let (dir, env) = (tempfile::tempdir().unwrap(), Arc::new(FixedEnv::new(1)));
        let key = DataKey::generate(&*env);
        let blobs = Blobs::open(dir.path(), &key, env).unwrap();
        World { dir, key, blobs }
    }

    fn put(&self, bytes: &[u8]) -> ContentHash {
        self.blobs.put(&mut &bytes[..], MAX).unwrap().hash
    }

    fn path(&self, hash: &ContentHash) -> std::path::PathBuf {
        let name = self.blobs.disk_name(hash);
        self.dir.path().join("blobs").join(&name[..2]).join(name)
    }

    /// Everything that lies in the vault's folder: names and bytes.
    fn disk(&self) -> Vec<(String, Vec<u8>)> {
        let mut found = Vec::new();
        let mut folders = vec![self.dir.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    found.push((path.display().to_string(), fs::read(&path).unwrap()));
                }
            }
        }
        found
    }
}

/// Bytes that do not repeat within a chunk.
fn noise(len: usize, seed: u8) -> Vec<u8> {
    let mut bytes = vec![0; len];
    blake3::Hasher::new().update(&[seed]).finalize_xof().fill(&mut bytes);
    bytes
}

fn code<T>(result: Result<T>) -> Option<Code> {
    result.err().map(|error| error.code())
}

#[test]
fn files_of_every_awkward_size_come_back() {
    let world = World::new();
    for len in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7] {
        let bytes = noise(len, 1);
        let put = world.blobs.put(&mut &bytes[..], MAX).unwrap();
        assert_eq!(
            put,
            NewBlob { hash: ContentHash::of(&bytes), size: len as u64, existed: false }
        );
        let mut reader = world.blobs.read(&put.hash).unwrap();
        assert_eq!(reader.len(), len as u64);
        assert!(reader.read_all(MAX).unwrap() == bytes, "{len} bytes");
        world.blobs.verify(&put.hash).unwrap();
    }
    assert_eq!(world.blobs.disk_names().unwrap().len(), 7);
}

#[test]
fn the_same_file_is_kept_once_and_a_damaged_one_is_healed() {
    let world = World::new();
    let bytes = noise(CHUNK + 5, 2);
    let hash = world.put(&bytes);
    let before = fs::read(world.path(&hash)).unwrap();
    let again = world.blobs.put(&mut &bytes[..], MAX).unwrap();
    assert!(again.existed && again.hash == hash);
    assert!(fs::read(world.path(&hash)).unwrap() == before, "it was not written again");
    assert_eq!(world.blobs.disk_names().unwrap().len(), 1);

    let mut broken = before.clone();
    *broken.last_mut().unwrap() ^= 1;
    fs::write(world.path(&hash), broken).unwrap();
    assert_eq!(code(world.blobs.verify(&hash)), Some(Code::Invalid));
    assert!(!world.blobs.put(&mut &bytes[..], MAX).unwrap().existed);
    world.blobs.verify(&hash).unwrap();
}

#[test]
fn what_is_too_large_or_breaks_off_leaves_nothing() {
    struct Breaks;
    impl Read for Breaks {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the camera was unplugged"))
        }
    }
    let world = World::new();
    let error = world.blobs.put(&mut &noise(101, 1)[..], 100).unwrap_err();
    assert_eq!((error.code(), error.field()), (Code::Invalid, Some("size")));
    assert!(world.blobs.put(&mut (&noise(70_000, 1)[..]).chain(Breaks), MAX).is_err());
    assert!(world.blobs.stage(&mut &noise(101, 1)[..], 100).is_err());
    assert_eq!(world.disk(), []);
    assert!(world.blobs.put(&mut &noise(100, 1)[..], 100).is_ok());
}

/// Each byte of the header and of the one chunk, flipped; and the file cut at each length.
#[test]
fn every_changed_byte_and_every_cut_is_noticed() {
    let world = World::new();
    for bytes in [&b"a short diary"[..], b""] {
        let hash = world.put(bytes);
        let path = world.path(&hash);
        let whole = fs::read(&path).unwrap();
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            fs::write(&path, changed).unwrap();
            let found = code(world.blobs.verify(&hash)).unwrap();
            assert!([Code::Invalid, Code::Unsupported].contains(&found), "byte {at}: {found:?}");
        }
        for len in 0..whole.len() {
            fs::write(&path, &whole[..len]).unwrap();
            assert_eq!(code(world.blobs.verify(&hash)), Some(Code::Invalid), "cut to {len}");
        }
        fs::write(&path, [&whole[..], b"x"].concat()).unwrap();
        assert_eq!(code(world.blobs.verify(&hash)), Some(Code::Invalid), "a byte more");
        fs::write(&path, &whole).unwrap();
        world.blobs.verify(&hash).unwrap();
    }
}

#[test]
fn moved_cut_and_foreign_chunks_are_named() {
    const HEADER: usize = 67;
    const STEP: usize = CHUNK + 16;
    let world = World::new();
    let hash = world.put(&noise(3 * CHUNK, 3));
    let other = world.put(&noise(3 * CHUNK, 4));
    let (path, whole) = (world.path(&hash), fs::read(world.path(&hash)).unwrap());
    assert_eq!(whole.len(), HEADER + 3 * STEP);
    let foreign = fs::read(world.path(&other)).unwrap();
    let chunk = |of: &[u8], number: usize| of[HEADER + number * STEP..][..STEP].to_vec();
    let message = |bytes: Vec<u8>| {
        fs::write(&path, bytes).unwrap();
        let error = world.blobs.verify(&hash).unwrap_err();
        assert_eq!(error.code(), Code::Invalid);
        assert!(error.to_string().contains(&hash.to_string()), "{error}");
        error.to_string()
    };
    let header = whole[..HEADER].to_vec();
    let of = |parts: [Vec<u8>; 3]| [header.clone(), parts.concat()].concat();
    let (a, b, c) = (chunk(&whole, 0), chunk(&whole, 1), chunk(&whole, 2));
    assert!(message(of([b.clone(), a.clone(), c.clone()])).contains("in chunk 1 of 3"));
    assert!(message(of([a.clone(), b.clone(), b.clone()])).contains("in chunk 3 of 3"));
    assert!(message(of([a.clone(), chunk(&foreign, 1), c.clone()])).contains("in chunk 2 of 3"));
    assert!(message(of([a.clone(), b.clone(), vec![]])).contains("cut off"));
    assert!(message(of([a.clone(), b.clone(), [c.clone(), c].concat()])).contains("after its end"));
    assert!(message(foreign).contains("another file in its place"));
    let mut newer = whole.clone();
    newer[7] = 2;
    fs::write(&path, newer).unwrap();
    assert_eq!(code(world.blobs.read(&hash)), Some(Code::Unsupported));

    // A jump over a damaged chunk reads what lies behind it.
    let mut damaged = whole;
    damaged[HEADER + 5] ^= 1;
    fs::write(&path, damaged).unwrap();
    let mut reader = world.blobs.read(&hash).unwrap();
    reader.seek(SeekFrom::Start(CHUNK as u64)).unwrap();
    reader.read_exact(&mut [0; 100]).unwrap();
    reader.rewind().unwrap();
    let error = reader.read(&mut [0; 1]).unwrap_err();
    assert!(from_io("it", error).message().contains("in chunk 1 of 3"));
}

#[test]
fn another_key_opens_nothing() {
    let world = World::new();
    let hash = world.put(b"mine");
    let env = Arc::new(FixedEnv::new(9));
    let foreign = Blobs::open(world.dir.path(), &DataKey::generate(&*env), env).unwrap();
    assert!(!foreign.has(&hash), "even the name is another");
    fs::create_dir_all(foreign.blobs.place(&foreign.disk_name(&hash)).unwrap().parent().unwrap())
        .unwrap();
    fs::copy(world.path(&hash), foreign.blobs.path_of(&foreign.disk_name(&hash))).unwrap();
    assert_eq!(code(foreign.read(&hash)), Some(Code::Invalid));
}

#[test]
fn nothing_on_the_disk_tells_what_is_in_it() {
    let world = World::new();
    let marker = b"EVERKEPT-MARKER-of-a-quiet-sunday";
    let secret = [noise(CHUNK - 10, 5), marker.repeat(20)].concat();
    let hash = world.put(&secret);
    world.put(marker);
    let staged = world.blobs.stage(&mut &marker.repeat(3)[..], MAX).unwrap();
    let files = world.disk();
    assert_eq!(files.len(), 3);
    for (name, bytes) in files {
        assert!(
            !bytes.windows(16).any(|window| window == &marker[..16]),
            "{name} shows what is in it"
        );
        assert!(
            !bytes
                .windows(32)
                .any(|window| window == hash.as_bytes() || window == world.key.expose())
        );
        assert!(!name.contains(&hash.to_string()), "{name} is the content's hash");
    }
    assert_eq!(
        world.blobs.open_staged(&staged.name).unwrap().read_all(MAX).unwrap(),
        marker.repeat(3)
    );
}

#[test]
fn uploads_wait_until_the_next_start_and_parts_never_stay() {
    let world = World::new();
    let hash = world.put(b"kept");
    let staged = world.blobs.stage(&mut &b"waits"[..], MAX).unwrap();
    assert_eq!(staged.size, 5);
    for name in ["../key.json", "", "zz", &"0".repeat(64), &staged.name.to_uppercase()] {
        assert_eq!(code(world.blobs.open_staged(name)), Some(Code::Invalid), "{name:?}");
        assert_eq!(code(world.blobs.remove_staged(name)), Some(Code::Invalid), "{name:?}");
    }
    assert_eq!(code(world.blobs.open_staged(&"0".repeat(32))), Some(Code::NotFound));
    world.blobs.remove_staged(&staged.name).unwrap();
    world.blobs.remove_staged(&staged.name).unwrap();
    assert_eq!(code(world.blobs.open_staged(&staged.name)), Some(Code::NotFound));

    let second = world.blobs.stage(&mut &b"waits in vain"[..], MAX).unwrap();
    fs::write(world.dir.path().join("blobs/0123.part"), "half of a photo").unwrap();
    let again = Blobs::open(world.dir.path(), &world.key, Arc::new(FixedEnv::new(2))).unwrap();
    assert_eq!(code(again.open_staged(&second.name)), Some(Code::NotFound));
    assert_eq!(world.disk().len(), 1, "only the attachment is left");
    again.verify(&hash).unwrap();
}

#[test]
fn attachments_are_removed_by_name_and_when_nothing_holds_them() {
    let world = World::new();
    let [a, b, c] = [b"a", b"b", b"c"].map(|bytes| world.put(bytes));
    world.blobs.remove(&a).unwrap();
    world.blobs.remove(&a).unwrap();
    assert!(!world.blobs.has(&a) && world.blobs.has(&b));
    assert_eq!(code(world.blobs.read(&a)), Some(Code::NotFound));
    let names = BTreeSet::from([world.blobs.disk_name(&b), world.blobs.disk_name(&c)]);
    assert_eq!(world.blobs.disk_names().unwrap(), names);

    // What is not ours is neither listed nor removed.
    fs::write(world.dir.path().join("blobs/notes.txt"), "a person's own").unwrap();
    fs::write(world.path(&b).with_file_name("Thumbs.db"), "a system's own").unwrap();
    assert_eq!(world.blobs.disk_names().unwrap(), names);

    let held = BTreeSet::from([world.blobs.disk_name(&b)]);
    assert_eq!(
        world.blobs.remove_unheld(&held, Duration::from_secs(3600)).unwrap(),
        0,
        "c is young"
    );
    assert_eq!(world.blobs.remove_unheld(&held, Duration::ZERO).unwrap(), 1);
    assert!(world.blobs.has(&b) && !world.blobs.has(&c));
}

#[test]
fn a_hash_is_written_in_one_way() {
    let hash = ContentHash::of(b"x");
    assert_eq!(hash.to_string().parse::<ContentHash>().unwrap(), hash);
    let json = serde_json::to_string(&hash).unwrap();
    assert_eq!(json, format!("\"{hash}\""));
    assert_eq!(serde_json::from_str::<ContentHash>(&json).unwrap(), hash);
    for bad in
        ["", "ab", &hash.to_string().to_uppercase(), &format!("{hash}00"), "../../../../etc/passwd"]
    {
        assert_eq!(code(bad.parse::<ContentHash>()), Some(Code::Invalid), "{bad:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Reading at any places gives what a reader of the plain bytes gives there.
    #[test]
    fn reads_anywhere_equal_the_plain_bytes(
        len in prop_oneof![0..300usize, CHUNK - 3..CHUNK + 3, 0..3 * CHUNK],
        jumps in prop::collection::vec((any::<u32>(), 0..5000usize, 0..3u8), 1..20),
    ) {
        let world = World::new();
        let bytes = noise(len, 7);
        let hash = world.put(&bytes);
        let mut reader = world.blobs.read(&hash).unwrap();
        let mut plain = Cursor::new(&bytes);
        for (place, count, from) in jumps {
            let place = i64::from(place) % (len as i64 + 10);
            let to = match from {
                0 => SeekFrom::Start(place.unsigned_abs()),
                1 => SeekFrom::End(-place),
                _ => SeekFrom::Current(place - len as i64 / 2),
            };
            prop_assert_eq!(reader.seek(to).ok(), plain.seek(to).ok());
            let (mut ours, mut theirs) = (Vec::new(), Vec::new());
            (&mut reader).take(count as u64).read_to_end(&mut ours).unwrap();
            (&mut plain).take(count as u64).read_to_end(&mut theirs).unwrap();
            prop_assert!(ours == theirs);
        }
    }
}
