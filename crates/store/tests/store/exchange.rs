//! Several devices of one life: whatever each does, and in whatever order they hear of each other, they
//! come to the same.

use proptest::prelude::*;
use store::exchange::{LogRow, LogVector};

use super::*;

/// What one device does.
#[derive(Debug, Clone)]
pub(super) enum Deed {
    /// Imports a note that others may import as well.
    Import(u8),
    Edit(u8, String),
    Plays(u8, u8),
    Retract(u8, bool),
    Say(u8, Option<String>),
    Forget(u8),
    Undo,
    /// The clock is set, by minutes.
    Clock(i8),
    /// Hears of so many rows of another.
    Hear(usize, usize),
}

pub(super) fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        2 => (0u8..4).prop_map(Deed::Import),
        3 => (0u8..4, "[a-c]{1,3}").prop_map(|(note, text)| Deed::Edit(note, text)),
        2 => (0u8..6, 1u8..4).prop_map(|(from, len)| Deed::Plays(from, len)),
        2 => (0u8..8, any::<bool>()).prop_map(|(play, back)| Deed::Retract(play, back)),
        2 => (0u8..8, proptest::option::of("[a-c]{1,2}")).prop_map(|(play, text)| Deed::Say(play, text)),
        1 => (0u8..8).prop_map(Deed::Forget),
        2 => Just(Deed::Undo),
        1 => any::<i8>().prop_map(Deed::Clock),
        4 => (0usize..3, 1usize..20).prop_map(|(from, rows)| Deed::Hear(from, rows)),
    ]
}

pub(super) fn devices() -> Vec<World> {
    (1..=3).map(World::device).collect()
}

fn note_id(world: &World, number: u8) -> AnyId {
    world.store().natural_id(NOTE.name, 1000, &format!("note {number}"))
}

fn play_id(world: &World, number: u8) -> AnyId {
    world.store().natural_id(PLAY.name, 5_000, &format!("song {number}"))
}

pub(super) fn hear(to: &World, from: &World, rows_max: usize) -> usize {
    let known = to.store().read(|cx| cx.log_vector()).expect("a vector");
    let rows = from.store().read(|cx| cx.log_after(&known, rows_max)).expect("rows");
    take_in(to, rows).expect("rows in their order are taken in")
}

pub(super) fn take_in(to: &World, rows: Vec<LogRow>) -> Result<usize> {
    let write = Write::new("take in").step(Step::None);
    to.store().write(write, move |cx| cx.take_in(&rows).map(|taken| taken.rows))
}

pub(super) fn vector(world: &World) -> LogVector {
    world.store().read(|cx| cx.log_vector()).expect("a vector")
}

pub(super) fn digest(world: &World) -> String {
    world.store().read(doctor::digest).expect("a digest")
}

pub(super) fn act(worlds: &[World], at: usize, deed: Deed) {
    let world = &worlds[at];
    match deed {
        Deed::Import(note) => {
            let id = note_id(world, note);
            let fields = Fields::from([("title".into(), Value::from(format!("note {note}")))]);
            let write = Write::new("import");
            world
                .store()
                .write(write, move |cx| match cx.read().exists(id)? {
                    true => Ok(()),
                    false => cx.import(&NOTE, id, fields),
                })
                .expect("imported");
        }
        Deed::Edit(note, text) => {
            let id = note_id(world, note);
            let here = world.store().read(|cx| cx.exists(id)).expect("a look");
            if here {
                world.edit(id, "body", &text).expect("edited");
                world.edit(id, "title", &text).expect("edited");
            }
        }
        Deed::Plays(from, len) => {
            let batch = heard(usize::from(from)..usize::from(from + len));
            world
                .store()
                .write(Write::new("plays"), move |cx| cx.assert_facts(&PLAY, &batch))
                .expect("asserted");
        }
        Deed::Retract(play, back) => {
            let id = play_id(world, play);
            said(world.store().write(Write::new("retract"), move |cx| cx.retract(id, back)));
        }
        Deed::Say(play, text) => {
            let id = play_id(world, play);
            let text = text.map(Value::from);
            let write = Write::new("say");
            said(world.store().write(write, move |cx| cx.annotate(id, "title", text.as_ref())));
        }
        Deed::Forget(play) => {
            let id = play_id(world, play);
            let write = Write::new("forget");
            world.store().write(write, move |cx| cx.forget_facts(&PLAY, &[id])).expect("forgotten");
        }
        Deed::Undo => drop(world.undo()),
        Deed::Clock(minutes) => world.env.pass_ms(i64::from(minutes) * 60_000),
        Deed::Hear(from, rows) => drop(hear(world, &worlds[from], rows)),
    }
}

/// Only what is not there may be refused.
fn said(outcome: Result<()>) {
    if let Err(error) = outcome {
        assert_eq!(error.code(), Code::NotFound, "{error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn three_devices_come_to_the_same(deeds in proptest::collection::vec((0usize..3, deed()), 1..60)) {
        let worlds = devices();
        for (at, deed) in deeds {
            act(&worlds, at, deed);
        }
        // One hears of the second and then the third, the others the other way round.
        for (to, from) in [(0, 1), (0, 2), (2, 1), (2, 0), (1, 2), (1, 0), (0, 1)] {
            hear(&worlds[to], &worlds[from], usize::MAX);
        }
        let digests: Vec<String> = worlds.iter().map(digest).collect();
        prop_assert_eq!(&digests[0], &digests[1]);
        prop_assert_eq!(&digests[0], &digests[2]);
        prop_assert_eq!(vector(&worlds[0]), vector(&worlds[2]));
        for world in &worlds {
            world.healthy();
        }
    }
}

#[test]
fn what_was_changed_on_the_way_is_refused_and_changes_nothing() {
    let worlds = devices();
    let [here, there, ..] = worlds.as_slice() else { panic!("there are three") };
    there.note("A walk", "by the sea");
    there.note("Another", "in the hills");
    let rows = there.store().read(|cx| cx.log_after(&LogVector::new(), 10)).expect("rows");
    let before = digest(here);

    let mut other = rows.clone();
    other[0].payload = Some(b"something else".to_vec());
    assert_eq!(take_in(here, other).map_err(|error| error.code()), Err(Code::Invalid));
    let mut other = rows.clone();
    other[1].hlc_ms += 1;
    assert_eq!(take_in(here, other).map_err(|error| error.code()), Err(Code::Invalid));
    let gap = rows[1..].to_vec();
    assert_eq!(take_in(here, gap).map_err(|error| error.code()), Err(Code::Invalid));
    assert_eq!(digest(here), before, "a part of what is refused does not stay");

    assert_eq!(take_in(here, rows.clone()).ok(), Some(rows.len()));
    assert_eq!(take_in(here, rows.clone()).ok(), Some(0), "what is known comes for nothing");
    let mut fork = rows;
    fork[1].hash[0] ^= 1;
    assert_eq!(take_in(here, fork).map_err(|error| error.code()), Err(Code::Conflict));
    assert_eq!(digest(here), digest(there));
}

#[test]
fn a_device_does_not_follow_a_clock_that_is_a_week_ahead() {
    let worlds = devices();
    let [here, there, ..] = worlds.as_slice() else { panic!("there are three") };
    there.env.pass_ms(7 * 86_400_000);
    there.note("From the future", "");
    hear(here, there, 10);
    here.note("Of today", "");
    let known = vector(there);
    let rows = here.store().read(|cx| cx.log_after(&known, 10)).expect("rows");
    let now = here.store().read(|cx| Ok(cx.now().as_millisecond())).expect("the time");
    assert!(rows.iter().all(|row| row.hlc_ms <= now), "its own clock goes on");
}
