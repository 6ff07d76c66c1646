//! The same things in another order say the same.

use proptest::prelude::*;

use super::random::{Thing, cases, put_thing, thing};
use super::*;

/// Each thing once: of two that are said of one thing the later would hold, which is not at issue.
/// What is said of a row needs the row, so that comes last.
fn once(things: &[Thing]) -> Vec<Thing> {
    let mut seen = BTreeSet::new();
    let once = things.iter().filter(|thing| seen.insert(thing.key()));
    let (notes, others): (Vec<Thing>, Vec<Thing>) = once.cloned().partition(Thing::is_note);
    others.into_iter().chain(notes).collect()
}

fn things() -> impl Strategy<Value = (Vec<Thing>, Vec<Thing>)> {
    let things = prop::collection::vec(thing(), 1..24).prop_map(|things| once(&things));
    things.prop_flat_map(|things| (Just(things.clone()), Just(things).prop_shuffle()))
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn whatever_comes_first_the_tables_say_the_same(
        (straight, shuffled) in things(),
        more in prop::collection::vec(thing(), 0..4),
    ) {
        let (one, other) = (World::new(), World::new());
        for thing in straight {
            put_thing(&one, thing);
        }
        for thing in once(&shuffled) {
            put_thing(&other, thing);
        }
        prop_assert_eq!(one.said(), other.said());
        for thing in more {
            put_thing(&one, thing.clone());
            put_thing(&other, thing);
        }
        prop_assert_eq!(one.said(), other.said());
        one.check();
    }
}
