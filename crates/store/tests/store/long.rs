//! Facts with long bodies: the tracks of activities.

use super::*;

#[test]
fn long_facts_come_back_whole_and_one_that_is_too_long_costs_nothing() {
    let world = World::new();
    let long = |number: usize, bytes| Heard { title: format!("{number} {}", "x".repeat(bytes)) };
    // Together far more than one row of the log may hold.
    let tracks: Vec<Heard> = (0..250).map(|number| long(number, 400_000)).collect();
    let write = Write::new("tracks");
    let new = world.store().write(write, move |cx| cx.assert_facts(&PLAY, &tracks)).expect("facts");
    assert_eq!(new.len(), 250);
    let longest = vec![long(250, 17 << 20)];
    let refused =
        world.store().write(Write::new("long"), move |cx| cx.assert_facts(&PLAY, &longest));
    assert_eq!(refused.map_err(|error| error.code()), Err(Code::Invalid));
    world.healthy();
    let sizes: Vec<usize> = world.plays().iter().map(String::len).collect();
    assert_eq!(sizes.len(), 250);
    assert!(sizes.iter().all(|bytes| 400_000 < *bytes));
}
