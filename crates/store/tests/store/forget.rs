//! What is forgotten is nowhere, on no device, and nothing brings it back.

use store::exchange::LogRow;

use super::exchange::{digest, hear, take_in, vector};
use super::*;

fn id_of(world: &World, number: usize) -> AnyId {
    world.store().natural_id(PLAY.name, 5_000, &format!("song {number}"))
}

fn tell(world: &World, numbers: std::ops::Range<usize>) {
    let batch = heard(numbers);
    let told = world.store().write(Write::new("plays"), move |cx| cx.assert_facts(&PLAY, &batch));
    told.expect("asserted");
}

fn forget(world: &World, numbers: &[usize]) -> usize {
    let ids: Vec<AnyId> = numbers.iter().map(|number| id_of(world, *number)).collect();
    let gone = world.store().write(Write::new("forget"), move |cx| cx.forget_facts(&PLAY, &ids));
    gone.expect("forgotten")
}

fn log(world: &World) -> Vec<LogRow> {
    world.store().read(|cx| cx.log_after(&Default::default(), usize::MAX)).expect("a log")
}

/// What a row with blanks carries before what is compressed: a mark and the hash of what it said.
const BEFORE: usize = 4 + 32;

fn plain(payload: &[u8]) -> Option<Vec<u8>> {
    let packed = if payload.starts_with(b"gone") { &payload[BEFORE..] } else { payload };
    zstd::decode_all(packed).ok()
}

/// Whether the log says this anywhere, unpacked or as it is.
fn is_said(world: &World, words: &str) -> bool {
    let holds = |bytes: &[u8]| bytes.windows(words.len()).any(|some| some == words.as_bytes());
    let payloads = log(world).into_iter().filter_map(|row| row.payload);
    payloads.into_iter().any(|said| holds(&said) || plain(&said).is_some_and(|said| holds(&said)))
}

fn titles(world: &World) -> Vec<String> {
    let read = world.store().read(|cx| {
        cx.sql().rows("SELECT title FROM test_play ORDER BY title", &[], |row| row.text(0))
    });
    read.expect("titles")
}

#[test]
fn what_is_forgotten_is_nowhere_and_the_rest_of_its_row_stays() {
    let world = World::new();
    tell(&world, 0..3);
    tell(&world, 3..4);
    let note = Some(Value::from("sung by Anna"));
    let id = id_of(&world, 1);
    let said =
        world.store().write(Write::new("say"), move |cx| cx.annotate(id, "title", note.as_ref()));
    said.expect("said");
    assert!(is_said(&world, "song 1") && is_said(&world, "sung by Anna"));
    assert_eq!(forget(&world, &[1, 3, 8]), 2, "there is no eighth");
    for words in ["song 1", "song 3", "sung by Anna"] {
        assert!(!is_said(&world, words), "{words}");
    }
    assert_eq!(titles(&world), ["song 0", "song 2"]);
    assert_eq!(forget(&world, &[1, 3]), 0, "once");
    let read = world.store().read(|cx| cx.fact(id)).expect_err("it is gone");
    assert_eq!(read.code(), Code::NotFound);
    for refused in [
        world.store().write(Write::new("back"), move |cx| cx.retract(id, false)),
        world.store().write(Write::new("say"), move |cx| cx.annotate(id, "title", None)),
    ] {
        assert_eq!(refused.expect_err("it is gone").code(), Code::NotFound);
    }
    world.healthy();
}

#[test]
fn no_import_and_no_undo_brings_it_back() {
    let world = World::new();
    tell(&world, 0..3);
    let id = id_of(&world, 2);
    world.store().write(Write::new("back"), move |cx| cx.retract(id, true)).expect("taken back");
    assert_eq!(forget(&world, &[1, 2]), 2, "also what was taken back");
    tell(&world, 0..3);
    assert_eq!(titles(&world), ["song 0"]);
    // The word that took the third back, then the import of all three.
    world.undo();
    world.undo();
    assert_eq!(titles(&world), Vec::<String>::new());
    world.redo();
    assert_eq!(titles(&world), ["song 0"]);
    assert!(!is_said(&world, "song 1") && !is_said(&world, "song 2"));
    world.healthy();
}

#[test]
fn it_goes_on_every_device_in_whatever_order_they_hear_of_it() {
    let [one, two, late, other] = [1, 2, 3, 4].map(World::device);
    tell(&one, 0..4);
    hear(&two, &one, usize::MAX);
    hear(&other, &one, usize::MAX);
    // Another device has told some of it itself, before it heard.
    tell(&late, 1..3);
    assert_eq!(forget(&two, &[1]), 1);
    // The word comes before what it is about.
    let own = two.store().read(|cx| Ok(cx.writer().1)).expect("a writer");
    let word: Vec<LogRow> = log(&two).into_iter().filter(|row| row.incarnation == own).collect();
    take_in(&late, word).expect("taken in");
    assert!(!is_said(&late, "song 1"), "what it told itself is gone, too");
    hear(&late, &one, usize::MAX);
    for world in [&one, &two, &other] {
        hear(world, &late, usize::MAX);
    }
    // A new device is told of a row with blanks before the word about it, and takes it.
    let new = World::device(5);
    hear(&new, &two, usize::MAX);
    for world in [&one, &two, &late, &other, &new] {
        assert_eq!(titles(world), ["song 0", "song 2", "song 3"]);
        assert!(!is_said(world, "song 1"));
        assert_eq!((digest(world), vector(world)), (digest(&one), vector(&one)));
        world.healthy();
    }
}

#[test]
fn a_row_that_leaves_out_more_or_says_otherwise_is_no_part_of_a_snapshot() {
    let [one, two] = [1, 2].map(World::device);
    tell(&one, 0..4);
    hear(&two, &one, usize::MAX);
    forget(&one, &[1]);
    let row = log(&one).into_iter().next().expect("what was told");
    let agrees = |row: &LogRow| two.store().read(|cx| cx.told_agrees(row)).expect("compared");
    assert!(!agrees(&row), "nothing was forgotten here");
    hear(&two, &one, usize::MAX);
    assert!(agrees(&row));
    let none = LogRow { payload: None, ..row.clone() };
    assert!(!agrees(&none), "more stands than is told");
    let payload = row.payload.clone().expect("three are told");
    let changed = plain(&payload).expect("unpacked");
    let at = changed.windows(6).position(|some| some == b"song 2").expect("the third");
    let mut changed = changed;
    changed[at + 5] = b'7';
    let packed = zstd::encode_all(changed.as_slice(), 1).expect("packed");
    let forged = LogRow { payload: Some([&payload[..BEFORE], &packed].concat()), ..row.clone() };
    assert!(!agrees(&forged), "the third was another");
    let broken = LogRow { payload: Some(payload[..payload.len() - 3].to_vec()), ..row.clone() };
    assert!(!agrees(&broken));
    // Where all of it is forgotten, what was told is no more, and what was never told is none of it.
    forget(&two, &[0, 2, 3]);
    assert!(agrees(&row) && agrees(&none));
    let third = id_of(&one, 2);
    let mut strange = plain(&payload).expect("unpacked");
    let at = strange.windows(16).position(|some| some == third.as_bytes()).expect("its id");
    strange[at + 15] ^= 1;
    let packed = zstd::encode_all(strange.as_slice(), 1).expect("packed");
    let forged = LogRow { payload: Some([&payload[..BEFORE], &packed].concat()), ..row };
    assert!(!agrees(&forged), "a fact that nobody told");
}
