//! Transactions that are one, and legs of transfers.

use super::*;
use crate::model::system;

fn world() -> (World, Row, Row, Row) {
    let world = World::new();
    world.account(id(1), "Checking", "asset");
    world.account(id(2), "Savings", "asset");
    world.account(id(20), "Food", "expense");
    let out = row(id(1), "a", "2026-03-02", -1000);
    let again = row(id(1), "b", "2026-03-04", -1000);
    let arrived = row(id(2), "c", "2026-03-05", 1000);
    world.import(vec![out.clone(), again.clone(), arrived.clone()]);
    (world, out, again, arrived)
}

#[test]
fn what_is_one_counts_once_and_falls_apart_again() {
    let (world, out, again, _) = world();
    let (a, b) = (world.of(&out), world.of(&again));
    let (first, second) = (a.min(b), a.max(b));
    assert_eq!(world.balance(id(1)), -2000);
    world.join(id(50), a, b, "same");
    assert_eq!(world.balance(id(1)), -1000);
    assert_eq!(world.shown_id(second, "same"), Some(first));
    world.check();
    world.trash(id(50), true);
    assert_eq!(world.balance(id(1)), -2000);
    world.check();
}

#[test]
fn what_a_file_told_speaks_for_what_a_person_wrote_and_keeps_their_words() {
    let (world, out, ..) = world();
    let told = world.of(&out);
    world.own(id(0), "2026-03-01", -1000);
    world.put(
        &TXN,
        id(0),
        fields([
            ("category", id(20).to_string().into()),
            ("note", "lunch".into()),
            ("tag/work", true.into()),
        ]),
    );
    world.join(id(50), id(0), told, "same");
    assert!(id(0) < told, "the smaller id is not what decides");
    assert_eq!(world.shown_id(id(0), "same"), Some(told));
    assert_eq!(world.shown(told, "payee"), "By hand");
    assert_eq!(world.shown(told, "note"), "lunch");
    assert_eq!(world.shown(told, "day"), "20260302");
    assert_eq!(world.balance(id(20)), 1000);
    world.note(&out, "note", Some("my lunch".into()));
    assert_eq!(world.shown(told, "note"), "my lunch", "what is said of the speaker goes first");
    world.check();
    world.note(&out, "hidden", Some(true.into()));
    assert_eq!(world.shown_id(told, "same"), Some(id(0)), "what was thrown away speaks for nobody");
    assert_eq!(world.balance(id(1)), -2000, "the own one counts now");
    world.check();
    world.trash(id(0), true);
    assert_eq!(world.balance(id(1)), -1000);
    world.check();
}

#[test]
fn what_is_booked_speaks_for_what_was_pending() {
    let (world, ..) = world();
    let mut pending = row(id(1), "p", "2026-03-01", -990);
    pending.pending = true;
    let booked = row(id(1), "q", "2026-03-03", -1000);
    world.import(vec![pending.clone(), booked.clone()]);
    world.join(id(50), world.of(&pending), world.of(&booked), "same");
    assert_eq!(world.shown_id(world.of(&pending), "same"), Some(world.of(&booked)));
    assert_eq!(world.balance(id(1)), -3000);
    world.check();
}

#[test]
fn legs_of_a_transfer_keep_their_days_and_post_through_what_is_under_way() {
    let (world, out, _, arrived) = world();
    world.join(id(50), world.of(&out), world.of(&arrived), "transfer");
    assert_eq!((world.balance(id(1)), world.balance(id(2))), (-2000, 1000));
    assert_eq!(world.balance(system::UNDER_WAY), 0);
    assert_eq!(world.balance(system::INCOME), 0);
    assert_eq!(world.shown_id(world.of(&out), "transfer"), Some(id(2)));
    assert_eq!(world.shown_id(world.of(&arrived), "transfer"), Some(id(1)));
    assert_eq!(world.shown(world.of(&arrived), "day"), "20260305");
    world.check();
    world.note(&arrived, "hidden", Some(true.into()));
    assert_eq!(world.shown_id(world.of(&out), "transfer"), None, "the other leg was thrown away");
    assert_eq!(world.balance(system::SPENDING), 2000);
    world.check();
    world.note(&arrived, "hidden", None);
    world.retract(&out, true);
    assert_eq!(world.balance(system::INCOME), -1000);
    world.check();
}

#[test]
fn a_leg_whose_duplicate_is_matched_is_matched_itself() {
    let (world, out, again, arrived) = world();
    world.join(id(50), world.of(&again), world.of(&arrived), "transfer");
    world.join(id(51), world.of(&out), world.of(&again), "same");
    assert_eq!((world.balance(id(1)), world.balance(id(2))), (-1000, 1000));
    assert_eq!(world.balance(system::UNDER_WAY), 0);
    world.retract(&again, true);
    assert_eq!(
        world.balance(system::UNDER_WAY),
        0,
        "what is one stays one while one of it is here"
    );
    assert_eq!(world.balance(id(1)), -1000);
    world.check();
}

#[test]
fn a_transfer_that_the_person_names_posts_directly_until_its_leg_is_matched() {
    let (world, out, _, arrived) = world();
    world.retract(&arrived, true);
    world.note(&out, "transfer", Some(id(2).to_string().into()));
    assert_eq!(world.balance(id(2)), 1000);
    world.retract(&arrived, false);
    assert_eq!(world.balance(id(2)), 2000, "both tell of it until they are matched");
    world.join(id(50), world.of(&out), world.of(&arrived), "transfer");
    assert_eq!((world.balance(id(2)), world.balance(system::UNDER_WAY)), (1000, 0));
    world.check();
}

#[test]
fn a_part_that_goes_to_a_matched_leg_posts_through_what_is_under_way() {
    let (world, ..) = world();
    let rate = row(id(1), "rate", "2026-03-02", -1200);
    let loan = row(id(2), "loan", "2026-03-02", 1000);
    world.import(vec![rate.clone(), loan.clone()]);
    let parts = format!(
        r#"[{{"category":"{}","minor":-1000,"note":""}},{{"category":"{}","minor":-200,"note":"interest"}}]"#,
        id(2),
        id(20)
    );
    world.note(&rate, "splits", Some(parts.into()));
    assert_eq!(world.balance(id(2)), 3000);
    world.join(id(50), world.of(&rate), world.of(&loan), "transfer");
    assert_eq!((world.balance(id(2)), world.balance(id(20))), (2000, 200));
    assert_eq!(world.balance(system::UNDER_WAY), 0);
    world.check();
}

#[test]
fn transfers_between_currencies_balance_each_in_its_own() {
    let (world, out, ..) = world();
    world.put(&ACCOUNT, id(2), fields([("currency", "USD".into())]));
    world.own(id(0), "2026-03-01", -1000);
    world.put(&TXN, id(0), fields([("transfer", id(2).to_string().into())]));
    assert_eq!(world.balance(id(2)), 1000, "what arrives is not known yet: only the row counts");
    world.put(
        &TXN,
        id(0),
        fields([("transfer_minor", 1100.into()), ("transfer_currency", "USD".into())]),
    );
    assert_eq!(world.balance(id(2)), 2100);
    world.check();
    world.put(&ACCOUNT, id(2), fields([("currency", "EUR".into())]));
    assert_eq!(world.balance(id(2)), 2000, "with one currency what leaves is what arrives");
    world.note(&out, "transfer", Some(id(1).to_string().into()));
    assert_eq!(world.shown(world.of(&out), "transfer"), "", "nothing moves to where it is");
    world.check();
}

#[test]
fn saying_that_two_are_not_one_changes_no_sum() {
    let (world, out, again, _) = world();
    let before = world.balance(id(1));
    world.join(id(50), world.of(&out), world.of(&again), "not");
    assert_eq!(world.balance(id(1)), before);
    world.check();
}
