//! Goals over the real store. Today is 1 March 2026.

use super::*;
use crate::api::tests::{new, read, refused, world, write};
use crate::api::*;
use crate::projection::tests::{World, id};

fn goal(name: &str, minor: i64, by: Option<&str>) -> NewGoal {
    let by = by.map(|by| by.parse().expect("a day"));
    NewGoal { name: name.to_owned(), minor, by, account: Some(id(2)), note: None }
}

fn list(world: &World) -> Vec<SavingsGoal> {
    read(world, |cx| goals(cx, Nothing {}))
}

#[test]
fn goals_of_one_account_are_filled_one_after_another() {
    let world = world();
    let saved = NewTxn { account: id(2), ..new("2026-02-01", 150_000) };
    write(&world, move |cx| add_txn(cx, saved));
    let loose = NewGoal { account: None, ..goal("Piano", 500_000, None) };
    for goal in
        [goal("Kitchen", 100_000, None), goal("Holiday", 120_000, Some("2026-06-15")), loose]
    {
        write(&world, move |cx| create_goal(cx, goal));
    }
    let found: Vec<_> = list(&world)
        .into_iter()
        .map(|goal| (goal.name, goal.saved_minor, goal.permille, goal.monthly_minor))
        .collect();
    assert_eq!(found[0], ("Holiday".to_owned(), Some(120_000), 1000, None), "needed first");
    assert_eq!(found[1], ("Kitchen".to_owned(), Some(30_000), 300, None));
    assert_eq!(found[2], ("Piano".to_owned(), None, 0, None));
    world.check();
}

#[test]
fn what_is_missing_is_saved_in_equal_parts() {
    let world = world();
    let id = write(&world, |cx| create_goal(cx, goal("Trip", 100_001, Some("2026-06-30")))).id;
    assert_eq!(list(&world)[0].monthly_minor, Some(25_001), "March, April, May and June");
    let edit = EditGoal {
        id,
        name: Some("Tour".into()),
        minor: Some(50_000),
        by: Some("2026-01-01".into()),
        account: None,
        note: Some("by train".into()),
    };
    write(&world, move |cx| edit_goal(cx, edit));
    let found = list(&world).remove(0);
    assert_eq!(
        (found.name.as_str(), found.note.as_str(), found.monthly_minor),
        ("Tour", "by train", Some(50_000))
    );
    let clear = EditGoal {
        id,
        name: None,
        minor: None,
        by: Some(String::new()),
        account: Some(String::new()),
        note: None,
    };
    write(&world, move |cx| edit_goal(cx, clear));
    assert_eq!((list(&world)[0].by, list(&world)[0].saved_minor), (None, None));
    let before = world.tables();
    write(&world, move |cx| delete_goal(cx, GoalRef { id }));
    assert!(list(&world).is_empty());
    world.undo();
    assert_eq!(world.tables(), before);
    world.check();
}

#[test]
fn senseless_goals_are_refused() {
    let world = world();
    for (field, goal) in [
        ("name", goal(" ", 1, None)),
        ("minor", goal("x", 0, None)),
        ("account", NewGoal { account: Some(id(20)), ..goal("x", 1, None) }),
    ] {
        assert_eq!(refused(&world, move |cx| create_goal(cx, goal)).1, field);
    }
    let id = write(&world, |cx| create_goal(cx, goal("x", 1, None))).id;
    let dollars = EditGoal {
        id,
        name: None,
        minor: None,
        by: None,
        account: Some(crate::projection::tests::id(3).to_string()),
        note: None,
    };
    assert_eq!(refused(&world, move |cx| edit_goal(cx, dollars)).1, "account");
}
