//! Notes that are written while the vault is locked.

use store::inbox::{self, KeyBeside, Note, TEXT_BYTES_MAX};

use super::*;

fn note(text: &str, at_ms: i64) -> Note {
    Note { at_ms, zone: "Europe/London".into(), text: text.into() }
}

fn prepared(seed: u64) -> World {
    let world = World::device(seed);
    let made = inbox::prepare(world.store(), world.dir.path(), &*world.env);
    assert_eq!(made.expect("the keys are made"), KeyBeside::Own);
    world
}

fn texts(world: &World) -> Vec<String> {
    let waiting = inbox::waiting(world.store(), world.dir.path(), &*world.env);
    waiting.expect("they can be read").into_iter().map(|waiting| waiting.note.text).collect()
}

#[test]
fn a_note_is_sealed_while_the_vault_is_closed_and_waits_for_it() {
    let mut world = prepared(1);
    world.store = None;
    let dir = world.dir.path().to_owned();
    for (text, at_ms) in [("the second MARKERQ", 2), ("the first", 1)] {
        inbox::put(&dir, &*world.env, &note(text, at_ms)).expect("it is sealed");
    }
    assert_eq!(inbox::count(&dir), 2);
    for entry in std::fs::read_dir(dir.join(inbox::FOLDER)).expect("the folder").flatten() {
        let bytes = std::fs::read(entry.path()).expect("a note");
        assert!(!bytes.windows(7).any(|window| window == b"MARKERQ"), "nobody else reads it");
    }
    world.reopen().expect("the vault opens");
    assert_eq!(texts(&world), ["the first", "the second MARKERQ"]);
    let first = inbox::waiting(world.store(), &dir, &*world.env).expect("they wait").remove(0);
    inbox::remove(&dir, &first.name).expect("it goes");
    assert_eq!(texts(&world), ["the second MARKERQ"]);
}

#[test]
fn a_damaged_note_is_kept_aside_and_the_others_are_read() {
    let world = prepared(2);
    let dir = world.dir.path();
    inbox::put(dir, &*world.env, &note("damaged", 1)).expect("it is sealed");
    let path = std::fs::read_dir(dir.join(inbox::FOLDER)).expect("a folder").flatten().next();
    let path = path.expect("a note").path();
    let mut bytes = std::fs::read(&path).expect("a note");
    *bytes.last_mut().expect("it has bytes") ^= 1;
    std::fs::write(&path, &bytes).expect("it can be damaged");
    inbox::put(dir, &*world.env, &note("whole", 2)).expect("it is sealed");
    assert_eq!(texts(&world), ["whole"]);
    assert_eq!(std::fs::read(path.with_extension("unreadable")).expect("it is kept"), bytes);
}

#[test]
fn another_key_beside_the_vault_is_told_and_replaced() {
    let world = prepared(3);
    let (dir, other) = (world.dir.path(), prepared(4));
    std::fs::copy(other.dir.path().join(inbox::KEY_FILE), dir.join(inbox::KEY_FILE))
        .expect("a key");
    let told = || inbox::prepare(world.store(), dir, &*world.env).expect("it can be looked at");
    assert_eq!(told(), KeyBeside::Foreign);
    assert_eq!(told(), KeyBeside::Own);
}

#[test]
fn what_is_no_note_is_refused() {
    let world = World::device(5);
    let put = |text: &str| {
        let put = inbox::put(world.dir.path(), &*world.env, &note(text, 1));
        put.map_err(|error| error.code())
    };
    assert_eq!(put("words"), Err(Code::NotFound), "the vault was never opened with an inbox");
    inbox::prepare(world.store(), world.dir.path(), &*world.env).expect("the keys are made");
    assert_eq!(put(" \n"), Err(Code::Invalid));
    assert_eq!(put(&"x".repeat(TEXT_BYTES_MAX + 1)), Err(Code::Invalid));
    assert_eq!(put("words"), Ok(()));
    std::fs::write(world.dir.path().join(inbox::KEY_FILE), [0; 32]).expect("a key of small order");
    assert_eq!(put("words"), Err(Code::Invalid));
}
