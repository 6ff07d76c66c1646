//! What comes again and again, and what is due, over the real store. Today is 1 March 2026.

use domain::command::Nothing;

use super::*;
use crate::api::tests::{read, refused, shown, world, write};
use crate::api::*;
use crate::model::row::Row;
use crate::projection::tests::{World, id, row};

fn day_of(text: &str) -> Day {
    text.parse().expect("a day")
}

/// Rows of account 1 with one payee.
fn told(world: &World, payee: &str, rows: &[(&str, i64)]) -> Vec<AnyId> {
    let rows: Vec<Row> = rows
        .iter()
        .map(|(day, minor)| Row {
            payee: payee.to_owned(),
            ..row(id(1), &format!("{payee} {day}"), day, *minor)
        })
        .collect();
    world.import(rows.clone());
    rows.iter().map(|row| world.of(row)).collect()
}

fn list(world: &World) -> Vec<RecurringPayment> {
    read(world, |cx| recurring(cx, Nothing {}))
}

/// `2026-03-12 Netflix -1299 expected`, line by line.
fn due(world: &World, from: &str, to: &str) -> String {
    let request = UpcomingOf { from: day_of(from), to: day_of(to) };
    let line = |one: UpcomingPayment| {
        let late = if one.late { " late" } else { "" };
        format!("{} {} {} {:?}{late}\n", one.day, one.payee, one.minor, one.state)
    };
    read(world, |cx| upcoming(cx, request)).into_iter().map(line).collect()
}

fn netflix(world: &World) -> Vec<AnyId> {
    let days = [
        ("2025-11-12", -1099),
        ("2025-12-12", -1099),
        ("2026-01-12", -1099),
        ("2026-02-12", -1299),
    ];
    told(world, "Netflix", &days)
}

#[test]
fn a_subscription_is_offered_kept_and_let_go() {
    let world = world();
    let rows = netflix(&world);
    let found = list(&world).remove(0);
    assert_eq!(
        (found.payee.as_str(), found.minor, found.state),
        ("Netflix", -1299, RecurringState::Offered)
    );
    assert_eq!((found.unit, found.step, found.next), (RepeatUnit::Month, 1, day_of("2026-03-12")));
    assert_eq!(found.alerts, [RecurringAlert::Dearer { before: -1099, after: -1299 }]);
    assert_eq!((found.yearly_minor, found.unsure, &found.rows[..1]), (-15_588, false, &rows[3..]));
    assert_eq!(
        due(&world, "2026-03-01", "2026-04-30"),
        "2026-03-12 Netflix -1299 Expected\n2026-04-12 Netflix -1299 Expected\n"
    );
    let before = world.tables();
    let key = RecurringRef { key: found.key.clone() };
    let kept = write(&world, move |cx| keep_recurring(cx, key));
    let found = list(&world).remove(0);
    assert_eq!((found.state, found.schedule), (RecurringState::Kept, Some(kept.id)));
    assert_eq!(due(&world, "2026-03-01", "2026-03-31"), "2026-03-12 Netflix -1299 Due\n");
    world.check();
    world.undo();
    assert_eq!(world.tables(), before, "keeping is one step");
    let key = RecurringRef { key: found.key.clone() };
    write(&world, move |cx| dismiss_recurring(cx, key));
    assert_eq!(list(&world)[0].state, RecurringState::Dismissed);
    assert_eq!(due(&world, "2026-03-01", "2026-04-30"), "");
    let key = RecurringRef { key: found.key };
    write(&world, move |cx| keep_recurring(cx, key));
    assert_eq!(list(&world)[0].state, RecurringState::Kept, "keeping takes the waving away back");
    let nothing = RecurringRef { key: "nothing".into() };
    refused(&world, |cx| keep_recurring(cx, nothing));
}

#[test]
fn rent_on_the_last_day_stays_on_the_last_day() {
    let world = world();
    told(
        &world,
        "Landlord",
        &[
            ("2025-11-30", -90_000),
            ("2025-12-31", -90_000),
            ("2026-01-31", -90_000),
            ("2026-02-28", -90_000),
        ],
    );
    let key = RecurringRef { key: list(&world)[0].key.clone() };
    write(&world, move |cx| keep_recurring(cx, key));
    assert_eq!(
        due(&world, "2026-02-01", "2026-05-31"),
        "2026-03-31 Landlord -90000 Due\n\
         2026-04-30 Landlord -90000 Due\n2026-05-31 Landlord -90000 Due\n"
    );
    let schedule = read(&world, |cx| schedules(cx, Nothing {})).remove(0);
    assert_eq!((schedule.next, schedule.yearly_minor), (Some(day_of("2026-03-31")), -1_080_000));
    world.check();
}

#[test]
fn a_kept_one_is_paid_by_what_a_bank_tells() {
    let world = world();
    told(&world, "Gym", &[("2025-11-25", -3500), ("2025-12-25", -3500), ("2026-01-25", -3500)]);
    let key = RecurringRef { key: list(&world)[0].key.clone() };
    write(&world, move |cx| keep_recurring(cx, key));
    assert_eq!(due(&world, "2026-02-01", "2026-02-28"), "2026-02-25 Gym -3500 Due late\n");
    told(&world, "GYM", &[("2026-02-27", -3900)]);
    assert_eq!(due(&world, "2026-02-01", "2026-02-28"), "2026-02-27 Gym -3900 Done\n");
    assert_eq!(list(&world)[0].state, RecurringState::Kept, "a dearer month is the same contract");
}

#[test]
fn what_was_due_and_did_not_come_is_told() {
    let world = world();
    told(&world, "Gym", &[("2025-11-05", -3500), ("2025-12-05", -3500), ("2026-01-05", -3500)]);
    let found = list(&world).remove(0);
    assert_eq!(found.alerts, [RecurringAlert::Missed { due: day_of("2026-02-05") }]);
    assert_eq!(
        due(&world, "2026-02-01", "2026-03-31"),
        "2026-02-05 Gym -3500 Expected late\n2026-03-05 Gym -3500 Expected\n"
    );
}

#[test]
fn a_deleted_row_is_no_longer_a_hit() {
    let world = world();
    let rows = netflix(&world);
    let refs = TxnRefs { ids: vec![rows[0], rows[1]] };
    write(&world, move |cx| delete_txns(cx, refs));
    assert!(list(&world).is_empty());
    assert!(shown(&world, rows[0]).hidden);
}
