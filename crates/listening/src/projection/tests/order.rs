//! The order in which plays come says nothing.

use proptest::prelude::*;

use super::random::{cases, history};
use super::*;

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn the_same_plays_in_any_order_and_batches_give_the_same_tables(
        (plays, mixed) in history().prop_flat_map(|plays| {
            (Just(plays.clone()), Just(plays).prop_shuffle())
        }),
        batch in 1..7_usize,
    ) {
        let (one, other) = (World::new(), World::new());
        one.import(plays);
        for some in mixed.chunks(batch) {
            other.import(some.to_vec());
        }
        prop_assert_eq!(one.said(), other.said());
        prop_assert_eq!(one.tables(), other.tables());
        prop_assert_eq!(one.digest(), other.digest());
        one.check();
    }

    #[test]
    fn what_is_undone_leaves_nothing_and_comes_back_as_it_was(
        plays in history(), batch in 1..7_usize,
    ) {
        let world = World::new();
        let mut were = vec![];
        world.import(vec![]);
        for some in plays.chunks(batch) {
            were.push((world.said(), world.digest()));
            world.import(some.to_vec());
        }
        let all = (world.said(), world.digest());
        for was in were.iter().rev() {
            world.undo();
            prop_assert_eq!(&(world.said(), world.digest()), was);
        }
        while world.redo().is_some() {}
        prop_assert_eq!((world.said(), world.digest()), all);
    }
}
