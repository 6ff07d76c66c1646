//! What accounts held before their first transaction.

use super::*;
use crate::model::{opening_id, system};

#[test]
fn the_first_balance_that_a_statement_tells_opens_the_account() {
    let world = World::new();
    world.account(id(1), "Checking", "asset");
    world.import(vec![row(id(1), "a", "2026-03-02", -1000), row(id(1), "b", "2026-03-20", 500)]);
    assert_eq!(world.balance(id(1)), -500, "nothing is known of before");
    world.balances(vec![closing(id(1), "2026-03-10", 4000), closing(id(1), "2026-03-31", 9999)]);
    assert_eq!(world.shown(opening_id(id(1)), "minor"), "5000");
    assert_eq!(world.shown(opening_id(id(1)), "day"), "20260301");
    assert_eq!(world.balance(id(1)), 4500, "at the end of March 10 it held 4000, and 500 came");
    assert_eq!(world.balance(system::OPENING), -5000);
    // What lies before comes later: the balance still holds on its day.
    world.import(vec![row(id(1), "c", "2026-01-05", -200)]);
    assert_eq!(world.shown(opening_id(id(1)), "minor"), "5200");
    assert_eq!(world.shown(opening_id(id(1)), "day"), "20260104");
    world.check();
}

#[test]
fn what_the_person_says_goes_before_a_statement() {
    let world = World::new();
    world.account(id(1), "Checking", "asset");
    world.import(vec![row(id(1), "a", "2026-03-02", -1000)]);
    world.balances(vec![closing(id(1), "2026-03-10", 4000)]);
    world.put(&ACCOUNT, id(1), fields([("opening_minor", 700.into())]));
    assert_eq!(world.balance(id(1)), -300);
    assert_eq!(world.shown(opening_id(id(1)), "day"), "20260301");
    world.put(&ACCOUNT, id(1), fields([("opening_day", "2025-12-31".into())]));
    assert_eq!(world.shown(opening_id(id(1)), "day"), "20251231");
    world.put(&ACCOUNT, id(1), fields([("opening_minor", 0.into())]));
    assert_eq!(world.shown(opening_id(id(1)), "day"), "", "nothing is no transaction");
    world.undo();
    assert_eq!(world.balance(id(1)), -300);
    world.check();
}

#[test]
fn an_account_without_transactions_opens_on_the_day_it_was_made() {
    let world = World::new();
    world.account(id(1), "Cash", "asset");
    world.put(&ACCOUNT, id(1), fields([("opening_minor", 700.into())]));
    assert_eq!(world.shown(opening_id(id(1)), "day"), "20260301");
    world.trash(id(1), true);
    assert_eq!(world.balance(id(1)), 0);
    world.check();
    world.trash(id(1), false);
    assert_eq!(world.balance(id(1)), 700);
    world.check();
}

#[test]
fn an_account_that_turns_out_to_be_a_category_has_no_opening() {
    let world = World::new();
    world.account(id(1), "Cash", "asset");
    world.put(&ACCOUNT, id(1), fields([("opening_minor", 700.into())]));
    world.account(id(1), "Cash", "expense");
    assert_eq!(world.balance(id(1)), 0);
    world.check();
}

#[test]
fn openings_count_what_moves_between_own_accounts() {
    let world = World::new();
    world.account(id(1), "Checking", "asset");
    world.account(id(2), "Savings", "asset");
    world.balances(vec![closing(id(2), "2026-03-10", 4000)]);
    assert_eq!(world.balance(id(2)), 4000);
    let paid = row(id(1), "a", "2026-03-02", -1000);
    world.import(vec![paid.clone()]);
    world.note(&paid, "transfer", Some(id(2).to_string().into()));
    assert_eq!(world.balance(id(2)), 4000, "the balance already held what was moved");
    assert_eq!(world.shown(opening_id(id(2)), "minor"), "3000");
    world.check();
}
