//! A device that takes what another has comes to the same as one that was told every step.

use std::collections::BTreeSet;

use proptest::prelude::*;
use store::exchange::{LogRow, LogVector};
use store::snapshot::{ChainEnd, Image};

use super::exchange::{Deed, act, deed, devices, digest, hear, take_in, vector};
use super::*;

/// All that a snapshot holds.
struct Taken {
    images: Vec<Image>,
    told: Vec<LogRow>,
    ends: Vec<ChainEnd>,
}

fn snapshot(of: &World) -> Taken {
    let made = of.store().read(|cx| {
        let mut images = Vec::new();
        cx.each_image(|image| {
            images.push(image);
            Ok(())
        })?;
        let mut told = cx.told()?;
        // As a snapshot is made of blocks: first what holds facts, then what is said of them.
        told.sort_by_key(|told| !told.facts);
        let told = told.iter().map(|told| cx.told_row(told.n)).collect::<Result<_>>()?;
        Ok(Taken { images, told, ends: cx.chain_ends()? })
    });
    made.expect("a snapshot can be made")
}

fn take(to: &World, Taken { images, told, ends }: Taken) -> Result<()> {
    let write = || Write::new("snapshot").step(Step::None);
    to.store().write(write(), move |cx| cx.take_images(&images).map(drop))?;
    to.store().write(write(), move |cx| {
        cx.cover(&ends)?;
        cx.take_told(&told).map(drop)
    })
}

/// Hears only what the other wrote itself.
fn hear_own(to: &World, from: &World) {
    let known = vector(to);
    let rows = from.store().read(|cx| {
        let own = cx.writer().1;
        let rows = cx.log_after(&known, usize::MAX)?;
        Ok(rows.into_iter().filter(|row| row.incarnation == own).collect::<Vec<_>>())
    });
    take_in(to, rows.expect("rows")).expect("its own log is whole");
}

fn heads(ends: &[ChainEnd]) -> LogVector {
    ends.iter().map(|end| (end.incarnation, end.head.clone())).collect()
}

/// Whether all of a snapshot is here, too.
fn agrees(here: &World, Taken { images, told, ends }: &Taken) -> bool {
    let at = heads(ends);
    let ids: BTreeSet<[u8; 16]> = images.iter().map(|image| image.id).collect();
    let compared = here.store().read(|cx| {
        let mut all = cx.ends_agree(ends)? == Some(true);
        for image in images {
            all &= cx.image_agrees(image, &at)?;
        }
        for row in told {
            all &= cx.told_agrees(row)?;
        }
        Ok(all && cx.images_lacking(&ids, &at)?.is_empty())
    });
    compared.expect("it can be compared")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_was_taken_stands_for_what_it_covers(
        before in proptest::collection::vec((0usize..3, deed()), 1..50),
        after in proptest::collection::vec((0usize..4, deed()), 0..30),
    ) {
        let mut worlds = devices();
        for (at, deed) in before {
            act(&worlds, at, deed);
        }
        // One has written something of its own, the other is new.
        worlds.push(World::device(4));
        for at in [2, 3] {
            take(&worlds[at], snapshot(&worlds[0])).expect("a snapshot is taken");
        }
        prop_assert_eq!(digest(&worlds[3]), digest(&worlds[0]));
        worlds[3].healthy();
        let made = snapshot(&worlds[0]);
        for (at, deed) in after {
            if !matches!(deed, Deed::Hear(..)) {
                act(&worlds, at, deed);
            }
        }
        for (to, from) in [(0, 1), (1, 0)] {
            hear(&worlds[to], &worlds[from], usize::MAX);
        }
        prop_assert!(agrees(&worlds[1], &made), "who knows more agrees with what was");
        for to in [0, 1] {
            for from in [2, 3] {
                hear_own(&worlds[to], &worlds[from]);
            }
        }
        for to in [2, 3] {
            hear(&worlds[to], &worlds[0], usize::MAX);
        }
        let digests: Vec<String> = worlds.iter().map(digest).collect();
        prop_assert!(digests.iter().all(|one| *one == digests[0]), "{digests:?}");
        for world in &worlds {
            prop_assert_eq!(vector(world), vector(&worlds[0]));
            world.healthy();
        }
    }
}

fn known() -> (World, World, AnyId) {
    let (here, there) = (World::device(1), World::device(2));
    let id = there.note("A walk", "by the sea");
    there.note("Another", "in the hills");
    there.edit(id, "body", "by the sea, alone").expect("edited");
    let plays = heard(0..5);
    let write = Write::new("plays");
    there.store().write(write, move |cx| cx.assert_facts(&PLAY, &plays)).expect("asserted");
    hear(&here, &there, usize::MAX);
    (here, there, id)
}

#[test]
fn a_snapshot_that_says_something_else_is_no_agreement() {
    let (here, there, id) = known();
    assert!(agrees(&here, &snapshot(&there)));
    let wrong = |change: fn(&mut Taken)| {
        let mut made = snapshot(&there);
        change(&mut made);
        agrees(&here, &made)
    };
    assert!(!wrong(|made| drop(made.images.pop())), "a document is left out");
    assert!(!wrong(|made| made.images[0].save = made.images[1].save.clone()), "another's save");
    assert!(!wrong(|made| made.images[0].fields = made.images[1].fields.clone()), "another's row");
    assert!(!wrong(|made| made.images[0].heads[0] ^= 1), "other heads");
    assert!(!wrong(|made| made.images[0].id[0] ^= 1), "a document that nobody wrote");
    assert!(!wrong(|made| made.told[0].hlc_ms += 1), "a row that was changed");
    assert!(!wrong(|made| made.ends[0].head.hash[0] ^= 1), "another end");
    assert!(!wrong(|made| made.ends[0].head.seq += 1), "an end that is not here");

    // What is younger than the snapshot is no difference; what was thrown away since is none either.
    let made = snapshot(&there);
    there.edit(id, "title", "A long walk").expect("edited");
    there.note("A third", "");
    hear(&here, &there, usize::MAX);
    assert!(agrees(&here, &made));
    there.store().write(Write::new("trash"), move |cx| cx.trash(id)).expect("thrown away");
    there.store().write(Write::new("purge"), |cx| cx.purge(true)).expect("gone");
    hear(&here, &there, usize::MAX);
    assert!(agrees(&here, &made));
}

#[test]
fn what_does_not_fit_is_not_taken() {
    let (_, there, _) = known();
    let code = |change: fn(&mut Taken)| {
        let (mut made, new) = (snapshot(&there), World::device(3));
        change(&mut made);
        let outcome = take(&new, made).map_err(|error| error.code());
        (outcome, new)
    };
    assert_eq!(code(|made| made.told[0].hlc_ms += 1).0, Err(Code::Invalid));
    assert_eq!(code(|made| made.told[0].payload = Some(vec![1])).0, Err(Code::Invalid));
    assert_eq!(code(|made| made.ends.clear()).0, Err(Code::Invalid), "a row beyond the ends");
    let (outcome, new) = code(|_| {});
    assert_eq!(outcome, Ok(()));
    let mut other = snapshot(&there);
    other.ends[0].head.hash[0] ^= 1;
    assert_eq!(take(&new, other).map_err(|error| error.code()), Err(Code::Conflict));
    new.healthy();
    let notes = new.store().read(doctor::check).expect("a checkup").notes;
    assert_eq!(notes.len(), 1, "the doctor says what a snapshot stands for: {notes:?}");
    assert!(
        notes[0].starts_with("of the first 4 rows") && notes[0].contains("1 are here"),
        "{notes:?}"
    );
}

#[test]
fn what_waits_for_a_choice_waits_on_a_device_that_took_a_snapshot_too() {
    let (one, two) = (World::device(1), World::device(2));
    let id = one.note("A walk", "by the sea");
    hear(&two, &one, usize::MAX);
    one.edit(id, "title", "A walk home").expect("edited");
    two.edit(id, "title", "A swim").expect("edited");
    hear(&one, &two, usize::MAX);
    let new = World::device(3);
    take(&new, snapshot(&one)).expect("a snapshot is taken");
    let waits = |world: &World| {
        let listed = world.store().read(|cx| store::conflict::list(cx, None, 10));
        listed.expect("a list").into_iter().map(|record| record.fields.len()).collect::<Vec<_>>()
    };
    assert_eq!((waits(&one), waits(&new)), (vec![1], vec![1]));
    assert_eq!(store::doctor::rebuild(new.store()).expect("made anew"), None, "as it was");
}
