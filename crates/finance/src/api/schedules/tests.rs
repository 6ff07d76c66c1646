//! Schedules over the real store. Today is 1 March 2026.

use domain::command::Nothing;

use super::*;
use crate::api::tests::{FOOD, import, new, read, refused, shown, world, write};
use crate::api::*;
use crate::projection::tests::{World, id};

fn day_of(text: &str) -> Day {
    text.parse().expect("a day")
}

fn rent() -> NewSchedule {
    NewSchedule {
        payee: "Landlord".into(),
        account: Some(id(1)),
        category: Some(id(FOOD)),
        transfer: None,
        minor: -90_000,
        currency: None,
        about: None,
        unit: RepeatUnit::Month,
        step: None,
        start: day_of("2026-01-31"),
        end: None,
    }
}

fn leave(id: AnyId) -> EditSchedule {
    EditSchedule {
        id,
        payee: None,
        account: None,
        category: None,
        transfer: None,
        minor: None,
        about: None,
        unit: None,
        step: None,
        start: None,
        end: None,
        on: None,
    }
}

fn items(world: &World, from: &str, to: &str) -> Vec<UpcomingPayment> {
    let request = UpcomingOf { from: day_of(from), to: day_of(to) };
    read(world, |cx| upcoming(cx, request))
}

fn states(world: &World, from: &str, to: &str) -> Vec<(String, OccurrenceState)> {
    items(world, from, to).into_iter().map(|one| (one.due.to_string(), one.state)).collect()
}

#[test]
fn what_is_due_can_be_paid_left_out_and_be_due_again() {
    use OccurrenceState::{Done, Due, Skipped};
    let world = world();
    let id = write(&world, |cx| create_schedule(cx, rent())).id;
    let of = |states: [OccurrenceState; 3]| {
        ["2026-01-31", "2026-02-28", "2026-03-31"]
            .map(str::to_owned)
            .into_iter()
            .zip(states)
            .collect::<Vec<_>>()
    };
    assert_eq!(states(&world, "2026-01-01", "2026-03-31"), of([Due, Due, Due]));
    let before = world.tables();
    let january = PostOccurrence {
        id,
        due: day_of("2026-01-31"),
        day: Some(day_of("2026-02-02")),
        minor: Some(-91_000),
        account: None,
    };
    let txn = write(&world, move |cx| post_occurrence(cx, january)).id;
    let row = shown(&world, txn);
    assert_eq!(
        (row.payee.as_str(), row.minor, row.day),
        ("Landlord", -91_000, day_of("2026-02-02"))
    );
    assert_eq!(row.category.map(|category| category.name).as_deref(), Some("Food"));
    let february = SkipOccurrence { id, due: day_of("2026-02-28"), again: false };
    write(&world, move |cx| skip_occurrence(cx, february));
    assert_eq!(states(&world, "2026-01-01", "2026-03-31"), of([Done, Skipped, Due]));
    let paid = items(&world, "2026-01-01", "2026-01-31").remove(0);
    assert_eq!((paid.txn, paid.minor, paid.day), (Some(txn), -91_000, day_of("2026-02-02")));
    let again =
        PostOccurrence { id, due: day_of("2026-01-31"), day: None, minor: None, account: None };
    assert_eq!(refused(&world, move |cx| post_occurrence(cx, again)).0, Code::Conflict);
    let never = SkipOccurrence { id, due: day_of("2026-02-27"), again: false };
    assert_eq!(refused(&world, move |cx| skip_occurrence(cx, never)).1, "due");
    write(&world, move |cx| delete_txns(cx, TxnRefs { ids: vec![txn] }));
    assert_eq!(
        states(&world, "2026-01-01", "2026-01-31")[0].1,
        Due,
        "what was thrown away paid nothing"
    );
    world.check();
    (0..3).for_each(|_| drop(world.undo()));
    assert_eq!(world.tables(), before, "paying and leaving out are one step each");
}

#[test]
fn the_bank_pays_what_is_due_once() {
    let world = world();
    write(&world, |cx| {
        create_schedule(
            cx,
            NewSchedule {
                payee: "Shop x".into(),
                minor: -5000,
                start: day_of("2026-02-10"),
                ..rent()
            },
        )
    });
    let paid = import(
        &world,
        &[("x", "2026-02-12", -5200), ("x ", "2026-02-13", -5200), ("y", "2026-02-10", -5000)],
    );
    let item = items(&world, "2026-02-01", "2026-02-28").remove(0);
    assert_eq!(
        (item.state, item.txn, item.minor),
        (OccurrenceState::Done, Some(paid[0].1), -5200),
        "the nearest of its payee"
    );
    let mine = SkipOccurrence {
        id: item.schedule.expect("a schedule"),
        due: day_of("2026-02-10"),
        again: false,
    };
    let code = refused(&world, move |cx| skip_occurrence(cx, mine)).0;
    assert_eq!(code, Code::Conflict, "what is paid is paid");
}

#[test]
fn moving_money_to_savings_is_paid_by_a_transfer() {
    let world = world();
    let saving = NewSchedule {
        payee: String::new(),
        category: None,
        transfer: Some(id(2)),
        minor: -20_000,
        start: day_of("2026-02-15"),
        ..rent()
    };
    let plan = write(&world, |cx| create_schedule(cx, saving)).id;
    assert_eq!(items(&world, "2026-02-01", "2026-02-28")[0].state, OccurrenceState::Due);
    let moved = NewTxn { transfer: Some(id(2)), ..new("2026-02-16", -20_000) };
    write(&world, move |cx| add_txn(cx, moved));
    assert_eq!(items(&world, "2026-02-01", "2026-02-28")[0].state, OccurrenceState::Done);
    let post = PostOccurrence {
        id: plan,
        due: day_of("2026-03-15"),
        day: None,
        minor: None,
        account: None,
    };
    write(&world, move |cx| post_occurrence(cx, post));
    assert_eq!((world.balance(id(2)), world.balance(id(1))), (40_000, -40_000));
    world.check();
}

#[test]
fn a_schedule_is_changed_paused_and_thrown_away() {
    let world = world();
    let id = write(&world, |cx| create_schedule(cx, rent())).id;
    let edit = EditSchedule {
        minor: Some(-95_000),
        about: Some(true),
        step: Some(3),
        end: Some("2026-06-30".into()),
        category: Some(String::new()),
        ..leave(id)
    };
    write(&world, move |cx| edit_schedule(cx, edit));
    let found = read(&world, |cx| schedules(cx, Nothing {})).remove(0);
    assert_eq!((found.minor, found.about, found.step, found.category), (-95_000, true, 3, None));
    assert_eq!((found.yearly_minor, found.end), (-380_000, Some(day_of("2026-06-30"))));
    assert_eq!(states(&world, "2026-02-01", "2026-12-31").len(), 1, "it ends in June");
    write(&world, move |cx| edit_schedule(cx, EditSchedule { on: Some(false), ..leave(id) }));
    assert!(states(&world, "2026-02-01", "2026-12-31").is_empty());
    assert_eq!(read(&world, |cx| schedules(cx, Nothing {}))[0].next, None);
    write(&world, move |cx| delete_schedule(cx, ScheduleRef { id }));
    assert!(read(&world, |cx| schedules(cx, Nothing {})).is_empty());
    world.check();
}

#[test]
fn senseless_schedules_are_refused() {
    let world = world();
    for (field, schedule) in [
        ("step", NewSchedule { step: Some(0), ..rent() }),
        ("end", NewSchedule { end: Some(day_of("2026-01-30")), ..rent() }),
        ("payee", NewSchedule { payee: " ".into(), ..rent() }),
        ("account", NewSchedule { account: Some(id(FOOD)), ..rent() }),
        ("category", NewSchedule { category: Some(id(1)), ..rent() }),
        ("minor", NewSchedule { minor: i64::MAX, ..rent() }),
    ] {
        assert_eq!(refused(&world, move |cx| create_schedule(cx, schedule)).1, field);
    }
    let homeless = write(&world, |cx| {
        create_schedule(cx, NewSchedule { account: None, currency: Some("eur".into()), ..rent() })
    })
    .id;
    let post = PostOccurrence {
        id: homeless,
        due: day_of("2026-01-31"),
        day: None,
        minor: None,
        account: None,
    };
    assert_eq!(refused(&world, move |cx| post_occurrence(cx, post)).1, "account");
    let dollars = EditSchedule { account: Some(id(3).to_string()), ..leave(homeless) };
    assert_eq!(refused(&world, move |cx| edit_schedule(cx, dollars)).1, "account");
    let long = UpcomingOf { from: day_of("2026-01-01"), to: day_of("2030-01-01") };
    assert!(world.store.read(|cx| upcoming(cx, long)).is_err());
}
